"""A page to be printed on, measured in millimetres, and the places on it where seals belong."""

from __future__ import annotations

from dataclasses import dataclass, field

import cv2
import numpy as np

from bench.generator import printing
from bench.generator.colours import Colour
from bench.generator.fonts import Face, find_faces
from bench.generator.paper import BLACK, Sheet, blank_sheet, lay

RED: Colour = np.array([0.2, 0.13, 0.86], np.float32)
BROWN: Colour = np.array([0.25, 0.4, 0.62], np.float32)
BLUE: Colour = np.array([0.6, 0.35, 0.15], np.float32)


@dataclass(frozen=True)
class Place:
    """Where a seal belongs on a page.

    Attributes:
        x: of its centre, millimetres.
        y: of its centre, millimetres.
        shape: of the seal, None for any.
        title: what its outer arc says; None for anything.
        person: whose name seal it is; None for another seal.
    """

    x: float
    y: float
    shape: str | None = None
    title: str | None = None
    person: str | None = None


@dataclass(eq=False)
class Canvas:
    """A page in the making.

    Attributes:
        width: millimetres.
        height: millimetres.
        unit: pixels a millimetre.
        rng: where chance comes from.
        face: of the running text.
        bold: of headings.
        bundled_only: write with the bundled font only.
        sheet: the print so far.
        places: where seals belong.
    """

    width: float
    height: float
    unit: float
    rng: np.random.Generator
    bundled_only: bool = False
    sheet: Sheet = field(init=False)
    places: list[Place] = field(default_factory=list)
    face: Face = field(init=False)
    bold: Face = field(init=False)

    def __post_init__(self) -> None:
        self.sheet = blank_sheet((round(self.height * self.unit), round(self.width * self.unit)))
        self.face = self._any_face(("song", "kai") if self.rng.random() < 0.7 else ("hei",))
        self.bold = self._any_face(("hei",) if self.rng.random() < 0.6 else ("song",))

    def _any_face(self, styles: tuple[str, ...]) -> Face:
        faces = find_faces("甲乙", styles, self.bundled_only)
        return faces[int(self.rng.integers(len(faces)))]

    def text(
        self,
        x: float,
        y: float,
        text: str,
        size: float,
        *,
        face: Face | None = None,
        colour: Colour = BLACK,
        align: str = "left",
    ) -> float:
        """Print one line; `y` is its baseline, `align` says what of it stands at `x`. Returns its width."""
        pixels = max(6, round(size * self.unit))
        face = face or self.face
        width = face.at(pixels).getlength(text) / self.unit
        left = x - {"left": 0.0, "centre": width / 2, "right": width}[align]
        place = (left * self.unit, y * self.unit, text)
        printing.write(self.sheet, [place], face, pixels, colour, cover=0.95)
        return float(width)

    def prose(
        self, x: float, y: float, width: float, height: float, size: float = 4.2, leading: float = 1.7
    ) -> None:
        """Fill an area with lines of business prose."""
        area = (
            round(x * self.unit),
            round(y * self.unit),
            round(width * self.unit),
            round(height * self.unit),
        )
        pixels = max(6, round(size * self.unit))
        printing.paragraph(self.rng, self.sheet, area, pixels, self.face, leading, cover=0.93)

    def rule(
        self, x: float, y: float, to_x: float, to_y: float, thickness: float = 0.3, colour: Colour = BLACK
    ) -> None:
        """A straight line, `thickness` in millimetres."""
        ends = np.round(np.array([[x, y], [to_x, to_y]]) * self.unit).astype(int).tolist()
        shade = (colour * 255).astype(int).tolist()
        cv2.line(self.sheet, ends[0], ends[1], shade, max(1, round(thickness * self.unit)), cv2.LINE_AA)

    def frame(
        self, x: float, y: float, width: float, height: float, thickness: float = 0.3, colour: Colour = BLACK
    ) -> None:
        """A rectangle's outline."""
        for start, end in (
            ((x, y), (x + width, y)),
            ((x, y + height), (x + width, y + height)),
            ((x, y), (x, y + height)),
            ((x + width, y), (x + width, y + height)),
        ):
            self.rule(*start, *end, thickness, colour)

    def signature(self, x: float, y: float, length: float, colour: Colour = BLACK) -> None:
        """Pen strokes with their left end at `x` about the height `y`."""
        strokes = printing.pen_strokes(self.rng, length * self.unit)
        lay(self.sheet, strokes, colour, (round(x * self.unit), round(y * self.unit - strokes.shape[0] / 2)))

    def ink(self, mask: np.ndarray, x: float, y: float, colour: Colour) -> None:
        """Print a mask (uint8, in pixels) with its upper left corner at `x`, `y`."""
        lay(self.sheet, mask, colour, (round(x * self.unit), round(y * self.unit)))
