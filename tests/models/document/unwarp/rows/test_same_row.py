"""Lines side by side are of one row when their ends come to lie level."""

from __future__ import annotations

import numpy as np

from sealstack.models.document.unwarp.rows.same_row import Neighbours
from sealstack.models.document.unwarp.text_curves import TextCurve


def line(left: float, right: float, height: float) -> TextCurve:
    across = np.linspace(left, right, 6)
    return TextCurve(np.stack([across, np.full(6, height)], axis=1), 20.0)


def rows(lines: list[TextCurve]) -> list[int]:
    heights = np.concatenate([one.points[:, 1] for one in lines])
    return Neighbours(lines).rows(heights).tolist()


def test_the_cells_of_a_table_are_of_one_row_each() -> None:
    cells = [line(left, left + 80, height) for height in (50.0, 90.0, 130.0) for left in (20.0, 160.0, 300.0)]
    assert rows(cells) == [0, 0, 0, 1, 1, 1, 2, 2, 2]


def test_columns_whose_lines_are_not_level_have_rows_of_their_own() -> None:
    first, second = rows([line(20, 200, 50), line(240, 420, 65)])
    assert first != second


def test_what_stands_far_beside_a_line_is_not_of_its_row() -> None:
    first, second = rows([line(20, 100, 50), line(400, 480, 50)])
    assert first != second


def test_a_line_below_another_is_not_of_its_row() -> None:
    first, second = rows([line(20, 200, 50), line(20, 200, 58)])
    assert first != second
