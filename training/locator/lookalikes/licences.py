"""Licences, permits and certificates: an emblem at the head, a code, a border, and the authority's seal."""

from __future__ import annotations

import numpy as np

from bench.generator import names, poses
from bench.generator.degradations import degrade, random_degradation
from bench.generator.designs.round_seal import official_design
from bench.generator.layouts import decor
from bench.generator.layouts.canvas import BROWN, RED, Canvas
from bench.generator.paper import bare_paper, paper_colour, security_pattern
from bench.generator.pressing import press, truth_of
from bench.generator.seals import SealSpec, draw_seal
from bench.generator.truth import SealTruth
from training.locator.lookalikes.badges import badge
from training.locator.lookalikes.codes import square_code
from training.locator.lookalikes.cutout import paste
from training.locator.lookalikes.emblems import emblem, national
from training.locator.scenes import Drawn, drawn_with

_TITLES = (
    "营业执照",
    "开户许可证",
    "安全生产许可证",
    "食品经营许可证",
    "工业产品生产许可证",
    "卫生许可证",
    "排污许可证",
    "资质证书",
    "商标注册证",
    "实用新型专利证书",
    "发明专利证书",
    "不动产权证书",
    "建筑业企业资质证书",
    "安全生产标准化证书",
    "高新技术企业证书",
    "道路运输经营许可证",
    "著作权登记证书",
    "检验检测机构资质认定证书",
)
_GOLD = np.array([0.22, 0.55, 0.72], np.float32)
_GREY = 0.2


def licence(rng: np.random.Generator) -> Drawn:
    """A licence with an emblem that is none of its seals; with its seals, or one time in four with none."""
    upright = rng.random() < 0.5
    across, down = (210.0, 297.0) if upright else (297.0, 210.0)
    canvas = Canvas(across, down, float(rng.uniform(2.6, 3.6)), rng)
    _ground(rng, canvas)
    head = float(rng.uniform(0.05, 0.12)) * down
    size = float(rng.uniform(0.09, 0.17)) * min(across, down) * (1.2 if upright else 1.0)
    grey = rng.random() < _GREY
    _mark(rng, canvas, across * float(rng.choice([0.5, 0.5, 0.5, 0.2])), head + size / 2, size)
    title = str(rng.choice(_TITLES))
    spaced = "　".join(title) if rng.random() < 0.5 and len(title) < 7 else title
    tall = min(across * 0.6 / len(spaced), 0.08 * down)
    y = head + size + tall * 1.3
    inks = (np.array([0.12, 0.12, 0.12], np.float32), _GOLD, BROWN, RED)
    canvas.text(
        across / 2, y, spaced, tall, face=canvas.bold, colour=inks[int(rng.integers(4))], align="centre"
    )
    _code(rng, canvas)
    y = _rows(rng, canvas, y + tall)
    x, y = across * float(rng.uniform(0.62, 0.82)), down * float(rng.uniform(0.76, 0.86))
    body = names.authority(rng, 5, 16)
    if rng.random() < 0.6:
        canvas.text(x - 32, y, "登记机关", 4.6, face=canvas.bold)
    canvas.text(x, y + 8, names.date_text(rng, "line"), 4.4, align="centre")
    places = [(x + float(rng.normal(0, 5)), y + float(rng.uniform(-8, 8)), body)]
    if rng.random() < 0.2:
        places.append(
            (
                across * float(rng.uniform(0.2, 0.6)),
                down * float(rng.uniform(0.35, 0.85)),
                names.company(rng, 6, 16),
            )
        )
    return _sealed(rng, canvas, places if rng.random() < 0.75 else [], grey)


