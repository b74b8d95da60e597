"""The angle of a page, and its paragraphs."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sealstack.models.text.order.paragraphs import number_paragraphs, page_angle, turn_upright
from sealstack.models.values import TextLine


def line(x, y, width=400, height=20, text="line"):
    return TextLine(
        np.array([[x, y], [x + width, y], [x + width, y + height], [x, y + height]], np.float32), text, 1
    )


def turned(lines, degrees):
    """The lines turned clockwise about the origin."""
    cosine, sine = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    turn = np.array([[cosine, sine], [-sine, cosine]], np.float32)
    return [TextLine(one.quad @ turn, one.text, one.score) for one in lines]


PAGE = [line(100, 100 + 28 * row) for row in range(8)]
degrees = st.floats(-179, 180)


def test_a_page_without_lines_is_not_turned():
    assert page_angle([]) == 0


def test_level_lines():
    assert page_angle(PAGE) == 0


@given(degrees)
def test_the_angle_is_that_of_the_lines_clockwise(angle):
    assert page_angle(turned(PAGE, angle)) == pytest.approx(angle, abs=0.01)


def test_upside_down_is_plus_180():
    assert page_angle(turned(PAGE, 180)) == pytest.approx(180, abs=0.01)


def test_a_line_across_changes_nothing():
    across = turned([line(100, -60)], 90)
    assert page_angle([*turned(PAGE, 3), *across]) == pytest.approx(3, abs=0.01)


@given(degrees)
def test_points_turned_upright_lie_inside_the_grown_canvas(angle):
    corners = np.array([[0, 0], [800, 0], [800, 600], [0, 600]], np.float32)
    upright = turn_upright(corners, angle, 800, 600)
    assert upright.min() >= -0.01
    np.testing.assert_allclose(upright.min(axis=0), 0, atol=0.01)


@given(degrees)
def test_turned_lines_are_level_afterwards(angle):
    (one,) = turned([PAGE[0]], angle)
    upright = turn_upright(one.quad, angle, 800, 600)
    assert upright[0, 1] == pytest.approx(upright[1, 1], abs=0.05)
    assert upright[1, 0] - upright[0, 0] == pytest.approx(400, abs=0.05)


def test_a_page_that_is_not_turned_stays_where_it_is():
    np.testing.assert_allclose(turn_upright(PAGE[0].quad, 0, 800, 600), PAGE[0].quad)


def test_lines_close_below_each_other_are_one_paragraph():
    assert number_paragraphs(PAGE) == [1] * 8


@given(degrees)
def test_paragraphs_are_the_same_however_the_page_is_turned(angle):
    page = [*PAGE[:3], line(100, 260), line(100, 288)]
    assert number_paragraphs(turned(page, angle)) == [1, 1, 1, 2, 2]


def test_a_gap_begins_a_paragraph():
    assert number_paragraphs([line(100, 100), line(100, 128), line(100, 190)]) == [1, 1, 2]


def test_larger_letters_are_a_paragraph_of_their_own():
    assert number_paragraphs([line(100, 100, height=50), line(100, 160), line(100, 188)]) == [1, 2, 2]


def test_a_line_that_ends_early_ends_its_paragraph():
    page = [line(140, 100, 360), line(100, 128), line(100, 156, 120), line(140, 184, 360), line(100, 212)]
    assert number_paragraphs(page) == [1, 1, 1, 2, 2]


def test_columns_are_paragraphs_of_their_own():
    page = [line(100, 100), line(100, 128), line(600, 100), line(600, 128)]
    assert number_paragraphs(page) == [1, 1, 2, 2]


def test_cells_of_a_row_are_paragraphs_of_their_own():
    assert number_paragraphs([line(100, 100, 80), line(300, 100, 80), line(500, 101, 80)]) == [1, 2, 3]


def test_no_lines_have_no_paragraphs():
    assert number_paragraphs([]) == []
