"""Forms drawn with values made up."""

from __future__ import annotations

import numpy as np
import pytest

from bench.forms.drawing import LONGER_SIDE, fill_in
from bench.forms.kinds import KINDS

every_kind = pytest.mark.parametrize("kind", list(KINDS))


def chance(seed: int = 1) -> np.random.Generator:
    return np.random.default_rng(seed)


@every_kind
def test_the_same_seed_gives_the_same_form(kind: str) -> None:
    one, other = (fill_in(KINDS[kind](), chance()) for _ in range(2))
    np.testing.assert_array_equal(one.sheet, other.sheet)
    assert one.values == other.values


@every_kind
def test_another_seed_gives_other_values_on_the_same_form(kind: str) -> None:
    one, other = fill_in(KINDS[kind](), chance(1)), fill_in(KINDS[kind](), chance(2))
    assert list(one.values) == list(other.values)
    assert one.values != other.values
    assert one.sheet.shape == other.sheet.shape
    assert max(one.sheet.shape) == LONGER_SIDE


@every_kind
def test_values_are_printed_inside_their_marks_and_nowhere_else(kind: str) -> None:
    layout = KINDS[kind]()
    full, bare = fill_in(layout, chance()), fill_in(layout, chance(), empty=1.0)
    assert set(bare.values.values()) == {""}
    changed = (full.sheet != bare.sheet).any(axis=2)
    inside = np.zeros(changed.shape, bool)
    for name, quad in full.marks():
        (left, top), (right, bottom) = np.floor(quad[0]).astype(int), np.ceil(quad[2]).astype(int)
        assert changed[top:bottom, left:right].any() == bool(full.values[name])
        inside[top:bottom, left:right] = True
    assert not (changed & ~inside).any()


@every_kind
def test_marks_lie_on_the_sheet_and_have_names_of_their_own(kind: str) -> None:
    form = fill_in(KINDS[kind](), chance())
    names = [name for name, _ in form.marks()]
    assert len(set(names)) == len(names) >= 8
    for _, quad in form.marks():
        assert quad.min() >= 0
        assert (quad.max(axis=0) <= form.sheet.shape[1::-1]).all()


def test_an_offset_moves_values_and_leaves_the_form() -> None:
    layout = KINDS["receipt"]()
    bare = fill_in(layout, chance(), empty=1.0).sheet
    plain, moved = fill_in(layout, chance()).sheet, fill_in(layout, chance(), offset=(2.0, 1.0)).sheet
    rows = np.flatnonzero((plain != bare).any(axis=(1, 2)))
    moved_rows = np.flatnonzero((moved != bare).any(axis=(1, 2)))
    scale = LONGER_SIDE / layout.height
    assert moved_rows[0] - rows[0] == pytest.approx(scale, abs=2)
