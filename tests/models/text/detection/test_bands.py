"""Very tall pictures are cut where nothing is printed."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sealstack.models.text.detection.bands import cuts_of, joined
from sealstack.models.text.engine import TextEngine
from sealstack.models.values import Quad
from tests.models.text import drawing


def box(left: float, top: float, right: float, bottom: float) -> Quad:
    return np.array([[left, top], [right, top], [right, bottom], [left, bottom]], np.float32)


@pytest.mark.parametrize(("height", "width"), [(2000, 10), (2800, 701), (900, 4000), (1, 1)])
def test_pictures_that_are_not_very_tall_stay_whole(height: int, width: int) -> None:
    assert cuts_of(np.zeros((height, width, 3), np.uint8)) == []


@given(st.integers(2001, 9000), st.integers(1, 400))
def test_bands_of_a_blank_picture_are_about_equally_high(height: int, width: int) -> None:
    cuts = cuts_of(np.full((height, width, 3), 255, np.uint8))
    if height >= 4 * width:
        rows = np.diff([0, *cuts, height])
        assert len(cuts) >= 1
        assert rows.max() - rows.min() <= 3


def test_cuts_go_between_lines_of_print() -> None:
    # an even cut would go through the middle of a line
    lines = [("甲方在合同签订后十日内付款", 20, y, 34) for y in range(40, 2900, 66)]
    picture = drawing.page(lines, 500, 2940)
    cuts = cuts_of(picture)
    assert len(cuts) == 2
    for cut in cuts:
        assert picture[cut - 2 : cut + 3].min() == 255


def test_a_line_down_the_page_is_made_whole() -> None:
    above = [(box(100, 200, 140, 995), 0.9), (box(300, 960, 700, 990), 0.8)]
    below = [(box(102, 1004, 139, 1500), 0.7), (box(300, 1010, 700, 1040), 0.6)]
    lines = joined(above, below, 1000)
    assert [score for _, score in lines] == [0.7, 0.8, 0.6]
    np.testing.assert_array_equal(lines[0][0], box(100, 200, 140, 1500))


@pytest.mark.parametrize("lower", [box(160, 1004, 200, 1500), box(100, 1030, 140, 1500)])
def test_lines_beside_or_apart_are_two(lower: Quad) -> None:
    assert len(joined([(box(100, 200, 140, 995), 0.9)], [(lower, 0.9)], 1000)) == 2


def test_every_line_of_a_tall_picture_is_found_once(engine: TextEngine) -> None:
    places = range(40, 2550, 180)
    picture = drawing.page([("乙方应当提供发票", 40, y, 34) for y in places], 520, 2600)
    found = engine.detector.detect(picture)
    tops = [float(quad[:, 1].min()) for quad, _ in found]
    assert tops == pytest.approx([float(y) for y in places], abs=14)
