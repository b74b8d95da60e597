"""Templates kept ready for the next query."""

from __future__ import annotations

import numpy as np
import pytest

from sealstack.models.form.describe.features import FeaturesCorrupt, Form, pack
from sealstack.models.form.describe.keypoints import find_keypoints
from sealstack.models.form.known_forms import KnownForms
from sealstack.models.form.template import FieldMark, Hint, HintKind

PICTURE = np.full((60, 80, 3), 255, np.uint8)
DATA = pack(Form(60, 80, find_keypoints(PICTURE), PICTURE[..., 0], ()))
OTHER = pack(Form(60, 90, find_keypoints(PICTURE), PICTURE[..., 0], ()))


def mark(name: str, right: float = 40, hint: Hint | None = None) -> FieldMark:
    return FieldMark(name, np.array([[5, 5], [right, 5], [right, 20], [5, 20]], np.float32), hint)


def test_the_same_template_is_planned_once() -> None:
    known = KnownForms()
    first = known.of(DATA, [mark("a")])
    assert known.of(bytes(DATA), [mark("a")]) is first
    assert [plan.mark.name for plan in first.plans] == ["a"]
    assert first.form.width == 80


@pytest.mark.parametrize("changed", [mark("b"), mark("a", 41), mark("a", hint=Hint(HintKind.DIGITS))])
def test_changed_marks_are_planned_anew(changed: FieldMark) -> None:
    known = KnownForms()
    first = known.of(DATA, [mark("a")])
    assert known.of(DATA, [changed]).plans[0].mark is changed
    assert known.of(DATA, [mark("a")]) is first


def test_another_picture_is_another_template() -> None:
    known = KnownForms()
    assert known.of(DATA, [mark("a")]).form.width == 80
    assert known.of(OTHER, [mark("a")]).form.width == 90


def test_only_the_last_few_are_kept() -> None:
    known = KnownForms(kept=1)
    first = known.of(DATA, [mark("a")])
    known.of(OTHER, [mark("a")])
    assert known.of(DATA, [mark("a")]) is not first


def test_damaged_features_are_refused_every_time() -> None:
    known = KnownForms()
    for _ in range(2):
        with pytest.raises(FeaturesCorrupt):
            known.of(DATA[:-3], [mark("a")])
