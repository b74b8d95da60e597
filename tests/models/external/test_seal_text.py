"""Detectors of text in seals of others: from a map of probabilities to polygons, and to texts."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest

from sealstack.models.external.bands import straightened
from sealstack.models.external.seal_models import SealModels
from sealstack.models.external.seal_text import SealTextDetector, TextSearch, unclipped
from sealstack.models.runtime import RuntimeOptions
from sealstack.models.values import Image
from tests.models.external.graphs import write_layout, write_seal_text
from tests.models.text.drawing import page

OPTIONS = RuntimeOptions(device="cpu", threads=1)
PLAIN = TextSearch(limit_side_len=320, unclip_ratio=0.0)


@pytest.fixture
def detector(tmp_path: Path) -> SealTextDetector:
    return SealTextDetector.load(write_seal_text(tmp_path / "seal_det.onnx"), OPTIONS)


def arc(grey: int = 0) -> Image:
    """A dark band from the left over the top to the right, 320 x 320 pixels."""
    image = np.full((320, 320, 3), 255, np.uint8)
    cv2.ellipse(image, (160, 180), (110, 110), 0, 200, 340, (grey, grey, grey), 30)
    return image


def test_a_bent_line_is_one_polygon_that_bends_with_it(detector: SealTextDetector) -> None:
    [(polygon, score)] = detector.detect(arc(), PLAIN)
    assert score > 0.95
    radii = np.linalg.norm(polygon - [160, 180], axis=1)
    assert radii.min() == pytest.approx(95, abs=3)
    assert radii.max() == pytest.approx(125, abs=4)
    assert not cv2.pointPolygonTest(polygon, (160, 180), False) > 0


def test_polygons_are_in_pixels_of_the_picture_whatever_is_shown(detector: SealTextDetector) -> None:
    for size, kind in ((640, "min"), (160, "max")):
        search = TextSearch(limit_side_len=size, limit_type=kind, unclip_ratio=0.0)
        [(polygon, _)] = detector.detect(arc(), search)
        assert np.linalg.norm(polygon - [160, 180], axis=1).max() == pytest.approx(125, abs=5)


def test_thresholds_are_of_pixels_and_of_lines(detector: SealTextDetector) -> None:
    faint = arc(150)  # a probability of 0.41
    assert len(detector.detect(faint, TextSearch(320, box_thresh=0.3))) == 1
    assert detector.detect(faint, TextSearch(320, box_thresh=0.6)) == []
    assert detector.detect(faint, TextSearch(320, thresh=0.5, box_thresh=0.0)) == []


def test_lines_grow_by_area_and_perimeter() -> None:
    square = np.array([[0, 0], [40, 0], [40, 40], [0, 40]], np.int32)
    grown = unclipped(square, 0.5)  # by 1600 * 0.5 / 160 = 5
    assert grown is not None
    assert grown.min() == pytest.approx(-5, abs=0.5)
    assert grown.max() == pytest.approx(45, abs=0.5)


def test_a_blank_seal_has_no_lines(detector: SealTextDetector) -> None:
    assert detector.detect(np.full((50, 900, 3), 255, np.uint8)) == []


def test_a_straight_line_is_cut_out_once() -> None:
    band = np.array([[20, 20], [220, 20], [220, 50], [20, 50]], np.float32)
    [strip] = straightened(np.zeros((100, 300, 3), np.uint8), band)
    assert strip.pixels.shape[1] == pytest.approx(200, abs=3)
    assert strip.radius == 0


def test_a_bent_line_is_unrolled_clockwise_with_heads_outward_first(detector: SealTextDetector) -> None:
    image = arc()
    cv2.circle(image, (160 - 103, 180 - 38), 12, (0, 0, 255), -1)  # at the left end
    [(polygon, _)] = detector.detect(arc(), PLAIN)
    outward, inward = straightened(image, polygon)
    assert (outward.inward, inward.inward) == (False, True)
    assert outward.radius == pytest.approx(110, abs=3)
    places = [np.argwhere(strip.pixels[..., 2] > 128)[:, 1].mean() for strip in (outward, inward)]
    width = outward.pixels.shape[1]
    assert places[0] < 0.2 * width
    assert places[1] > 0.8 * width


def test_lines_are_read(tmp_path: Path) -> None:
    models = SealModels.load(OPTIONS, layout=None, text=write_seal_text(tmp_path / "seal_det.onnx"))
    # white print on a dark band, which the network takes for a line
    image = 255 - page([("合同专用章", 30, 24, 36)], 260, 90)
    image[:12] = image[78:] = 255
    texts = models.read_texts(np.asarray(image, np.uint8), TextSearch(box_thresh=0.4))
    assert texts is not None
    assert [text.text for text in texts] == ["合同专用章"]
    assert models.find_parts(image, None) is None  # type: ignore[arg-type]


def test_a_model_of_another_kind_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="takes one picture, not image, scale_factor"):
        SealTextDetector.load(write_layout(tmp_path / "m.onnx", []), OPTIONS)


def test_no_side_is_shown_longer_than_the_limit(detector: SealTextDetector) -> None:
    [(polygon, _)] = detector.detect(arc(), TextSearch(320, max_side_limit=32, unclip_ratio=0.0))
    # every corner lies on a pixel of a picture of 32 x 32
    assert np.all(polygon % 10 == 0)
