"""Cells are read by the recognizer of seals, on pictures drawn with the bundled font."""

from collections.abc import Sequence
from dataclasses import replace

import cv2
import numpy as np
import pytest

from bench.generator.fonts import available_faces
from bench.generator.glyphs import glyph
from models.runtime import RuntimeOptions
from models.seal.flat_frame import Flat
from models.seal.read_cells import read_cells
from models.text.recognizer import Recognizer
from models.values import Image
from models.weights import seal_recognizer

CELL = 96


@pytest.fixture(scope="module")
def recognizer() -> Recognizer:
    return Recognizer.load(seal_recognizer(), RuntimeOptions("cpu", 1))


def stamped(columns: Sequence[str], lines: int = 1) -> Flat:
    """Columns from the left within a frame of one or two lines."""
    face = available_faces(bundled_only=True)[0]
    cells = [np.vstack([glyph(face, character, CELL) for character in column]) for column in columns]
    height = max(len(cell) for cell in cells)
    mask = np.hstack([cv2.resize(cell, (CELL, height), interpolation=cv2.INTER_AREA) for cell in cells])
    for margin in (10, 8)[:lines]:
        mask = cv2.copyMakeBorder(mask, *[margin] * 4, cv2.BORDER_CONSTANT, value=0)
        mask = cv2.copyMakeBorder(mask, 4, 4, 4, 4, cv2.BORDER_CONSTANT, value=255)
    picture: Image = np.repeat(255 - mask[..., None], 3, axis=2).astype(np.uint8)
    height, width = mask.shape
    outline = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    return Flat((picture, picture), np.eye(3), outline)


def read(flat: Flat, recognizer: Recognizer) -> str | None:
    found = read_cells(flat, (0, 1, 3, 2), recognizer)
    return None if found is None else found.text


def test_columns_are_read_from_the_right(recognizer: Recognizer) -> None:
    assert read(stamped(["之印", "王明"]), recognizer) == "王明之印"


def test_a_single_character_may_fill_the_first_column(recognizer: Recognizer) -> None:
    assert read(stamped(["国平", "李"]), recognizer) == "李国平"


def test_a_name_seal_is_read_however_it_lies(recognizer: Recognizer) -> None:
    assert read(stamped(["之印", "王明"]).turned(1), recognizer) == "王明之印"


@pytest.mark.parametrize("lines", [1, 2])
def test_a_long_column_is_read_within_one_or_two_lines(lines: int, recognizer: Recognizer) -> None:
    assert read(stamped(["上海市人民医院"], lines), recognizer) == "上海市人民医院"


def test_a_wide_frame_upright_has_no_columns(recognizer: Recognizer) -> None:
    assert read_cells(stamped(["大", "小", "山", "水"]), (0, 2), recognizer) is None


def test_a_long_column_is_read_though_one_character_is_worn_away(recognizer: Recognizer) -> None:
    flat = stamped(["上海市第一人民医院"])
    worn = flat.pictures[0].copy()
    worn[110:200, 24:-24] = 255  # the second character
    assert read(replace(flat, pictures=(worn, worn)), recognizer) == "上市第一人民医院"
