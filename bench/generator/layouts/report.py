"""Pages of tables, charts and pictures: a report, a leaflet, a filled form."""

from __future__ import annotations

import numpy as np

from bench.generator import names, printing
from bench.generator.layouts import decor
from bench.generator.layouts.canvas import RED, Canvas, Place

HEADINGS = (
    "年度财务审计报告",
    "检测报告",
    "工程进度月报",
    "产品销售统计",
    "资产负债表",
    "成绩单",
    "情况说明",
    "验资报告",
)


def report(rng: np.random.Generator, unit: float, bundled_only: bool = False) -> Canvas:
    """An A4 page of tables, prose and things that are no seals; `unit` is pixels a millimetre."""
    canvas = Canvas(210, 297, unit, rng, bundled_only)
    heading_colour = RED if rng.random() < 0.3 else np.array([0.12, 0.12, 0.12], np.float32)
    canvas.text(
        105, 28, str(rng.choice(HEADINGS)), 7.5, face=canvas.bold, colour=heading_colour, align="centre"
    )
    y = 40.0
    while y < 225:
        height = float(rng.uniform(30, 75))
        if rng.random() < 0.5:
            canvas.prose(22, y, 166, height - 6, float(rng.uniform(3.4, 4.6)), 1.7)
        else:
            area = (round(22 * unit), round(y * unit), round(166 * unit), round((height - 8) * unit))
            printing.table(rng, canvas.sheet, area, max(6, round(3.6 * unit)), canvas.face)
        y += height
    for _ in range(int(rng.integers(1, 4))):
        decor.any_decor(canvas)
    body = names.company(rng, 6, 14)
    canvas.text(150, 268, body, 4.2, align="centre")
    canvas.text(150, 277, names.date_text(rng, "line"), 4.2, align="centre")
    canvas.places.append(Place(150 + float(rng.normal(0, 6)), 266, "round", body))
    canvas.places.append(Place(float(rng.uniform(30, 90)), 262, None))
    return canvas


def form(rng: np.random.Generator, unit: float, bundled_only: bool = False) -> Canvas:
    """A form of boxes in which several offices give their opinion and seal; `unit` is pixels a millimetre."""
    canvas = Canvas(210, 297, unit, rng, bundled_only)
    canvas.text(
        105,
        24,
        str(rng.choice(["审批表", "申请登记表", "毕业生就业推荐表", "项目验收单"])),
        8,
        face=canvas.bold,
        align="centre",
    )
    top, rows = 34.0, int(rng.integers(3, 5))
    area = (round(20 * unit), round(top * unit), round(170 * unit), round(60 * unit))
    printing.table(rng, canvas.sheet, area, max(6, round(4 * unit)), canvas.face)
    top, step = 100.0, 170.0 / rows
    for _ in range(rows):
        canvas.frame(20, top, 170, step, 0.35)
        canvas.rule(42, top, 42, top + step, 0.35)
        for number, character in enumerate("单位意见"):
            canvas.text(28, top + step / 2 - 10 + number * 7, character, 4.6)
        canvas.prose(48, top + 3, 130, step * 0.35, 4.2, 1.6)
        office = names.authority(rng, 5, 14)
        canvas.text(150, top + step - 12, "（盖章）", 4.2, align="centre")
        canvas.text(150, top + step - 4, names.date_text(rng, "line"), 4.0, align="centre")
        if rng.random() < 0.4:
            canvas.signature(80, top + step - 12, 24)
        canvas.places.append(
            Place(150 + float(rng.normal(0, 6)), top + step - 14 + float(rng.normal(0, 3)), "round", office)
        )
        top += step
    return canvas
