"""Pages made upright and flat, as far as asked for."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest

from sealstack.models.document.orientation import turn_page
from sealstack.models.document.page import PreprocessedPage
from sealstack.models.document.preprocessor import DocumentPreprocessor
from sealstack.models.runtime import RuntimeOptions
from sealstack.models.text.engine import TextEngine
from sealstack.models.values import Image
from tests.models.document.onnx_graph import model
from tests.models.text.drawing import page


@pytest.fixture(scope="module")
def preprocessor(engine: TextEngine) -> DocumentPreprocessor:
    return DocumentPreprocessor.load(engine, RuntimeOptions())


@pytest.fixture(scope="module")
def sagging() -> Image:
    """A page whose lines sag, lying on its side: it must be turned by 90 degrees."""
    upright = page(
        [("The goods are delivered in thirty days", 40, 50 + 50 * n, 26) for n in range(6)], 600, 380
    )
    x, y = np.meshgrid(np.arange(600, dtype=np.float32), np.arange(380, dtype=np.float32))
    sag = 30 * np.sin(np.pi * x / 600)
    bent = cv2.remap(upright, x, y - sag, cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    return turn_page(np.asarray(bent, np.uint8), 270)


def sag_of(image: Image) -> float:
    """How far the first line's ink in the middle lies below that at its left, pixels."""
    tops = [int(np.argmax((image[:, left : left + 60] < 128).any(axis=(1, 2)))) for left in (50, 270)]
    return float(tops[1] - tops[0])


def test_a_page_is_turned_and_then_flattened(preprocessor: DocumentPreprocessor, sagging: Image) -> None:
    result = preprocessor.process(sagging)
    assert result.angle == 90
    np.testing.assert_array_equal(result.rotated, turn_page(sagging, 90))
    assert sag_of(result.rotated) > 18
    assert abs(sag_of(result.image)) < 12


def test_without_orientation_nothing_is_turned(preprocessor: DocumentPreprocessor, sagging: Image) -> None:
    result = preprocessor.process(sagging, orientation=False, unwarping=False)
    assert result.angle == -1
    assert result.image is sagging
    assert result.rotated is sagging


def test_without_unwarping_the_turned_page_is_the_result(
    preprocessor: DocumentPreprocessor, sagging: Image
) -> None:
    result = preprocessor.process(sagging, unwarping=False)
    assert result.angle == 90
    assert result.image is result.rotated


@pytest.mark.parametrize("shape", [(1, 1, 3), (3, 900, 3), (900, 3, 3), (40, 40, 3)])
def test_pictures_of_every_shape_have_an_answer(
    preprocessor: DocumentPreprocessor, shape: tuple[int, int, int]
) -> None:
    result: PreprocessedPage = preprocessor.process(np.full(shape, 128, np.uint8))
    assert result.angle == 0
    assert result.image.shape == shape


def test_external_models_take_the_place_of_the_engine(engine: TextEngine, tmp_path: Path) -> None:
    always_180 = np.array([[0, 0, 1, 0]], np.float32)
    turning, flattening = tmp_path / "turning.onnx", tmp_path / "flattening.onnx"
    turning.write_bytes(model([("Identity", ("answer",))], {"answer": always_180}, (1, 3, 224, 224), 2))
    inverting = {"sign": np.array(-1, np.float32), "one": np.array(1, np.float32)}
    nodes = [("Mul", ("picture", "sign")), ("Add", ("1", "one"))]
    flattening.write_bytes(model(nodes, inverting, (1, 3, "h", "w"), 4))
    external = DocumentPreprocessor.load(
        engine, RuntimeOptions(), orientation_model=turning, unwarping_model=flattening
    )
    image = np.arange(60 * 40 * 3, dtype=np.uint32).reshape(60, 40, 3).astype(np.uint8)
    result = external.process(image)
    assert result.angle == 180
    np.testing.assert_array_equal(result.image, 255 - image[::-1, ::-1])
