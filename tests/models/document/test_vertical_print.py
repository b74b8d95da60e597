"""Pages of vertical Chinese are not taken for pages that lie on their side."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest

from bench.generator.sample import make_sample
from sealstack.models.document.orientation import OrientationFinder, turn_page
from sealstack.models.document.preprocessor import DocumentPreprocessor
from sealstack.models.document.vertical_print import is_vertical_print
from sealstack.models.runtime import RuntimeOptions
from sealstack.models.text.detection.crop import crop_line
from sealstack.models.text.engine import TextEngine
from tests import needs
from tests.models.text.drawing import line
from tests.models.text.order.test_columns import POEM, vertical_page

MADE = Path(__file__).parents[4] / "shared" / "data" / "made" / "columns.png"


@pytest.mark.parametrize("size", [36, 60])
@pytest.mark.parametrize("angle", [0, 90, 180, 270])
def test_a_page_of_columns_is_turned_until_its_characters_stand(
    engine: TextEngine, angle: int, size: int
) -> None:
    page = turn_page(vertical_page(POEM, size), (360 - angle) % 360)
    assert OrientationFinder(engine).find(page) == angle


def test_columns_below_a_heading_stay(engine: TextEngine) -> None:
    assert OrientationFinder(engine).find(vertical_page(POEM, heading="唐诗三首")) == 0


def test_preprocessing_hands_a_page_of_columns_on_as_it_is(engine: TextEngine) -> None:
    page = vertical_page(POEM)
    processed = DocumentPreprocessor.load(engine, RuntimeOptions("cpu", 1)).process(page, unwarping=False)
    assert processed.angle == 0
    np.testing.assert_array_equal(processed.image, page)


def test_characters_that_stand_are_no_columns(engine: TextEngine) -> None:
    strips = [line("甲方在合同签订后"), line("乙方应当提供发票"), line("保证期为十二个月")]
    assert not is_vertical_print(strips, engine.recognizer)
    assert not is_vertical_print([line("Terms of delivery"), line("on the day")], engine.recognizer)


def test_columns_turned_a_quarter_are_vertical_print(engine: TextEngine) -> None:
    page = vertical_page(POEM)
    strips = [crop_line(page, quad)[0] for quad, _ in engine.detector.detect(page)]
    assert is_vertical_print(strips, engine.recognizer)


def test_traditional_characters_stay_upright_too(engine: TextEngine) -> None:
    picture = cv2.imread(str(needs.beside_the_project(MADE)))
    assert OrientationFinder(engine).find(picture) == 0


def test_a_contract_on_its_side_is_still_turned(engine: TextEngine) -> None:
    assert OrientationFinder(engine).find(turn_page(make_sample()[0], 90)) == 270
