import numpy as np
import pytest

from sealstack.models.seal.detect.frame.candidates import judged
from sealstack.models.seal.detect.frame.fit import Frame
from sealstack.models.seal.ink.density import Ink
from sealstack.models.values import SealShape

RED = 0.0


def ink(hue: float | None) -> Ink:
    return Ink(hue, np.zeros((600, 720), np.float32), 0.1)


def frame(width: float, height: float, fill: float, thickness: float = 0.03, outside: float = 0.0) -> Frame:
    corners = np.array([[40, 40], [40 + width, 40], [40 + width, 40 + height], [40, 40 + height]], np.float32)
    return Frame(corners, SealShape.RECTANGLE, 1.0, fill, outside, thickness)


@pytest.mark.parametrize("hue", [RED, None])
def test_a_clear_frame_with_text_in_it_is_a_candidate(hue: float | None) -> None:
    found = judged(frame(200, 90, 0.25), ink(hue))
    assert found is not None
    assert found.score > 0.6


def test_ink_around_a_frame_counts_against_it() -> None:
    crowded, clear = (
        judged(frame(200, 90, 0.25, outside=0.3), ink(RED)),
        judged(frame(200, 90, 0.25), ink(RED)),
    )
    assert crowded is not None
    assert clear is not None
    assert crowded.score < clear.score


def test_a_dark_slender_column_is_a_tables() -> None:
    assert judged(frame(26, 100, 0.45), ink(None)) is None
    assert judged(frame(26, 100, 0.45), ink(RED)) is not None


def test_a_dark_level_box_of_thin_lines_is_a_tables_cell() -> None:
    assert judged(frame(200, 90, 0.25, thickness=0.005), ink(None)) is None


def test_a_large_coloured_box_with_hardly_anything_in_it_is_a_form() -> None:
    assert judged(frame(600, 200, 0.05), ink(RED)) is None
    assert judged(frame(300, 100, 0.05), ink(RED)) is not None
