"""Which way up a page stands, found by its own print.

The direction in which lines of print run leaves two senses. Which of them is right, the line classifier says
about a few pieces of lines, and the recognizer confirms by reading some of them: print that stands right is
read surely, print on its head or on its side is not. Where that settles nothing, the recognizer reads pieces
in all four senses, first of the lines found by their ink, then of those that the detector finds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from sealstack.models.document.print_lines import PrintLine, amount_along, find_print_lines
from sealstack.models.document.vertical_print import is_vertical_print
from sealstack.models.geometry.scaling import reduced
from sealstack.models.text.detection.crop import crop_line
from sealstack.models.text.engine import TextEngine
from sealstack.models.text.recognition.ctc import Reading
from sealstack.models.values import Image

TURNS = (0, 90, 180, 270)
"""Degrees anticlockwise that a picture may have to be turned by."""

_LONGEST_PIECE = 6.0
"""Pieces of lines are at most this many times as long as high: as much as the recognizer takes at once."""

_CLASSIFIED, _READ, _REFEREED = 8, 4, 6
"""How many pieces are shown to the line classifier, read to confirm it, and read each way when unsure."""

_FEWEST_CHARACTERS = 4
"""How many characters a reading must have to count."""

_CONFIRMING = 2
"""How many of the pieces read must be read surely."""

_SURE_READING = 0.8
"""The score from which a reading is sure; print on its head or side rarely reaches 0.6."""

_LEAST_EVIDENCE = 1.5
_CLEARLY_BETTER = 1.15
"""What the readings of one sense must amount to (see `_evidence`), and how many times those of the next."""

_UNCONTRADICTED = 1.15
"""What they must amount to when no other sense is read at all: five characters of a stamp, read surely."""

_CHARACTERS_ON_SIDE = -90
"""What lines of characters that lie on their side must be turned less, degrees."""

_DETECTOR_SIDE = 800
"""What a picture is reduced to for the detector, pixels of the longer side."""


_NARROWEST = 16
"""Pictures with a side shorter than this, pixels, are not shown to the detector: they hold no page."""


@dataclass(frozen=True, eq=False)
class _Piece:
    """A piece of a line, turned to run from left to right in one of its two senses.

    Attributes:
        strip: `(h, w, 3)` uint8.
        turn: degrees anticlockwise that the page would have to be turned by, if this is the right sense.
    """

    strip: Image
    turn: int

    def turned_over(self) -> _Piece:
        """The same piece in the other sense."""
        return _Piece(np.asarray(cv2.rotate(self.strip, cv2.ROTATE_180), np.uint8), (self.turn + 180) % 360)


class OrientationFinder:
    """Tells which way up pages stand, with a text engine's networks. May be shared by many threads."""

    def __init__(self, engine: TextEngine) -> None:
        self._engine = engine

    def find(self, image: Image) -> int:
        """Tell by how much a page must be turned.

        Args:
            image: `(H, W, 3)` uint8 BGR of any size.

        Returns:
            Degrees anticlockwise that make it upright: 0, 90, 180 or 270; 0 when no print tells.

        Raises:
            ValueError: the picture has no pixel or is not such an array.
        """
        if image.ndim != 3 or image.shape[2] != 3 or image.dtype != np.uint8 or image.size == 0:
            raise ValueError(f"a picture is (H, W, 3) uint8 with H, W > 0, not {image.shape} {image.dtype}")
        lines = find_print_lines(image)
        pieces = self._quick_answer(image, lines)
        if not pieces:
            found = [
                piece for upended in (False, True) for piece in _pieces(image, lines, upended, _REFEREED)
            ]
            pieces = self._read_each_way(found) or self._read_each_way(self._detected_pieces(image))
        if not pieces:
            return 0
        vertical = is_vertical_print([piece.strip for piece in pieces], self._engine.recognizer)
        return (pieces[0].turn + (_CHARACTERS_ON_SIDE if vertical else 0)) % 360

    def _quick_answer(self, image: Image, lines: list[PrintLine]) -> list[_Piece]:
        """Pieces in the sense that classifier and readings agree on, the direction with more print first."""
        along = {upended: amount_along(lines, upended) for upended in (False, True)}
        for upended in sorted(along, key=lambda direction: -along[direction]):
            pieces = _pieces(image, lines, upended, _CLASSIFIED)
            if len(pieces) < _CONFIRMING:
                continue
            turned_over = self._engine.line_classifier.probabilities([piece.strip for piece in pieces])
            if np.mean(turned_over) > 0.5:
                pieces = [piece.turned_over() for piece in pieces]
            if self._confirmed(pieces[:_READ]):
                return pieces
        return []

    def _confirmed(self, pieces: list[_Piece]) -> bool:
        """Whether enough of the pieces are read surely in this sense; reads no more than it takes."""
        missing = _CONFIRMING
        for number, piece in enumerate(pieces):
            if len(pieces) - number < missing:
                return False
            missing -= _worth(self._read([piece])[0]) >= _SURE_READING
            if not missing:
                return True
        return False

    def _read_each_way(self, pieces: list[_Piece]) -> list[_Piece]:
        """The pieces in the sense read best; none when nothing is read well, or two senses alike."""
        pieces = pieces + [piece.turned_over() for piece in pieces]
        evidence = dict.fromkeys(TURNS, 0.0)
        for piece, reading in zip(pieces, self._read(pieces), strict=True):
            evidence[piece.turn] += _evidence(reading)
        best, second = sorted(evidence.values(), reverse=True)[:2]
        least = _LEAST_EVIDENCE if second > 0 else _UNCONTRADICTED
        if best < least or best < _CLEARLY_BETTER * second:
            return []
        return [piece for piece in pieces if evidence[piece.turn] == best]

    def _detected_pieces(self, image: Image) -> list[_Piece]:
        """Pieces of the longest lines that the detector finds on a reduced picture."""
        if min(image.shape[:2]) < _NARROWEST:
            return []
        small, scale = reduced(image, _DETECTOR_SIDE)
        quads = [quad for quad, _ in self._engine.detector.detect(small, shorter_side=64)]
        quads.sort(key=lambda quad: -max(np.ptp(quad[:, 0]), np.ptp(quad[:, 1])))
        pieces = []
        for quad in quads[: 2 * _REFEREED]:
            place = np.asarray(quad / scale, np.float32)
            strip, turned = crop_line(image, place)
            upended = not np.array_equal(turned, place)
            pieces.append(_Piece(_middle(strip), 90 if upended else 0))
        return pieces

    def _read(self, pieces: Sequence[_Piece]) -> list[Reading]:
        return self._engine.recognizer.read([piece.strip for piece in pieces])


