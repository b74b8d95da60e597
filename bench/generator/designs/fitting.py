"""How large characters are cut so that a text fits where it must stand."""

from __future__ import annotations

import numpy as np

from bench.generator.fonts import Face, available_faces, find_faces
from bench.generator.typography import Run, advances, set_line

STYLE_SHARES = {"song": 0.4, "fangsong": 0.33, "hei": 0.17, "kai": 0.1}
"""How often seals are set in each style, as some hundred real ones suggest."""


def seal_face(rng: np.random.Generator, text: str, bundled_only: bool) -> Face:
    """A face for a seal's text: Song or FangSong in most cases, as the standards for seals ask.

    Where there is no FangSong, Song and Kai take its place.
    """
    if any(face.style == "fangsong" for face in available_faces(bundled_only)):
        styles = (str(rng.choice(list(STYLE_SHARES), p=list(STYLE_SHARES.values()))),)
    else:
        styles = ("song",) if rng.random() < 0.72 else (("kai",) if rng.random() < 0.45 else ("hei",))
    faces = find_faces(text, styles, bundled_only)
    return faces[int(rng.integers(len(faces)))]


THINNEST = {"song": (0.012, 0.008), "fangsong": (0.016, 0.008), "kai": (0.02, 0.008), "hei": (0.03, 0.012)}
"""Thickness of a style's thinnest strokes in ems: at weight 1, and more for each weight above."""


def boldness(rng: np.random.Generator, face: Face, height: float) -> float:
    """Extra stroke weight, in ems, so that letters cut `height` high can be pressed at all.

    A seal 42 mm wide has no stroke finer than some 0.2 mm, about a hundredth of its half axis; book
    faces set small would fall below.
    """
    base, step = THINNEST[face.style]
    wanted = float(rng.uniform(0.008, 0.018)) / height
    return float(np.round(np.clip((wanted - base - step * (face.weight - 1)) / 2, 0, 0.05), 3))


COUNTS = (4, 6, 10, 14, 18, 26)
NARROW_SWEEP = (90, 165, 200, 225, 255, 280)
WIDE_SWEEP = (190, 235, 265, 285, 300, 312)


def arc_sweep(rng: np.random.Generator, count: int) -> float:
    """Degrees of the ring that a title of `count` characters usually takes, first to last middle.

    The range was read off some forty real seals.
    """
    return float(rng.uniform(np.interp(count, COUNTS, NARROW_SWEEP), np.interp(count, COUNTS, WIDE_SWEEP)))


def arc_cell(
    rng: np.random.Generator, text: str, face: Face, height: float, sweep: float, perimeter: float
) -> tuple[float, float]:
    """Height and width of the cells of a text on an arc.

    The width fills most of the pitch but is never wider than the height; a cell that would become
    narrower than about two fifths of its height is cut lower instead.

    Args:
        rng: where chance comes from.
        text: the text.
        face: its face.
        height: the cell height wished for.
        sweep: degrees of the perimeter from the first to the last cell's middle.
        perimeter: of the ellipse through the middles.
    """
    shares = np.array(advances(text, face))
    span = shares.sum() - (shares[0] + shares[-1]) / 2
    pitch = sweep / 360 * perimeter / max(span, 1e-6)
    width = min(pitch * float(rng.uniform(0.8, 1.0)), height * float(rng.uniform(0.72, 1.0)))
    height = min(height, width / float(rng.uniform(0.36, 0.46)))
    return height, width


def line_cell(
    rng: np.random.Generator, text: str, face: Face, height: float, room: float
) -> tuple[float, float, float]:
    """Height, width and pitch of the cells of a line that may take `room` at most."""
    shares = float(np.sum(advances(text, face)))
    width = height * float(rng.uniform(0.7, 1.0))
    pitch = width * float(rng.uniform(1.0, 1.18))
    if shares * pitch > room:
        pitch = room / shares
        width = pitch * float(rng.uniform(0.93, 1.0))
        height = min(height, width / 0.5)
    return height, width, pitch


def fitted_line(
    rng: np.random.Generator,
    text: str,
    bundled_only: bool,
    centre: tuple[float, float],
    height: float,
    room: float,
    *,
    angle: float = 0.0,
    of_body: bool = False,
    continues: bool = False,
    face: Face | None = None,
) -> Run:
    """A line about `height` high, made narrower or lower until it fits into `room`."""
    face = face or seal_face(rng, text, bundled_only)
    height, width, pitch = line_cell(rng, text, face, height, room)
    return set_line(
        text,
        face,
        centre,
        height,
        width,
        pitch,
        angle=angle,
        of_body=of_body,
        continues=continues,
        bold=boldness(rng, face, height),
    )


def halves(text: str) -> tuple[str, str]:
    """A text parted in the middle, the first part the longer one."""
    middle = (len(text) + 1) // 2
    return text[:middle], text[middle:]
