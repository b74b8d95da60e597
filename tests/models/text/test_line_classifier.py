"""The classifier of strips that stand on their head."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from sealstack.models.text.engine import TextEngine
from sealstack.models.text.line_classifier import LineClassifier
from tests.models.text import drawing


@pytest.fixture(scope="module")
def classifier(engine: TextEngine) -> LineClassifier:
    return engine.line_classifier


def test_strips_on_their_head_are_told(classifier: LineClassifier) -> None:
    upright = [drawing.line(text) for text in ("甲方在合同签订后付款", "Total amount 1,250.00", "合同专用章")]
    turned = [np.asarray(cv2.rotate(strip, cv2.ROTATE_180), dtype=np.uint8) for strip in upright]
    assert classifier.upside_down(upright) == [False] * 3
    assert classifier.upside_down(turned) == [True] * 3
    assert classifier.upside_down([*upright, *turned]) == [False] * 3 + [True] * 3


def test_the_threshold_is_of_the_call(classifier: LineClassifier) -> None:
    strip = np.asarray(cv2.rotate(drawing.line("合同专用章"), cv2.ROTATE_180), dtype=np.uint8)
    assert classifier.upside_down([strip], threshold=1.0) == [False]
    assert classifier.upside_down([strip]) == [True]


def test_no_strips(classifier: LineClassifier) -> None:
    assert classifier.upside_down([]) == []
