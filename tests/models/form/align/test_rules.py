"""A form's printed lines, found again where another office drew them."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from sealstack.models.form.align.labels import FoundLabel, FoundLabels, Label
from sealstack.models.form.align.rules import FoundRules, find_rules
from sealstack.models.form.align.structure import thumbnail
from sealstack.models.form.describe.features import Form
from sealstack.models.form.describe.keypoints import Keypoints

HEIGHT, WIDTH = 800, 600
LEVEL = (100, 180, 300, 520)
UPRIGHT = (60, 200, 540)


def drawn(level: tuple[int, ...], upright: tuple[int, ...]) -> NDArray[np.uint8]:
    picture = np.full((HEIGHT, WIDTH, 3), 245, np.uint8)
    for at in level:
        cv2.line(picture, (upright[0], at), (upright[-1], at), (30, 30, 30), 3)
    for at in upright:
        cv2.line(picture, (at, level[0]), (at, level[-1]), (30, 30, 30), 3)
    return picture


def found(image: NDArray[np.uint8], moved: float = 0.0) -> FoundRules:
    nothing = np.zeros(0, np.float32)
    keypoints = Keypoints(nothing.reshape(0, 2), nothing, nothing, np.zeros((0, 128), np.uint8))
    form = Form(HEIGHT, WIDTH, keypoints, thumbnail(drawn(LEVEL, UPRIGHT)), ())
    here = np.array([[80, 60], [160, 60]], np.float32)
    label = FoundLabel(Label("label", here, 24.0), here, here + np.array([0, moved], np.float32))
    return find_rules(form, image, FoundLabels(np.eye(3), (label,), 1.0, 1.0))


def test_rules_in_their_places_are_found_there() -> None:
    rules = found(drawn(LEVEL, UPRIGHT))
    assert [one.rule.at for one in rules.level] == pytest.approx(LEVEL, abs=2)
    assert [one.rule.at for one in rules.upright] == pytest.approx(UPRIGHT, abs=2)
    assert [one.by for one in (*rules.level, *rules.upright)] == pytest.approx([0] * 7, abs=1)


def test_a_rule_tells_by_how_much_its_row_has_moved() -> None:
    rules = found(drawn((100, 205, 325, 545), (60, 215, 540)))
    assert [one.by for one in rules.level] == pytest.approx([0, 25, 25, 25], abs=2)
    assert [one.by for one in rules.upright] == pytest.approx([0, 15, 0], abs=2)


def test_a_page_without_rules_has_none() -> None:
    assert found(np.full((HEIGHT, WIDTH, 3), 245, np.uint8)) == FoundRules()


def test_rules_much_farther_off_than_the_labels_are_not_the_forms() -> None:
    assert found(drawn((380, 400, 420, 440), UPRIGHT)).level == ()
