"""An official notice with its red head."""

from __future__ import annotations

import numpy as np

from bench.generator import names
from bench.generator.layouts.canvas import RED, Canvas, Place


def notice(rng: np.random.Generator, unit: float, bundled_only: bool = False) -> Canvas:
    """An A4 page; `unit` is pixels a millimetre."""
    canvas = Canvas(210, 297, unit, rng, bundled_only)
    body = names.authority(rng, 5, 16)
    head = body + ("文件" if rng.random() < 0.6 else "")
    size = min(17.0, 165 / len(head))
    canvas.text(105, 48, head, size, face=canvas.bold, colour=RED, align="centre")
    number = f"{body[:2]}发〔{int(rng.integers(1998, 2027))}〕{int(rng.integers(1, 300))}号"
    canvas.text(105, 62, number, 4.6, align="centre")
    canvas.rule(25, 68, 185, 68, float(rng.uniform(0.5, 1.2)), RED)
    if rng.random() < 0.3:
        canvas.rule(25, 70, 185, 70, 0.3, RED)
    title = str(
        rng.choice(
            [
                "关于印发管理办法的通知",
                "关于开展专项检查工作的通知",
                "关于同意项目立项的批复",
                "关于表彰先进集体的决定",
                "会议纪要",
            ]
        )
    )
    canvas.text(105, 84, title, 7.0, face=canvas.bold, align="centre")
    bottom = float(rng.uniform(170, 215))
    canvas.prose(27, 94, 156, bottom - 94, float(rng.uniform(4.4, 5.4)), float(rng.uniform(1.6, 1.9)))
    right = float(rng.uniform(150, 170))
    canvas.text(right - 22, bottom + 22, body, 5.2 if len(body) < 12 else 4.2, align="centre")
    canvas.text(right - 22, bottom + 34, names.date_text(rng, "line"), 5.0, align="centre")
    canvas.places.append(
        Place(right - 22 + float(rng.normal(0, 5)), bottom + float(rng.uniform(18, 32)), "round", body)
    )
    if rng.random() < 0.25:
        other = names.authority(rng, 5, 14)
        canvas.text(60, bottom + 22, other, 4.6, align="centre")
        canvas.places.append(Place(60, bottom + 25, "round", other))
    if rng.random() < 0.5:
        canvas.rule(25, 265, 185, 265, 0.4)
        canvas.text(27, 272, f"抄送：{names.authority(rng, 5, 12)}", 4.2)
        canvas.rule(25, 276, 185, 276, 0.4)
    return canvas
