"""RapidOCR, with the same models, is the oracle: boxes and texts agree with its own."""

from __future__ import annotations

import json
from collections.abc import Iterator
from difflib import SequenceMatcher
from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from sealstack.models.geometry.quads import clockwise
from sealstack.models.text.detection.picture_size import shown_size
from sealstack.models.text.engine import TextEngine
from sealstack.models.values import Image, TextLine
from tests.models.text import drawing

pytestmark = pytest.mark.slow

rapidocr = pytest.importorskip("rapidocr")

REAL = Path(__file__).resolve().parents[4] / "shared" / "data" / "real"
REAL_PICTURES = 4

Answer = list[tuple[NDArray[np.float32], str]]

CONTRACT = [
    ("房屋租赁合同", 330, 40, 44),
    ("出租方（甲方）：杭州明月科技有限公司", 60, 130, 26),
    ("一、租赁期限自2024年3月1日起至2027年2月28日止。", 60, 250, 24),
    ("二、每月租金人民币12,500.00元，按季度支付。", 60, 300, 24),
    ("Signed in duplicate, each party keeps one copy.", 60, 410, 22),
    ("签字", 120, 480, 30),
    ("日期：2024-03-01", 560, 483, 28),
]
TABLE = [
    (text, 40 + 130 * column, 40 + 62 * row, 22)
    for row, cells in enumerate(
        [
            ("名称", "数量", "单价", "金额"),
            ("打印纸", "20", "18.50", "370.00"),
            ("签字笔", "100", "2.00", "200.00"),
            ("合计", "135", "", "672.00"),
        ]
    )
    for column, text in enumerate(cells)
    if text
]


def drawn() -> Iterator[tuple[str, Image]]:
    """Pictures of many kinds: sizes, directions, colours, forms, noise."""
    contract = drawing.page(CONTRACT, 900, 560)
    yield "table", drawing.page(TABLE, 560, 340)
    large = [(text, x * 2, y * 2, size * 2) for text, x, y, size in CONTRACT[:4]]
    yield "large", drawing.page(large, 1660, 760)  # larger than what is enlarged first
    yield "on its head", np.asarray(cv2.rotate(contract, cv2.ROTATE_180), dtype=np.uint8)
    yield "slanted, inverted", slanted(255 - contract, 7)
    yield "short line", drawing.line("合格证", size=60, margin=20)
    yield "flat", drawing.line("请将本联交付款方作为付款凭证", size=16, margin=3)
    yield "noisy", noisy(contract)


def slanted(picture: Image, degrees: float) -> Image:
    height, width = picture.shape[:2]
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 0.9)
    return np.asarray(
        cv2.warpAffine(picture, turn, (width, height), borderValue=(255, 255, 255)), dtype=np.uint8
    )


def noisy(picture: Image) -> Image:
    noise = np.random.default_rng(11).normal(0, 12, picture.shape)
    blurred = cv2.GaussianBlur(picture, (0, 0), 0.8).astype(np.float64) + noise
    _, data = cv2.imencode(".jpg", np.clip(blurred, 0, 255).astype(np.uint8), [cv2.IMWRITE_JPEG_QUALITY, 50])
    return np.asarray(cv2.imdecode(data, cv2.IMREAD_COLOR), dtype=np.uint8)


def real() -> Iterator[tuple[str, Image]]:
    """Those real pictures about text lines that the detector sees at the smallest size."""
    records = json.loads((REAL / "labels.json").read_text(encoding="utf-8"))
    files = {
        record.get(key)
        for record in records
        if record["task"] in ("ocr", "template", "orientation")
        for key in ("file", "template_file", "query_file")
    } - {None}
    pictures = [(name, cv2.imread(str(REAL / name))) for name in sorted(files)]
    pictures.sort(key=lambda entry: pixels_shown(entry[1]))
    for name, picture in pictures[:REAL_PICTURES]:
        yield name, np.asarray(picture, dtype=np.uint8)


def pixels_shown(picture: Image) -> int:
    size = shown_size(*picture.shape[:2])
    return size.height * size.width


@pytest.fixture(scope="module")
def oracle() -> object:
    return rapidocr.RapidOCR(
        params={
            "Global.log_level": "error",
            "EngineConfig.onnxruntime.intra_op_num_threads": 1,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
        }
    )


def ask(oracle: object, picture: Image) -> Answer:
    answer = oracle(picture)  # type: ignore[operator]
    if answer.boxes is None:
        return []
    return [(np.asarray(box, np.float32), text) for box, text in zip(answer.boxes, answer.txts, strict=True)]


def text_similarity(lines: list[TextLine], answer: Answer) -> float:
    # here spaces are kept that the oracle loses, and lines that run down the page have another order
    ours = "\n".join(sorted(line.text for line in lines)).replace(" ", "")
    theirs = "\n".join(sorted(text for _, text in answer)).replace(" ", "")
    return SequenceMatcher(None, ours, theirs, autojunk=False).ratio()


def best_overlap(box: NDArray[np.float32], lines: list[TextLine]) -> float:
    """Intersection over union with the line that fits best."""
    best = 0.0
    for line in lines:
        quad = clockwise(line.quad)
        shared, _ = cv2.intersectConvexConvex(box, quad)
        union = cv2.contourArea(box) + cv2.contourArea(quad) - shared
        best = max(best, float(shared / union))
    return best


def compare(engine: TextEngine, oracle: object, pictures: Iterator[tuple[str, Image]]) -> None:
    similarities: dict[str, float] = {}
    overlaps: list[float] = []
    ours = theirs = 0
    for name, picture in pictures:
        lines, answer = engine.read(picture), ask(oracle, picture)
        similarities[name] = text_similarity(lines, answer)
        overlaps += [best_overlap(box, lines) for box, _ in answer]
        ours, theirs = ours + len(lines), theirs + len(answer)
    assert theirs > 0
    assert abs(ours - theirs) <= 0.02 * theirs
    assert np.mean(list(similarities.values())) >= 0.99, similarities
    assert np.mean(overlaps) >= 0.97
    assert np.mean(np.array(overlaps) >= 0.7) >= 0.98


def test_drawn_pictures(engine: TextEngine, oracle: object) -> None:
    compare(engine, oracle, drawn())


@pytest.mark.skipif(not REAL.is_dir(), reason="needs what lies beside the project: real")
def test_real_pictures(engine: TextEngine, oracle: object) -> None:
    compare(engine, oracle, real())


def test_a_strip_is_read_as_the_oracle_reads_it(engine: TextEngine, oracle: object) -> None:
    for text in ("合同专用章", "Invoice No. 20240815", "杭州明月科技有限公司"):
        strip = drawing.line(text)
        answer = oracle(strip, use_det=False, use_cls=False, use_rec=True)  # type: ignore[operator]
        (reading,) = engine.recognizer.read([strip])
        assert (reading.text,) == tuple(answer.txts)
        assert reading.score == pytest.approx(answer.scores[0], abs=0.02)
