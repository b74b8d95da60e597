"""Invoices and tickets to learn from: an oval printed at the head, where licences have their emblem."""

from __future__ import annotations

import numpy as np

from bench.generator import names, poses
from bench.generator.degradations import degrade, random_degradation
from bench.generator.design import Design
from bench.generator.designs.oval_seal import invoice_design, supervision_design
from bench.generator.designs.round_seal import official_design
from bench.generator.ink import Inking
from bench.generator.layouts.canvas import BLUE, BROWN, RED, Canvas
from bench.generator.layouts.invoice import invoice as invoice_form
from bench.generator.paper import bare_paper, paper_colour
from bench.generator.pressing import press, truth_of
from bench.generator.seals import SealSpec, draw_seal
from bench.generator.truth import Homography, SealTruth
from training.locator.lookalikes.codes import square_code
from training.locator.lookalikes.cutout import paste
from training.locator.scenes import Drawn, drawn_with

_GREY = 0.12
_LONGEST = 1024
_TICKET = 0.3
_HEADED, _SEALED = 0.88, 0.6
_ROUND = 0.15  # of the sellers' seals
_TITLES = (
    "电子发票（普通发票）",
    "电子发票（铁路电子客票）",
    "增值税电子普通发票",
    "通行费电子发票",
    "机动车销售统一发票",
    "航空运输电子客票行程单",
    "出租车发票",
)


def invoice(rng: np.random.Generator) -> Drawn:
    """An invoice or a ticket with the tax authority's oval, printed, and mostly with the seller's seal."""
    unit = float(rng.uniform(2.6, 4.4))
    canvas = _ticket(rng, unit) if rng.random() < _TICKET else invoice_form(rng, unit)
    height, width = canvas.sheet.shape[:2]
    severity = float(rng.uniform(0, 0.8)) if rng.random() < 0.5 else 0.0
    photographed = bool(severity and rng.random() < 0.5)
    paper = bare_paper(rng, (height, width), paper_colour(rng, not photographed), float(photographed) * 0.6)
    picture = np.asarray(paper * (canvas.sheet / np.float32(255)), np.float32)
    truths: list[SealTruth] = []
    if rng.random() < _HEADED:
        x, y = canvas.width / 2 + float(rng.normal(0, 3)), float(rng.uniform(10, 19))
        radius = float(rng.uniform(11, 20))
        pose = _placed(canvas, x, y, radius) @ np.diag([1.0, float(rng.uniform(0.84, 1.0)), 1.0])
        truths.append(_printed(rng, picture, supervision_design(rng), pose))
    if rng.random() < _SEALED:
        x, y = float(rng.uniform(0.7, 0.87)), float(rng.uniform(0.68, 0.88))
        radius = float(rng.uniform(15, 23))
        pose = _placed(canvas, x * canvas.width, y * canvas.height, radius, float(rng.normal(0, 4)))
        design = official_design(rng) if rng.random() < _ROUND else invoice_design(rng)
        if severity:
            drawing = draw_seal(
                rng, SealSpec(severity=severity), float(np.clip(radius * unit, 50, 200)), design
            )
            truths.append(truth_of(press(picture, drawing, pose)))
        else:
            truths.append(_printed(rng, picture, design, pose))
    how = random_degradation(rng, severity, photographed, bool(rng.random() < _GREY), 8.0)
    return drawn_with(degrade(picture, how, rng), truths, _LONGEST)


def _placed(canvas: Canvas, x: float, y: float, radius: float, turn: float = 0.0) -> Homography:
    """Where a seal comes, from millimetres."""
    return poses.similarity(x * canvas.unit, y * canvas.unit, radius * canvas.unit, turn)


def _printed(rng: np.random.Generator, picture: np.ndarray, design: Design, pose: Homography) -> SealTruth:
    """A seal that came with the form: even ink, nothing worn."""
    inking = Inking(density=float(rng.uniform(0.75, 1.0)), soft=float(rng.uniform(0, 0.4)))
    colour = str(rng.choice(["red", "orange", "black"], p=[0.88, 0.09, 0.03]))
    scale = float(np.clip(np.hypot(pose[0, 0], pose[1, 0]) * 1.1, 40, 200))
    drawing = draw_seal(rng, SealSpec(colour=colour, inking=inking), scale, design)
    return truth_of(press(picture, drawing, pose, opaque=bool(rng.random() < 0.6)))


def _ticket(rng: np.random.Generator, unit: float) -> Canvas:
    """A ticket or a plain electronic invoice: title, two columns of fields, a code, few lines."""
    canvas = Canvas(float(rng.uniform(160, 230)), float(rng.uniform(90, 150)), unit, rng)
    shade = (BROWN, RED, BLUE, np.array([0.1, 0.1, 0.1], np.float32))[int(rng.integers(4))]
    title = str(rng.choice(_TITLES))
    tall = min(float(rng.uniform(5, 9)), canvas.width * 0.5 / len(title))
    canvas.text(canvas.width / 2, float(rng.uniform(12, 18)), title, tall, colour=shade, align="centre")
    if rng.random() < 0.5:
        reach = canvas.width * float(rng.uniform(0.12, 0.3))
        for y in (20.0, 21.5):
            canvas.rule(canvas.width / 2 - reach, y, canvas.width / 2 + reach, y, 0.3, shade)
    for line in range(2):
        text = f"发票号码：{int(rng.integers(10**9, 10**10))}" if line else names.date_text(rng, "line")
        canvas.text(canvas.width * 0.72, 12 + 7 * line, text, 3.4)
    if rng.random() < 0.5:
        canvas.frame(8, 30, canvas.width - 16, canvas.height - 40, 0.3, shade)
    y = 38.0
    while y < canvas.height - 14:
        for x in (14.0, canvas.width * 0.52):
            if rng.random() < 0.75:
                canvas.text(x, y, names.company(rng, 6, 16), float(rng.uniform(3, 5)))
        y += float(rng.uniform(7, 14))
    if rng.random() < 0.7:
        side = float(rng.uniform(16, 30))
        x, y = (20.0, 16.0) if rng.random() < 0.5 else (canvas.width - 26, canvas.height - 28)
        paste(canvas.sheet, square_code(rng, max(40, round(side * unit))), (x * unit, y * unit), 1.0)
    return canvas
