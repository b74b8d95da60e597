"""Layout detectors of others: what is shown to them, and what becomes of what they find."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from sealstack.models.external.layout import LayoutBox, LayoutDetector, LayoutSearch
from sealstack.models.runtime import RuntimeOptions
from tests.models.external.graphs import write_layout, write_seal_text

OPTIONS = RuntimeOptions(device="cpu", threads=1)
PAGE = np.full((300, 200, 3), 255, np.uint8)
SEAL, TEXT = 16, 2
ALL = LayoutSearch(threshold=0.0, suppress=False, merging="union")


def found(tmp_path: Path, rows: list[list[float]], search: LayoutSearch) -> list[LayoutBox]:
    detector = LayoutDetector.load(write_layout(tmp_path / "layout.onnx", rows), OPTIONS)
    return detector.detect(PAGE, search)


@pytest.mark.parametrize("transformer", [False, True])
def test_boxes_are_in_pixels_of_the_page(tmp_path: Path, transformer: bool) -> None:
    file = write_layout(tmp_path / "m.onnx", [[SEAL, 0.9, 0.5, 0.1, 0.75, 0.2]], transformer=transformer)
    [box] = LayoutDetector.load(file, OPTIONS).detect(PAGE)
    assert box.corners == pytest.approx((100, 30, 150, 60), abs=0.01)
    assert (box.class_id, box.label, box.is_seal) == (16, "seal", True)
    assert box.score == pytest.approx(0.9)


def test_the_surest_come_first_and_doubtful_ones_are_left_out(tmp_path: Path) -> None:
    rows = [[SEAL, 0.4, 0, 0, 0.2, 0.2], [TEXT, 0.7, 0, 0.5, 1, 0.6], [SEAL, 0.8, 0.5, 0.5, 0.9, 0.9]]
    boxes = found(tmp_path, rows, LayoutSearch())
    assert [(box.class_id, round(box.score, 1)) for box in boxes] == [(SEAL, 0.8), (TEXT, 0.7)]


def test_a_threshold_may_be_that_of_one_class(tmp_path: Path) -> None:
    rows = [[SEAL, 0.2, 0, 0, 0.2, 0.2], [TEXT, 0.4, 0, 0.5, 1, 0.6]]
    boxes = found(tmp_path, rows, LayoutSearch(threshold={SEAL: 0.1}))
    assert [box.class_id for box in boxes] == [SEAL]


OVERLAPPING = [[SEAL, 0.9, 0.1, 0.1, 0.5, 0.5], [SEAL, 0.8, 0.12, 0.1, 0.52, 0.5]]


def test_of_boxes_over_each_other_the_surest_stays(tmp_path: Path) -> None:
    assert [round(box.score, 1) for box in found(tmp_path, OVERLAPPING, LayoutSearch())] == [0.9]
    assert len(found(tmp_path, OVERLAPPING, ALL)) == 2


NESTED = [[SEAL, 0.9, 0.0, 0.0, 0.8, 0.8], [SEAL, 0.8, 0.1, 0.1, 0.3, 0.3]]


@pytest.mark.parametrize(
    ("merging", "scores"),
    [("large", [0.9]), ("small", [0.8]), ("union", [0.9, 0.8]), ({SEAL: "small"}, [0.8])],
)
def test_boxes_inside_others_are_merged_as_asked(
    tmp_path: Path, merging: str | dict[int, str], scores: list[float]
) -> None:
    boxes = found(tmp_path, NESTED, LayoutSearch(merging=merging))
    assert [round(box.score, 1) for box in boxes] == scores


def test_boxes_grow_about_their_middles_and_stay_on_the_page(tmp_path: Path) -> None:
    rows = [[SEAL, 0.9, 0.4, 0.4, 0.6, 0.6], [SEAL, 0.8, 0.0, 0.0, 0.2, 0.2]]
    first, second = found(tmp_path, rows, LayoutSearch(growth={SEAL: (2.0, 1.5)}))
    assert first.corners == pytest.approx((60, 105, 140, 195), abs=0.01)
    assert second.corners == pytest.approx((0, 0, 60, 75), abs=0.01)


def test_a_page_without_parts_has_none(tmp_path: Path) -> None:
    assert found(tmp_path, [], LayoutSearch()) == []


def test_the_description_beside_the_file_names_the_classes(tmp_path: Path) -> None:
    (tmp_path / "inference.yml").write_text("label_list: [image, table, seal]\n", encoding="utf-8")
    [box] = found(tmp_path, [[2, 0.9, 0, 0, 0.5, 0.5]], LayoutSearch())
    assert box.is_seal


def test_a_model_of_three_classes_is_known_by_its_name(tmp_path: Path) -> None:
    file = write_layout(tmp_path / "PicoDet-S_layout_3cls.onnx", [[2, 0.9, 0, 0, 0.5, 0.5]])
    [box] = LayoutDetector.load(file, OPTIONS).detect(PAGE)
    assert box.is_seal


@pytest.mark.parametrize("text", ["label_list: [image, table]\n", "Preprocess: [1]\n", "a: [\n"])
def test_a_description_that_will_not_do_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "inference.yml").write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=r"knows no seals|cannot be understood"):
        found(tmp_path, [], LayoutSearch())


def test_a_model_of_another_kind_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="a layout model takes `image`"):
        LayoutDetector.load(write_seal_text(tmp_path / "m.onnx"), OPTIONS)
    (tmp_path / "no.onnx").write_bytes(b"no model")
    with pytest.raises(ValueError, match="not a usable ONNX model"):
        LayoutDetector.load(tmp_path / "no.onnx", OPTIONS)
    with pytest.raises(FileNotFoundError):
        LayoutDetector.load(tmp_path / "nowhere.onnx", OPTIONS)
