"""Which way up a page stands."""

from __future__ import annotations

import json
from pathlib import Path

import cv2
import numpy as np
import pytest

from bench.generator.sample import make_sample
from sealstack.models.document.orientation import OrientationFinder, turn_page
from sealstack.models.text.engine import TextEngine
from sealstack.models.values import Image
from tests.models.text.drawing import page

REAL = Path(__file__).parents[4] / "shared" / "data" / "real"

ENGLISH = [
    ("Terms of delivery and payment", 60, 40, 34),
    ("The supplier delivers the goods within thirty days", 60, 110, 24),
    ("of the signing of this contract, at its own expense.", 60, 150, 24),
    ("Payment is due ten days after acceptance.", 60, 190, 24),
]


@pytest.fixture(scope="module")
def finder(engine: TextEngine) -> OrientationFinder:
    return OrientationFinder(engine)


@pytest.mark.parametrize("angle", [0, 90, 180, 270])
@pytest.mark.parametrize("kind", ["contract", "english"])
def test_a_turned_page_is_known_by_its_print(finder: OrientationFinder, kind: str, angle: int) -> None:
    upright = make_sample()[0] if kind == "contract" else page(ENGLISH, 800, 260)
    turned_clockwise = turn_page(upright, (360 - angle) % 360)
    assert finder.find(turned_clockwise) == angle


def test_a_single_short_line_is_enough(finder: OrientationFinder) -> None:
    assert finder.find(turn_page(page([("交货日期六月一日", 40, 30, 36)], 420, 100), 90)) == 270


@pytest.mark.parametrize("shape", [(1, 1, 3), (300, 400, 3), (30, 900, 3)])
def test_a_page_without_text_stays(finder: OrientationFinder, shape: tuple[int, int, int]) -> None:
    assert finder.find(np.full(shape, 230, np.uint8)) == 0


def test_noise_stays(finder: OrientationFinder) -> None:
    noise = np.random.default_rng(3).integers(0, 255, (400, 300, 3)).astype(np.uint8)
    assert finder.find(noise) == 0


@pytest.mark.parametrize("shape", [(1, 1), (3, 5000), (5000, 3)])
def test_pictures_of_every_shape_have_an_answer(finder: OrientationFinder, shape: tuple[int, int]) -> None:
    assert finder.find(np.full((*shape, 3), 255, np.uint8)) == 0


def test_what_is_no_picture_is_refused(finder: OrientationFinder) -> None:
    with pytest.raises(ValueError, match="a picture is"):
        finder.find(np.zeros((10, 10), np.uint8))


@pytest.mark.parametrize("angle", [0, 90, 180, 270])
def test_a_page_is_turned_anticlockwise(angle: int) -> None:
    image: Image = np.arange(24, dtype=np.uint8).reshape(2, 4, 3)
    turned = turn_page(image, angle)
    corner = {0: image[0, 0], 90: image[0, -1], 180: image[-1, -1], 270: image[-1, 0]}[angle]
    np.testing.assert_array_equal(turned[0, 0], corner)


@pytest.mark.skipif(not REAL.is_dir(), reason="needs what lies beside the project: real")
def test_real_pages_are_turned_upright(finder: OrientationFinder) -> None:
    labels = json.loads((REAL / "labels.json").read_text(encoding="utf-8"))
    records = [record for record in labels if record["task"] == "orientation"]
    told = {record["id"]: finder.find(_picture(record["file"])) for record in records}
    assert told == {record["id"]: record["truth"]["angle_cw"] for record in records}


@pytest.mark.skipif(not REAL.is_dir(), reason="needs what lies beside the project: real")
@pytest.mark.parametrize("name", ["seal_sealhacker.jpg", "seal_px_demo.png"])
@pytest.mark.parametrize("angle", [0, 90, 180, 270])
def test_a_stamp_alone_is_known_by_its_one_straight_line(
    finder: OrientationFinder, name: str, angle: int
) -> None:
    turned_clockwise = turn_page(_picture(f"images/{name}"), (360 - angle) % 360)
    assert finder.find(turned_clockwise) == angle


def _picture(name: str) -> Image:
    return np.asarray(cv2.imread(str(REAL / name)), np.uint8)
