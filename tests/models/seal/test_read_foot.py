"""The purpose below the middle, on strips lettered with the bundled font."""

import cv2
import numpy as np
import pytest
from PIL import Image as Pictures
from PIL import ImageDraw

from models import weights
from models.drawing.lettering import face
from models.runtime import RuntimeOptions
from models.seal.inquiry import answer
from models.seal.read_foot import read_foot
from models.text.recognizer import Recognizer
from models.values import Image, SealText

SIDE, RADIUS = 416, 190.0


def upright_seal(purpose: str, printed_across: str = "") -> Image:
    """A ring at its own upright, a line below its middle, print crossing it aslant."""
    picture = np.full((SIDE, SIDE, 3), 255, np.uint8)
    cv2.circle(picture, (SIDE // 2, SIDE // 2), round(RADIUS), (40, 40, 220), 6)
    sheet = Pictures.fromarray(picture)
    draw = ImageDraw.Draw(sheet)
    draw.text((SIDE / 2, SIDE / 2 + 0.54 * RADIUS), purpose, (40, 40, 220), face(46), anchor="mm")
    if printed_across:
        layer = Pictures.new("L", sheet.size, 0)
        ImageDraw.Draw(layer).text((SIDE / 2, SIDE / 2 + 60), printed_across, 255, face(22), anchor="mm")
        sheet.paste((20, 20, 20), mask=layer.rotate(55))
    return np.asarray(sheet, dtype=np.uint8)


def foot_of(
    plain: Image, own: Image | None, recognizer: Recognizer, *, among_print: bool = False
) -> SealText | None:
    return answer([read_foot(plain, own, RADIUS, among_print=among_print)], recognizer)[0]


@pytest.fixture(scope="module")
def recognizer() -> Recognizer:
    return Recognizer.load(weights.seal_recognizer(), RuntimeOptions("cpu", 1))


def test_the_purpose_is_read_where_it_stands(recognizer: Recognizer) -> None:
    text = foot_of(upright_seal("财务专用章"), None, recognizer)
    assert text is not None
    assert text.text == "财务专用章"
    left, right = text.polygon[:, 0].min(), text.polygon[:, 0].max()
    assert SIDE / 2 - 150 < left < SIDE / 2 - 90
    assert SIDE / 2 + 90 < right < SIDE / 2 + 150


def test_print_across_it_does_not_hide_it(recognizer: Recognizer) -> None:
    text = foot_of(upright_seal("合同专用章", "二〇二四年六月三十日"), None, recognizer)
    assert text is not None
    assert text.text == "合同专用章"


def test_a_seal_without_a_purpose_has_none(recognizer: Recognizer) -> None:
    assert foot_of(upright_seal(""), None, recognizer) is None


def test_a_line_that_is_not_in_the_ink_of_the_seal_is_print(recognizer: Recognizer) -> None:
    nothing = np.full((SIDE, SIDE, 3), 255, np.uint8)
    assert foot_of(upright_seal("财务专用章"), nothing, recognizer, among_print=True) is None


def test_in_a_grey_seal_a_line_with_paper_about_it_is_its_own(recognizer: Recognizer) -> None:
    text = foot_of(upright_seal("财务专用章"), None, recognizer, among_print=True)
    assert text is not None
    assert text.text == "财务专用章"


def test_in_a_grey_seal_a_line_that_goes_on_to_the_rim_is_print(recognizer: Recognizer) -> None:
    line = upright_seal("本合同财务专用章一式两份")
    assert foot_of(line, None, recognizer, among_print=True) is None
