"""Frames are read by the real networks, on pictures drawn with the bundled font."""

from collections.abc import Sequence

import cv2
import numpy as np
import pytest

from bench.generator.fonts import available_faces
from bench.generator.glyphs import glyph
from bench.generator.scenes import make_scene
from sealstack.models.seal import SealReader
from sealstack.models.values import Image, Seal

CELL = 64
RED = (50, 40, 200)


def stamp(lines: Sequence[str]) -> Image:
    """Lines of one length in a frame, in the middle of white paper."""
    face = available_faces(bundled_only=True)[0]
    rows = [np.hstack([glyph(face, character, CELL) for character in line]) for line in lines]
    mask = cv2.copyMakeBorder(np.vstack(rows), *[18] * 4, cv2.BORDER_CONSTANT, value=0)
    line = cv2.copyMakeBorder(mask, *[7] * 4, cv2.BORDER_CONSTANT, value=255)
    mask = cv2.copyMakeBorder(line, *[80] * 4, cv2.BORDER_CONSTANT, value=0)
    share = mask[..., None] / 255.0
    return np.asarray(255 * (1 - share) + np.array(RED) * share, np.uint8)


def turned(image: Image, degrees: float) -> Image:
    height, width = image.shape[:2]
    side = int(np.hypot(height, width))
    warp = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    warp[:, 2] += [(side - width) / 2, (side - height) / 2]
    return np.asarray(cv2.warpAffine(image, warp, (side, side), borderValue=(255, 255, 255)), np.uint8)


def grey(image: Image) -> Image:
    return np.asarray(cv2.cvtColor(cv2.cvtColor(image, cv2.COLOR_BGR2GRAY), cv2.COLOR_GRAY2BGR), np.uint8)


def only(seals: Sequence[Seal]) -> Seal:
    (seal,) = seals
    return seal


@pytest.mark.parametrize("degrees", [0, 90, 180, -30])
def test_lines_are_read_however_the_stamp_is_turned(reader: SealReader, degrees: float) -> None:
    image = turned(stamp(["上海明德中学", "图书室专用章"]), degrees)
    assert only(reader.read(image)).body == "上海明德中学图书室专用章"


def test_two_characters_beside_each_other_are_read_from_the_left(reader: SealReader) -> None:
    assert only(reader.read(stamp(["作废"]))).body == "作废"


def test_long_lines_in_a_nearly_square_frame_are_no_columns(reader: SealReader) -> None:
    lines = ["上海市明德", "中学教务处", "图书室印章"]
    assert only(reader.read(stamp(lines))).body == "".join(lines)


@pytest.mark.parametrize(("seed", "name"), [(3012, "黄秀私印"), (3016, "汤梅凤"), (3063, "苏忠之印")])
def test_a_name_in_white_on_ink_is_read_in_columns(reader: SealReader, seed: int, name: str) -> None:
    scene = make_scene(seed, "easy", "crop", shape="rectangle", bundled_only=True)
    assert only(reader.read(scene.image)).body == name


def test_a_name_seal_stamped_on_its_corner_is_read_in_columns(reader: SealReader) -> None:
    assert only(reader.read(turned(stamp(["之王", "印明"]), 40))).body == "王明之印"


def test_a_stamp_on_a_grey_copy_crossed_by_a_line_is_read(reader: SealReader) -> None:
    image = grey(turned(stamp(["现金收讫"]), 12))
    cv2.line(image, (0, 120), (image.shape[1], 120), (40, 40, 40), 2)
    assert only(reader.read(image)).body == "现金收讫"
