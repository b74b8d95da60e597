"""Drawing a form onto its paper, filled in."""

from __future__ import annotations

from dataclasses import dataclass, field

import cv2
import numpy as np
from numpy.typing import NDArray

from bench.forms.layout import Blank, FormLayout, Lettering, Word
from bench.generator.fonts import Face, available_faces, find_faces
from bench.generator.paper import blank_sheet, lay
from bench.generator.printing import write

LONGER_SIDE = 1500
"""Of a drawn form, pixels."""

_LEADING = 1.5


@dataclass(frozen=True, eq=False)
class FilledForm:
    """A form as printed, before anybody scans it.

    Attributes:
        layout: the kind of form.
        sheet: `(H, W, 3)` uint8 BGR.
        values: what its fields say, by name; lines joined as the service joins them.
        scale: pixels a millimetre.
        printed: where each value stands, by name: left, top, right, bottom, pixels.
    """

    layout: FormLayout
    sheet: NDArray[np.uint8]
    values: dict[str, str]
    scale: float
    printed: dict[str, tuple[float, float, float, float]] = field(default_factory=dict)

    def marks(self) -> list[tuple[str, NDArray[np.float32]]]:
        """Each field's name and quad, `(4, 2)` float32 pixels, as an operator would mark it."""
        return [(blank.name, quad_of(blank, self.scale)) for blank in self.layout.blanks]


def quad_of(blank: Blank, scale: float) -> NDArray[np.float32]:
    """The corners of a field's place, `(4, 2)` float32 pixels."""
    x, y, width, height = blank.box
    return np.array(
        [[x, y], [x + width, y], [x + width, y + height], [x, y + height]], np.float32
    ) * np.float32(scale)


def fill_in(
    layout: FormLayout,
    rng: np.random.Generator,
    offset: tuple[float, float] = (0.0, 0.0),
    empty: float = 0.0,
    bundled_only: bool = True,
) -> FilledForm:
    """Draw a form with values made up.

    Args:
        layout: the kind of form.
        rng: where chance comes from.
        offset: by how much the values are printed off their place, millimetres.
        empty: the share of fields left empty, 0..1.
        bundled_only: print with the bundled font only, so that a seed gives the same form everywhere.
    """
    scale = LONGER_SIDE / max(layout.width, layout.height)
    sheet = blank_sheet((round(layout.height * scale), round(layout.width * scale)))
    sheet[:] = np.round(np.array(layout.paper) * 255).astype(np.uint8)
    faces = available_faces(bundled_only)
    stock_face = faces[layout.lettering.turn * (len(faces) // 2) % len(faces)]
    ink = np.array(layout.stock, np.float32)
    shade = tuple((ink * 255).astype(int).tolist())
    for x1, y1, x2, y2 in layout.rules:
        ends = ((round(x1 * scale), round(y1 * scale)), (round(x2 * scale), round(y2 * scale)))
        cv2.line(sheet, *ends, shade, max(1, round(0.25 * scale)), cv2.LINE_AA)
    for word in layout.words:
        _print_word(sheet, word, layout.lettering, stock_face, scale, ink)
    values, printed = {}, {}
    for blank in layout.blanks:
        text = "" if rng.random() < empty else blank.value(rng)
        values[blank.name] = _joined(text)
        if text:
            face = _face(text, rng, bundled_only)
            printed[blank.name] = _print_value(sheet, blank, text, face, scale, offset)
    return FilledForm(layout, sheet, values, scale, printed)


def _print_word(
    sheet: NDArray[np.uint8],
    word: Word,
    lettering: Lettering,
    face: Face,
    scale: float,
    ink: NDArray[np.float32],
) -> None:
    """Print a fixed word, its letters as wide and heavy as the layout has them."""
    size = max(6, round(word.size * scale))
    length = face.at(size).getlength(word.text)
    x = word.x * scale - (length * lettering.width / 2 if word.centred else 0)
    if lettering.width == 1.0 and lettering.weight == 0.0:
        write(sheet, [(x, word.y * scale, word.text)], face, size, ink)
        return
    strip = np.full((2 * size, round(length) + 2 * size, 3), 255, np.uint8)
    write(strip, [(size, 1.5 * size, word.text)], face, size, np.zeros(3, np.float32))
    stroke = round(lettering.weight * size)
    if stroke:
        strip = cv2.erode(strip, np.ones((1, 1 + stroke), np.uint8))
    strip = cv2.resize(strip, None, fx=lettering.width, fy=1.0, interpolation=cv2.INTER_AREA)
    left, top = round(x - size * lettering.width), round(word.y * scale - 1.5 * size)
    first, last = max(0, -top), min(strip.shape[0], sheet.shape[0] - top)
    start, end = max(0, -left), min(strip.shape[1], sheet.shape[1] - left)
    if first < last and start < end:
        lay(sheet, 255 - strip[first:last, start:end, 0], ink, (left + start, top + first))


def _print_value(
    sheet: NDArray[np.uint8],
    blank: Blank,
    text: str,
    face: Face,
    scale: float,
    offset: tuple[float, float],
) -> tuple[float, float, float, float]:
    """Print a value into its place, in smaller letters where it would not fit; tells where it stands."""
    x, y, width, height = (side * scale for side in blank.box)
    lines = text.split("\n")
    size = max(6, round(blank.size * scale))
    inset = 0.3 * size
    longest = max(face.at(size).getlength(line) for line in lines)
    if longest > width - 2 * inset:
        size = max(6, int(size * (width - 2 * inset) / longest))
    top = y + (height - size * (1 + _LEADING * (len(lines) - 1))) / 2
    printed = []
    for number, line in enumerate(lines):
        length = face.at(size).getlength(line)
        start = {"left": inset, "centre": (width - length) / 2, "right": width - length - inset}[blank.align]
        baseline = top + size * (0.88 + _LEADING * number)
        printed.append((x + start + offset[0] * scale, baseline + offset[1] * scale, line))
    write(sheet, printed, face, size, np.array(blank.colour, np.float32), 0.95)
    left = min(start for start, _, _ in printed)
    right = max(start + face.at(size).getlength(line) for start, _, line in printed)
    return left, printed[0][1] - 0.88 * size, right, printed[-1][1] + 0.12 * size


def _face(text: str, rng: np.random.Generator, bundled_only: bool) -> Face:
    faces = find_faces(text.replace("\n", ""), bundled_only=bundled_only)
    return faces[int(rng.integers(len(faces)))]


def _joined(text: str) -> str:
    """Lines joined without a blank beside Chinese characters, else with one."""
    joined = ""
    for line in text.split("\n"):
        separate = joined and joined[-1].isascii() and line[:1].isascii()
        joined += (" " if separate else "") + line
    return joined
