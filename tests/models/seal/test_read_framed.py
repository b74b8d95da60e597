"""Where a frame's lines run tells a diamond, however it was stamped."""

import numpy as np

from models.seal.frame import Frame
from models.seal.read_framed import runs_across
from models.values import SealShape, SealText


def line(first: tuple[float, float], last: tuple[float, float]) -> SealText:
    """A text that runs from one point to another, pixels."""
    (left, top), (right, bottom) = first, last
    quad = [[left, top], [right, bottom], [right, bottom + 12], [left, top + 12]]
    return SealText(np.array(quad, np.float32), "合格", 0.9, ())


def frame(*corners: tuple[float, float]) -> Frame:
    shape = SealShape.TRIANGLE if len(corners) == 3 else SealShape.RECTANGLE
    return Frame(np.array(corners, np.float32), shape, 1.0, 0.2)


def test_text_along_a_squares_diagonal_runs_across_it_and_along_its_sides_it_does_not() -> None:
    square = frame((0, 0), (100, 0), (100, 100), (0, 100))
    assert runs_across(square, [line((20, 20), (80, 80))])
    assert not runs_across(square, [line((20, 50), (80, 50))])
    assert not runs_across(square, [line((50, 20), (50, 80))])


def test_nothing_runs_across_a_triangle_or_a_long_frame() -> None:
    assert not runs_across(frame((50, 0), (100, 87), (0, 87)), [line((30, 60), (70, 60))])
    assert not runs_across(frame((0, 0), (200, 0), (200, 60), (0, 60)), [line((20, 10), (60, 50))])