def turn_page(image: Image, angle: int) -> Image:
    """Turn a picture anticlockwise by 0, 90, 180 or 270 degrees."""
    return np.ascontiguousarray(np.rot90(image, angle // 90)) if angle else image


def _pieces(image: Image, lines: Sequence[PrintLine], upended: bool, count: int) -> list[_Piece]:
    """Pieces of `count` lines of one direction, the highest of the long ones first: they are read best."""
    usable = [line for line in lines if line.upended == upended][: 3 * count]
    usable.sort(key=lambda line: -line.height * min(line.length / line.height, _LONGEST_PIECE))
    pieces = []
    for line in usable[:count]:
        x, y, width, height = line.box
        strip = image[y : y + height, x : x + width]
        pieces.append(_Piece(_middle(turn_page(strip, 90) if upended else strip), 90 if upended else 0))
    return pieces


def _middle(strip: Image) -> Image:
    """The middle of a strip that is too long to be read at once."""
    length = round(_LONGEST_PIECE * strip.shape[0])
    start = max(0, strip.shape[1] - length) // 2
    return strip[:, start : start + length]


def _worth(reading: Reading) -> float:
    """How sure a reading is; a few characters are none, as such runs are found along columns of print too."""
    return reading.score if len(reading.text.replace(" ", "")) >= _FEWEST_CHARACTERS else 0.0


def _evidence(reading: Reading) -> float:
    """What a reading says for the sense it was read in: nothing below a score of one half, then ever more."""
    return max(0.0, _worth(reading) - 0.5) * 2 * min(len(reading.text), 8) / 4
