"""The sample picture that travels with the package: the lower half of a contract, sealed and signed."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from bench.generator import poses
from bench.generator.curves import rectangle_outline
from bench.generator.degradations import Degradation, degrade
from bench.generator.design import Design, Ring
from bench.generator.designs.rims import frame
from bench.generator.emblems import star
from bench.generator.fonts import available_faces
from bench.generator.ink import Inking
from bench.generator.layouts.canvas import Canvas
from bench.generator.paper import bare_paper
from bench.generator.pressing import press, truth_of
from bench.generator.seals import SealSpec, draw_seal
from bench.generator.truth import PathKind, SealTruth
from bench.generator.typography import set_column, set_line, set_on_arc

SEED = 20_240_601
UNIT = 7.09  # pixels a millimetre: 180 dpi
COMPANY = "海州市青禾软件有限公司"
PURPOSE = "合同专用章"
SERIAL = "3207011024816"
PERSON = "林志远"
CLAUSES = (
    "第五条　乙方应当自本合同生效之日起三十日内交付全部软件及其文档，并派工程师到场安装调试。",
    "第六条　甲方在验收合格后十个工作日内，凭乙方开具的发票支付合同价款的百分之九十五。",
    "第七条　质量保证期为十二个月。保证期内出现故障的，乙方在接到通知后二十四小时内答复。",
    "第八条　一方违约的，应当赔偿对方因此受到的损失；双方发生争议时，协商解决。",
    "第九条　本合同一式两份，双方各执一份，自双方签字盖章之日起生效。",
)


def make_sample() -> tuple[NDArray[np.uint8], tuple[SealTruth, ...]]:
    """Draw the sample.

    Returns:
        The picture, `(H, W, 3)` uint8 BGR, always the same, and the truth of its two seals.
    """
    rng = np.random.default_rng(SEED)
    canvas = _printed(rng)
    height, width = canvas.sheet.shape[:2]
    paper = bare_paper(rng, (height, width), np.full(3, 0.985, np.float32), 0.25)
    picture = cv2.multiply(paper, canvas.sheet, scale=1 / 255, dtype=cv2.CV_32F)
    impressions = []
    for design, x, y, millimetres, angle in (
        (_company_seal(), 151.0, 108.0, 42.0, -4.0),
        (_name_seal(), 185.0, 106.0, 18.0, 2.0),
    ):
        spec = SealSpec(colour="red", inking=Inking(0.97, 0.1, 0.01, 0.12, 0.25), bundled_only=True)
        radius = millimetres / 2 * UNIT
        drawing = draw_seal(rng, spec, scale=radius * 1.2, design=design)
        impressions.append(press(picture, drawing, poses.similarity(x * UNIT, y * UNIT, radius, angle)))
    image = degrade(np.asarray(picture, np.float32), Degradation(blur=0.45, light=0.04, noise=0.006), rng)
    return image, tuple(truth_of(impression) for impression in impressions)


def write_sample(path: Path) -> int:
    """Draw the sample into a JPEG file and say how many bytes it takes."""
    image, _ = make_sample()
    path.parent.mkdir(parents=True, exist_ok=True)
    if not cv2.imwrite(str(path), image, [cv2.IMWRITE_JPEG_QUALITY, 82]):
        raise OSError(f"cannot write {path}")
    return path.stat().st_size


def _printed(rng: np.random.Generator) -> Canvas:
    """The page's print."""
    canvas = Canvas(210, 150, UNIT, rng, bundled_only=True)
    y = 16.0
    for clause in CLAUSES:
        for start in range(0, len(clause), 37):
            canvas.text(24, y, clause[start : start + 37], 4.3)
            y += 7.0
    top = 84.0
    for x, letter, name in ((24.0, "甲", "临江市博文中学"), (112.0, "乙", COMPANY)):
        canvas.text(x, top, f"{letter}方（盖章）：{name}", 4.3)
        canvas.text(x, top + 12, "地　　址：", 4.3)
        canvas.text(x, top + 24, "法定代表人：", 4.3)
        canvas.text(x, top + 36, "联系电话：", 4.3)
        canvas.text(x, top + 50, "日　　期：二〇二四年六月一日", 4.3)
    canvas.text(46, top + 12, "临江市学府路十八号", 4.3)
    canvas.text(46, top + 36, "0518-8888 6666", 4.3)
    return canvas


def _company_seal() -> Design:
    """The round seal with its purpose and serial number."""
    face = available_faces(bundled_only=True)[0]
    title = set_on_arc(COMPANY, face, (0.76, 0.76), 0.27, 0.22, 212, of_body=True)
    purpose = set_line(PURPOSE, face, (0.0, 0.5), 0.2, 0.17, 0.19)
    serial = set_on_arc(SERIAL, face, (0.855, 0.855), 0.09, 0.12, 72, kind=PathKind.ARC_LOWER, bold=0.02)
    return Design("round", (1.0, 1.0), (Ring(0.975, 0.975, 0.05), *star(0.29)), (title, purpose, serial))


def _name_seal() -> Design:
    """The square seal: the surname in the right column, the given name in the left one."""
    face = available_faces(bundled_only=True)[0]
    drawing, _ = frame(np.random.default_rng(0), rectangle_outline(1, 1), double=0.0, thickness=0.07)
    right = set_column(PERSON[0], face, (0.43, 0.0), 1.6, 0.78, 1.6, of_body=True, bold=0.01)
    left = set_column(PERSON[1:], face, (-0.43, 0.0), 0.78, 0.78, 0.83, of_body=True, bold=0.01)
    return Design("rectangle", (1.0, 1.0), tuple(drawing), (right, left))