def _ground(rng: np.random.Generator, canvas: Canvas) -> None:
    """Border, fine lines, a pale mark in the middle, stray marks."""
    if rng.random() < 0.5:
        security_pattern(rng, canvas.sheet)
    if rng.random() < 0.85:
        green = np.array([0.4, 0.55, 0.4], np.float32)
        colour = (BROWN, green, _GOLD, RED, np.array([0.35, 0.35, 0.35], np.float32))[int(rng.integers(5))]
        decor.ornate_border(canvas, float(rng.uniform(5, 14)), colour)
    if rng.random() < 0.25:
        decor.watermark(canvas, 0, 0, 20)
    if rng.random() < 0.15:
        decor.any_decor(canvas)


def _mark(rng: np.random.Generator, canvas: Canvas, x: float, y: float, size: float) -> None:
    """The emblem at the head: the national one mostly."""
    side = max(40, round(size * canvas.unit))
    chance = rng.random()
    mark = national(rng, side) if chance < 0.7 else emblem(rng, side) if chance < 0.88 else badge(rng, side)
    paste(canvas.sheet, mark, (x * canvas.unit, y * canvas.unit), 1.0)


def _code(rng: np.random.Generator, canvas: Canvas) -> None:
    """A code at the right of the head or at the lower left, with words about it."""
    if rng.random() < 0.85:
        size = float(rng.uniform(0.08, 0.15)) * min(canvas.width, canvas.height)
        x, y = (
            (0.84, float(rng.uniform(0.14, 0.3)))
            if rng.random() < 0.6
            else (0.2, float(rng.uniform(0.7, 0.85)))
        )
        side = max(40, round(size * canvas.unit))
        paste(
            canvas.sheet,
            square_code(rng, side),
            (x * canvas.width * canvas.unit, y * canvas.height * canvas.unit),
            1.0,
        )


def _rows(rng: np.random.Generator, canvas: Canvas, y: float) -> float:
    """Names of fields and what is entered; returns where they end, millimetres."""
    step, left = canvas.height * float(rng.uniform(0.035, 0.05)), canvas.width * 0.12
    columns = 2 if canvas.width > canvas.height and rng.random() < 0.6 else 1
    fields = (
        "名　　称",
        "类　　型",
        "法定代表人",
        "经营范围",
        "注册资本",
        "成立日期",
        "营业期限",
        "住　　所",
    )
    for row in range(int(rng.integers(3, 8))):
        y += step
        if y > canvas.height * 0.66:
            break
        for column in range(columns):
            x = left + column * canvas.width * 0.4
            canvas.text(x, y, fields[(row * columns + column) % len(fields)], 4.2, face=canvas.bold)
            value = names.company(rng, 6, 16) if rng.random() < 0.5 else names.date_text(rng, "line")
            canvas.text(x + 28, y, value, 4.0)
    if rng.random() < 0.6 and y + 10 < canvas.height * 0.68:
        canvas.prose(left + 28, y + 4, canvas.width * 0.6, canvas.height * 0.7 - y - 4, 3.6, 1.6)
    return y


def _sealed(
    rng: np.random.Generator, canvas: Canvas, places: list[tuple[float, float, str]], grey: bool
) -> Drawn:
    """The sheet on paper with its seals pressed, scanned or copied."""
    height, width = canvas.sheet.shape[:2]
    severity = float(rng.uniform(0, 0.9))
    photographed = bool(rng.random() < 0.35)
    paper = bare_paper(rng, (height, width), paper_colour(rng, not photographed), float(photographed) * 0.6)
    picture = np.asarray(paper * (canvas.sheet / np.float32(255)), np.float32)
    truths: list[SealTruth] = []
    for x, y, title in places:
        design = official_design(rng, title=title)
        radius = float(rng.uniform(14, 22)) * canvas.unit
        drawing = draw_seal(rng, SealSpec(severity=severity), float(np.clip(radius * 1.1, 50, 200)), design)
        pose = poses.similarity(x * canvas.unit, y * canvas.unit, radius, float(rng.normal(0, 6)))
        truths.append(truth_of(press(picture, drawing, pose, opaque=bool(rng.random() < 0.15))))
    how = random_degradation(rng, severity, photographed, grey, 8.0)
    return drawn_with(degrade(picture, how, rng), truths, 1024)
