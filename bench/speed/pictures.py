"""The pictures that speed is measured on: drawn ones, and the real ones when they are there."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from bench.accuracy.comparison import contains, is_legible
from bench.accuracy.gate.labels import read_texts
from bench.generator import printing
from bench.generator.pages import make_page
from bench.generator.paper import blank_sheet
from bench.generator.scenes import make_scene

REAL = Path(__file__).resolve().parents[3] / "shared" / "data" / "real"

_Picture = NDArray[np.uint8]

# height, width, pixels an em: a letter at 100 dpi, a receipt, a screenshot, a label, a banner, a letter
# at 150 dpi
_SHEETS = (
    (1169, 827, 15),
    (900, 480, 20),
    (720, 1280, 18),
    (400, 560, 26),
    (132, 709, 34),
    (1754, 1240, 23),
)


@dataclass(frozen=True)
class LabelledPicture:
    """A picture with lines of print.

    Attributes:
        content: its file.
        lines: what they say, perhaps not all of them.
    """

    content: bytes
    lines: tuple[str, ...]

    def found(self, text: str) -> int:
        """Count the lines that stand somewhere in what was read; punctuation and blanks do not count."""
        return sum(contains(text, line) for line in self.legible)

    @property
    def legible(self) -> tuple[str, ...]:
        """The lines of which anything can be compared."""
        return tuple(line for line in self.lines if is_legible(line))


def general_pictures() -> list[LabelledPicture]:
    """Pictures with lines of print: six drawn ones, and the real ones that are labelled for text."""
    drawn = [_printed(number, *sheet) for number, sheet in enumerate(_SHEETS)]
    return [LabelledPicture(_encoded(image), tuple(lines)) for image, lines in drawn] + _real()


def letter() -> bytes:
    """A letter at 150 dpi."""
    return _encoded(_printed(len(_SHEETS) - 1, *_SHEETS[-1])[0])


def small_pictures(count: int = 24) -> list[bytes]:
    """Labels with a few lines of print, each of another size, which are read in a fraction of a second."""
    return [
        _encoded(_printed(100 + number, 72 + 8 * (number % 7), 160 + 16 * (number % 11), 20)[0])
        for number in range(count)
    ]


def seal_crops(count: int = 8) -> list[bytes]:
    """Crops of 300 to 600 pixels around one seal each."""
    found: list[bytes] = []
    seed = 0
    while len(found) < count:
        scene = make_scene(seed, "easy", bundled_only=True)
        seed += 1
        if len(scene.truths) == 1 and 300 <= max(scene.image.shape[:2]) <= 600:
            found.append(_encoded(scene.image))
    return found


def sealed_pages(count: int = 4) -> list[bytes]:
    """A4 pages at 150 dpi with one seal each."""
    found: list[bytes] = []
    seed = 0
    while len(found) < count:
        image, seals, _, _ = make_page(np.random.default_rng(seed), 0.3, "round", False, False, True)
        seed += 1
        if len(seals) == 1 and image.shape[0] > 1.2 * image.shape[1]:
            found.append(_encoded(cv2.resize(image, (1240, 1754), interpolation=cv2.INTER_AREA)))
    return found


def noisy_photograph(size: int = 2_000_000) -> bytes:
    """A JPEG of about so many bytes, as a phone takes them; what it shows does not matter."""
    chance = np.random.default_rng(1)
    image = cv2.GaussianBlur(chance.integers(0, 256, (1500, 2000, 3)).astype(np.uint8), (0, 0), 0.8)
    for quality in range(60, 101, 2):
        content = _encoded(image, quality)
        if len(content) >= size:
            break
    return content


def _printed(number: int, height: int, width: int, size: int) -> tuple[_Picture, list[str]]:
    """A sheet of prose, and what its lines say."""
    chance = np.random.default_rng([77, number])
    sheet = blank_sheet((height, width))
    margin = size
    area = (margin, margin, width - 2 * margin, height - 2 * margin)
    lines = printing.paragraph(chance, sheet, area, size, printing.print_face(chance, True))
    noise = chance.normal(0, 4, sheet.shape)
    return np.clip(cv2.GaussianBlur(sheet, (0, 0), 0.6) + noise, 0, 255).astype(np.uint8), lines


def _real() -> list[LabelledPicture]:
    if not REAL.is_dir():
        return []
    # as plain JPEG: the peer refuses or misreads pictures with a palette, one bit or transparency
    return [
        LabelledPicture(_encoded(cv2.imread(str(text.path), cv2.IMREAD_COLOR), 95), text.lines)
        for text in read_texts(REAL)
    ]


def _encoded(image: _Picture, quality: int = 90) -> bytes:
    _, content = cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, quality])
    return content.tobytes()
