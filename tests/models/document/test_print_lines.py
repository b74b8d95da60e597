"""Lines of print found by their ink."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from sealstack.models.document.print_lines import amount_along, find_print_lines
from sealstack.models.values import Image
from tests.models.text.drawing import page

LINES = [
    ("乙方应当自本合同生效之日起三十日内交付", 60, 60, 28),
    ("The delivery shall be made within thirty days.", 60, 130, 28),
    ("验收合格后十个工作日内支付合同价款", 60, 200, 28),
]


@pytest.fixture(scope="module")
def letter() -> Image:
    return page(LINES, 800, 300)


def test_pieces_of_every_printed_line_are_found_where_it_stands(letter: Image) -> None:
    pieces = [line.box for line in find_print_lines(letter) if not line.upended]
    for text, x, y, size in LINES:
        of_line = [box for box in pieces if y - 8 < box[1] < y + size]
        assert all(18 < height < 60 for _, _, _, height in of_line)
        assert sum(width for _, _, width, _ in of_line) > 0.4 * size * len(text)
        assert min(left for left, _, _, _ in of_line) < x + 3 * size


def test_lines_of_a_skewed_page_are_kept_apart() -> None:
    rows = page(
        [("合同一式两份双方各执一份自签字盖章之日起生效本", 60, 60 + 40 * n, 24) for n in range(8)], 760, 420
    )
    turn = cv2.getRotationMatrix2D((380, 210), 4.5, 1.0)
    skewed = np.asarray(cv2.warpAffine(rows, turn, (760, 420), borderValue=(255,) * 3), np.uint8)
    lines = find_print_lines(skewed)
    assert amount_along(lines, False) > 4 * amount_along(lines, True)


def test_print_runs_along_the_rows_of_an_upright_page_and_the_columns_of_a_turned_one(letter: Image) -> None:
    upright = find_print_lines(letter)
    turned = find_print_lines(np.ascontiguousarray(np.rot90(letter)))
    assert amount_along(upright, False) > 5 * amount_along(upright, True)
    assert amount_along(turned, True) > 5 * amount_along(turned, False)


def test_light_print_on_dark_paper_is_found_too(letter: Image) -> None:
    inverted = np.asarray(255 - letter, np.uint8)
    assert amount_along(find_print_lines(inverted), False) > 100


def test_rules_of_a_table_are_no_print() -> None:
    table = np.full((400, 600, 3), 255, np.uint8)
    table[50:380:40, 30:570] = 0
    table[50:380, 30:570:90] = 0
    assert find_print_lines(table) == []


@pytest.mark.parametrize("shape", [(1, 1, 3), (20, 2000, 3), (500, 400, 3)])
def test_blank_pictures_of_any_size_have_no_print(shape: tuple[int, int, int]) -> None:
    assert find_print_lines(np.full(shape, 200, np.uint8)) == []
