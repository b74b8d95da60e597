"""Drawn forms with a stamp over their print, as an office has them: labels, numbers, addresses, rules."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image as Pillow
from PIL import ImageDraw

from bench.generator.designs.round_seal import official_design
from bench.generator.fonts import available_faces
from bench.generator.ink import Inking
from bench.generator.poses import similarity
from bench.generator.seals import SealSpec, draw_seal
from sealstack.models.values import Image, Quad, Seal, SealShape

COLOURS = {"red": (40, 40, 215), "blue": (200, 70, 40), "dark red": (45, 25, 150)}
"""BGR of the stamp's ink."""

OPACITIES = (0.4, 0.55, 0.7, 0.85, 1.0)
PRESSINGS = ("laid over", "inked")
"""Laid over as editors do it, so that print fades beneath; or as ink on paper, darkening what is there."""

_WIDTH, _HEIGHT, _LEFT, _TOP, _LEADING = 760, 360, 50, 40, 52
_RADIUS = 118
_LABELS = ("单位名称：", "地址：", "联系电话：", "传真：", "开户银行：", "账号：")


@dataclass(frozen=True, eq=False)
class StampedForm:
    """A form with a stamp.

    Attributes:
        clean: without the stamp, `(H, W, 3)` uint8 BGR.
        stamped: with it.
        seal: where it is.
        lines: what the lines under it say, and their quads.
    """

    clean: Image
    stamped: Image
    seal: Seal
    lines: tuple[tuple[str, Quad], ...]


def draw_form(rng: np.random.Generator, colour: str, opacity: float, pressing: str) -> StampedForm:
    """Draw a form with one stamp over the middle of its lines.

    Args:
        rng: where chance comes from; the same state gives the same form and the same stamp.
        colour: a name in `COLOURS`.
        opacity: of the stamp's ink, 0..1.
        pressing: one of `PRESSINGS`.
    """
    clean, lines = _form(rng)
    x, y = rng.uniform(230, 330), rng.uniform(150, 210)
    spec = SealSpec("round", "red", Inking(0.97, 0.06, 0.0, 0.1, 0.3), bundled_only=True)
    drawing = draw_seal(rng, spec, _RADIUS * 1.2, official_design(rng, bundled_only=True))
    ink, _, part = drawing.warped(similarity(x, y, _RADIUS, rng.uniform(-15, 15)), clean.shape[:2])
    cover = opacity * ink[..., None]
    paper, colours = clean[part].astype(np.float32), np.array(COLOURS[colour], np.float32)
    laid = colours if pressing == "laid over" else paper * colours / 255
    stamped = clean.copy()
    stamped[part] = np.rint((1 - cover) * paper + cover * laid).astype(np.uint8)
    if rng.random() < 0.5:
        clean, stamped = _saved(clean), _saved(stamped)
    box = (round(x - _RADIUS), round(y - _RADIUS), 2 * _RADIUS, 2 * _RADIUS)
    name = "blue" if colour == "blue" else "red"
    return StampedForm(clean, stamped, Seal("", (), box, SealShape.ROUND, 1.0, (), name), tuple(lines))


def _form(rng: np.random.Generator) -> tuple[Image, list[tuple[str, Quad]]]:
    """A form of six lines between rules; their texts and quads."""
    size = int(rng.integers(20, 27))
    font = available_faces(bundled_only=True)[0].at(size)
    picture = Pillow.new("RGB", (_WIDTH, _HEIGHT), (253, 253, 252))
    draw = ImageDraw.Draw(picture)
    ink = int(rng.integers(10, 60))
    lines = []
    for row, label in enumerate(_LABELS):
        y = _TOP + _LEADING * row
        draw.line([(_LEFT - 10, y - 8), (_WIDTH - 40, y - 8)], fill=(ink,) * 3, width=2)
        text = label + _value(rng, row)
        draw.text((_LEFT, y), text, font=font, fill=(ink,) * 3)
        left, top, right, bottom = draw.textbbox((_LEFT, y), text, font=font)
        corners = [[left, top], [right, top], [right, bottom], [left, bottom]]
        grown = np.array(corners, np.float32) + np.array([[-4, -4], [4, -4], [4, 4], [-4, 4]], np.float32)
        lines.append((text, grown))
    return np.ascontiguousarray(np.asarray(picture)[:, :, ::-1]), lines


def _value(rng: np.random.Generator, row: int) -> str:
    def digits(count: int) -> str:
        return "".join(map(str, rng.integers(0, 10, count)))

    name = "".join(rng.choice(list("海州市青禾软件新源安达华信东方明珠"), 4))
    return (
        f"样板{name}科技有限公司",
        f"测试东路{digits(2)}弄绿色科技广场A座{digits(4)}室",
        f"021-{digits(8)} 转 {digits(3)}",
        f"0{digits(3)}-{digits(8)}",
        f"样板银行{name[:2]}路支行第{digits(2)}号",
        f"6217 {digits(4)} {digits(4)} {digits(4)}",
    )[row]


def _saved(image: Image) -> Image:
    """The picture as a JPEG file has it."""
    encoded: NDArray[np.uint8] = cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, 88])[1]
    return np.asarray(cv2.imdecode(encoded, cv2.IMREAD_COLOR), np.uint8)
