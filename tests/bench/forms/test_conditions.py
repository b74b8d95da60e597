"""The conditions under which forms are seen."""

from __future__ import annotations

import numpy as np
import pytest

from bench.forms.conditions import CONDITIONS, PHOTOGRAPH, SEAL, STACKED, make_query
from bench.forms.kinds import KINDS


@pytest.mark.parametrize("condition", CONDITIONS)
def test_every_condition_gives_a_picture_with_its_truth(condition: str) -> None:
    query = make_query(KINDS["ticket"](), condition, np.random.default_rng(1))
    again = make_query(KINDS["ticket"](), condition, np.random.default_rng(1))
    assert query.image.dtype == np.uint8
    assert query.image.ndim == 3
    marked = [name for name, _ in query.template.marks] if query.template else None
    assert list(query.values) == (marked or [blank.name for blank in KINDS["ticket"]().blanks])
    np.testing.assert_array_equal(query.image, again.image)


def test_a_seal_covers_fields_that_say_something() -> None:
    query = make_query(KINDS["licence"](), SEAL, np.random.default_rng(2))
    assert query.stamped
    assert all(query.values[name] for name in query.stamped)


def test_a_photograph_shows_a_desk_around_the_form() -> None:
    query = make_query(KINDS["waybill"](), PHOTOGRAPH, np.random.default_rng(2))
    corners = query.image[[0, 0, -1, -1], [0, -1, 0, -1]].astype(int)
    assert query.image.max() > 150
    assert (corners.mean(axis=1) < 200).sum() >= 3


@pytest.mark.parametrize("kind", ["english_invoice", "licence", "waybill"])
def test_fields_of_two_lines_are_not_set_as_close_as_rows(kind: str) -> None:
    of_two_lines = {"english_invoice": "Address", "licence": "住所", "waybill": "收件地址"}[kind]
    for seed in range(6):
        query = make_query(KINDS[kind](), STACKED, np.random.default_rng(seed))
        assert query.template is not None
        assert of_two_lines not in {name for name, _ in query.template.marks}


def test_an_unknown_condition_is_refused() -> None:
    with pytest.raises(KeyError):
        make_query(KINDS["ticket"](), "under water", np.random.default_rng(1))
