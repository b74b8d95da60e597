"""What is printed and written on a sheet: lines of text, rules, tables, pen strokes."""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise
from pathlib import Path

import cv2
import numpy as np
from PIL import Image, ImageDraw

from bench.generator import names
from bench.generator.colours import Colour
from bench.generator.fonts import Face, available_faces
from bench.generator.paper import BLACK, Mask, Sheet, lay

Line = tuple[float, float, str]
"""Left end and baseline in pixels, and the text."""


@lru_cache(maxsize=1)
def phrases() -> tuple[str, ...]:
    """Sentences of business print to fill pages with, written for this purpose."""
    text = Path(__file__).with_name("phrases.txt").read_text(encoding="utf-8")
    return tuple(line for line in text.splitlines() if line)


def print_face(rng: np.random.Generator, bundled_only: bool) -> Face:
    """A face for the page's own print."""
    faces = available_faces(bundled_only)
    return faces[int(rng.integers(len(faces)))]


def running_text(rng: np.random.Generator, length: int) -> str:
    """Business prose of `length` characters."""
    text = ""
    while len(text) < length:
        kind = rng.random()
        if kind < 0.8:
            text += phrases()[int(rng.integers(len(phrases())))]
        elif kind < 0.9:
            text += names.company(rng)
        else:
            text += names.date_text(rng, "line")
    start = int(rng.integers(0, len(text) - length + 1))
    return text[start : start + length]


def write(
    sheet: Sheet, lines: list[Line], face: Face, size: int, colour: Colour = BLACK, cover: float = 1.0
) -> None:
    """Print lines of text, in place.

    Characters that the face lacks are left out.

    Args:
        sheet: the sheet.
        lines: what to print and where.
        face: in which face.
        size: pixels an em.
        colour: of the ink.
        cover: how dense the ink is, 0..1.
    """
    if not lines:
        return
    left = int(min(x for x, _, _ in lines)) - size // 4
    top = int(min(y for _, y, _ in lines)) - size - 1
    right = min(int(max(x + size * (len(text) + 1) for x, _, text in lines)), sheet.shape[1])
    bottom = min(int(max(y for _, y, _ in lines)) + size // 2, sheet.shape[0])
    if right <= left or bottom <= top:
        return
    image = Image.new("L", (right - left, bottom - top), 0)
    draw = ImageDraw.Draw(image)
    font = face.at(size)
    for x, y, text in lines:
        drawable = text if face.has(text) else "".join(c for c in text if face.has(c))
        draw.text((x - left, y - top), drawable, fill=round(255 * cover), font=font, anchor="ls")
    lay(sheet, np.asarray(image), colour, (left, top))


def paragraph(
    rng: np.random.Generator,
    sheet: Sheet,
    area: tuple[int, int, int, int],
    size: int,
    face: Face,
    leading: float = 1.6,
    cover: float = 0.9,
) -> list[str]:
    """Fill `area` `(x, y, width, height)` with lines of prose, in place; returns what they say."""
    x, y, width, height = area
    lines: list[Line] = []
    baseline = float(y + size)
    while baseline < y + height:
        count = max(1, int(width / size))
        if rng.random() < 0.2:
            count = int(rng.integers(1, count + 1))
        lines.append((x, baseline, running_text(rng, count)))
        baseline += size * leading
    write(sheet, lines, face, size, cover=cover)
    return [text for _, _, text in lines]


def rules(rng: np.random.Generator, sheet: Sheet, count: int) -> None:
    """Straight horizontal and vertical lines across the sheet, in place."""
    height, width = sheet.shape[:2]
    grey = (int(rng.integers(20, 90)),) * 3
    for _ in range(count):
        thickness = int(rng.integers(1, 4))
        if rng.random() < 0.6:
            y = int(rng.integers(height))
            cv2.line(sheet, (int(rng.integers(-width, width // 2)), y), (2 * width, y), grey, thickness)
        else:
            x = int(rng.integers(width))
            cv2.line(sheet, (x, int(rng.integers(-height, height // 2))), (x, 2 * height), grey, thickness)


def table(
    rng: np.random.Generator,
    sheet: Sheet,
    area: tuple[int, int, int, int],
    size: int,
    face: Face,
    colour: Colour = BLACK,
) -> None:
    """A ruled table with words and figures in its cells, in place."""
    x, y, width, height = area
    rows = max(2, int(height / (size * rng.uniform(1.7, 2.6))))
    columns = int(rng.integers(2, 6))
    edges_x = (
        np.round(x + np.sort(np.r_[0, rng.uniform(0.1, 0.9, columns - 1), 1]) * width).astype(int).tolist()
    )
    edges_y = np.round(np.linspace(y, y + height, rows + 1)).astype(int).tolist()
    shade = tuple((colour * 255).astype(int).tolist())
    for edge in edges_x:
        cv2.line(sheet, (edge, y), (edge, edges_y[-1]), shade, 1)
    for edge in edges_y:
        cv2.line(sheet, (x, edge), (x + width, edge), shade, 1)
    lines: list[Line] = []
    for top, bottom in pairwise(edges_y):
        for left, right in pairwise(edges_x):
            room = int((right - left) / size) - 1
            if room < 1 or rng.random() < 0.2:
                continue
            if rng.random() < 0.5:
                text = f"{rng.uniform(1, 10 ** rng.integers(2, 8)):,.2f}"[: room * 2]
            else:
                text = running_text(rng, min(room, int(rng.integers(1, 9))))
            lines.append((left + size * 0.4, (top + bottom) / 2 + size * 0.38, text))
    write(sheet, lines, face, size, cover=0.9)


def pen_strokes(rng: np.random.Generator, length: float, aspect: float = 0.6) -> Mask:
    """Strokes in the manner of a signature, as a mask about `length` pixels wide and `aspect` of it high."""
    width, height = max(8, round(length)), max(6, round(length * aspect))
    mask = np.zeros((height, width), np.uint8)
    letters = int(rng.integers(2, 4))
    room = width / letters
    for number in range(letters):
        middle = np.array([(number + 0.5) * room, height / 2])
        for _ in range(int(rng.integers(3, 7))):
            _stroke(rng, mask, middle, min(room, height))
    return mask


def _stroke(rng: np.random.Generator, mask: Mask, middle: np.ndarray, size: float) -> None:
    """One pen stroke near `middle`: straight, hooked or bent, thicker where the pen is pressed; in place."""
    heading = float(rng.choice([0.0, 0.15, np.pi / 2, np.pi * 0.3, np.pi * 0.7])) + rng.normal(0, 0.15)
    reach = size * rng.uniform(0.25, 0.62)
    start = (
        middle + rng.uniform(-0.28, 0.28, 2) * size - reach / 2 * np.array([np.cos(heading), np.sin(heading)])
    )
    steps = np.linspace(0, 1, 24)
    bend = rng.normal(0, 0.7) if rng.random() < 0.5 else rng.normal(0, 0.15)
    turned = heading + bend * steps**2 + (steps > 0.85) * rng.choice([0.0, 0.0, -2.2])
    path = start + np.cumsum(np.stack([np.cos(turned), np.sin(turned)], axis=-1), axis=0) * reach / 24
    widths = size * rng.uniform(0.018, 0.04) * np.interp(steps, [0, 0.2, 0.8, 1], [1.3, 0.9, 1.1, 0.5])
    for (first, last), wide in zip(pairwise(np.round(path * 8).astype(int).tolist()), widths, strict=False):
        cv2.line(mask, first, last, 235, max(1, round(wide)), cv2.LINE_AA, 3)
