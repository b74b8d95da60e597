"""Columns of vertical print in the order in which they are read."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image as Pillow
from PIL import ImageDraw, ImageFont

from bench.generator.fonts import bundled_font
from sealstack.models.geometry.quads import reading_order
from sealstack.models.text.engine import TextEngine
from sealstack.models.text.order.columns import in_columns
from sealstack.models.values import Image, TextLine
from tests.models.text.drawing import to_bgr

POEM = ["春眠不觉晓处处闻", "啼鸟夜来风雨声花", "落知多少白日依山"]


def down(text: str, x: int, top: int, *, length: int = 300, width: int = 40) -> TextLine:
    """A column whose text runs down the page."""
    corners = [[x + width, top], [x + width, top + length], [x, top + length], [x, top]]
    return TextLine(np.array(corners, np.float32), text, 1.0)


def across(text: str, x: int, y: int, *, length: int = 300, height: int = 30) -> TextLine:
    corners = [[x, y], [x + length, y], [x + length, y + height], [x, y + height]]
    return TextLine(np.array(corners, np.float32), text, 1.0)


def up(text: str, x: int, top: int) -> TextLine:
    line = down(text, x, top)
    return TextLine(np.roll(line.quad, 2, axis=0), text, 1.0)


def order(*lines: TextLine) -> str:
    upright = [np.array([line.quad.min(axis=0)] * 4, np.float32) for line in lines]
    return "".join(line.text for line in in_columns([lines[index] for index in reading_order(upright)]))


def vertical_page(columns: Sequence[str], size: int = 60, heading: str = "") -> Image:
    """Columns of upright characters from the right, as books set them, perhaps with a line above."""
    font = ImageFont.truetype(str(bundled_font()), size)
    width, height = (2 * len(columns) + 1) * size, (max(map(len, columns)) + 4) * round(1.2 * size)
    picture = Pillow.new("RGB", (max(width, 500), height), (238, 222, 202))
    draw = ImageDraw.Draw(picture)
    draw.text((size, size // 3), heading, font=font, fill=(20, 20, 24))
    for number, text in enumerate(columns):
        x = picture.width - (2 * number + 2) * size
        for row, character in enumerate(text):
            draw.text((x, (2 + row) * round(1.2 * size)), character, font=font, fill=(20, 20, 24))
    return to_bgr(picture)


def test_columns_go_from_right_to_left() -> None:
    assert order(down("c", 40, 60), down("b", 110, 63), down("a", 180, 58)) == "abc"


def test_pieces_of_one_column_go_from_the_top_down() -> None:
    assert order(down("b", 184, 400), down("c", 110, 60), down("a", 180, 58), down("d", 110, 400)) == "abcd"


def test_columns_that_run_up_go_from_left_to_right() -> None:
    assert order(up("b", 110, 63), up("c", 180, 58), up("a", 40, 60)) == "abc"


def test_a_heading_stays_above_its_columns_and_a_line_below_them() -> None:
    assert order(across("h", 40, 10), down("b", 110, 63), down("a", 180, 58), across("f", 40, 400)) == "habf"


def test_blocks_one_below_the_other_follow_each_other() -> None:
    upper = [down("b", 110, 60), down("a", 180, 60)]
    lower = [down("d", 110, 600), down("c", 180, 600)]
    assert order(*upper, *lower) == "abcd"


def test_a_lone_column_beside_lines_changes_nothing() -> None:
    lines = [across("a", 100, 20), down("x", 20, 40), across("b", 100, 80), across("c", 100, 140)]
    assert order(*lines) == "axbc"


def test_upright_labels_of_a_table_stay_in_their_row() -> None:
    lines = [down(text, 100 * number, 50, length=80) for number, text in enumerate("abc")]
    assert order(*lines) == "abc"


def test_columns_among_more_lines_across_are_no_block() -> None:
    lines = [across(text, 90, 80 + 40 * row, length=60) for row, text in enumerate("pqrst")]
    assert order(down("a", 50, 60), down("b", 110, 60, length=40), *lines).startswith("a")


@given(st.lists(st.tuples(st.integers(0, 600), st.integers(0, 600), st.booleans()), max_size=15))
def test_no_line_is_lost(places: list[tuple[int, int, bool]]) -> None:
    lines = [(down if upended else across)("x", x, y) for x, y, upended in places]
    assert sorted(map(id, in_columns(lines))) == sorted(map(id, lines))


@pytest.mark.parametrize("size", [36, 60])
def test_vertical_chinese_is_read_in_its_order(engine: TextEngine, size: int) -> None:
    assert [line.text for line in engine.read(vertical_page(POEM, size))] == POEM


def test_vertical_chinese_below_a_heading(engine: TextEngine) -> None:
    lines = engine.read(vertical_page(POEM, heading="唐诗三首"))
    assert [line.text for line in lines] == ["唐诗三首", *POEM]


def test_columns_are_found_without_reading_them(engine: TextEngine) -> None:
    lefts = [line.quad[:, 0].min() for line in engine.read(vertical_page(POEM), recognize=False)]
    assert lefts == sorted(lefts, reverse=True)
