"""Locate: every seal on a page, whatever its colour, as a list of candidates with their outlines.

No single gate decides. Each ink of the page is searched on its own, coloured or dark, for rims (closed
elliptic lines with paper outside) and for frames (inked outlines with corners); what explains the same place
better wins.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from models.seal.frame import Frame, fit_frame
from models.seal.ink import Ink, find_inks, optical_density, paper_colour
from models.seal.proposals import propose_rings
from models.seal.ring import Ellipse, fit_rims
from models.values import Image, Mask, SealShape

_SIDE = 720  # pixels of the longer side while searching
_LARGEST_SCALE = 4.0
_SMALLEST_RADIUS = 0.025  # of the longer side
_BANNER = 0.1  # see `Frame.filled`
_THIN = 0.011  # of the shorter side: lines of tables are thinner than a stamp's
_EMPTIEST = 0.07  # a frame with less in it is a table's cell
_SMALLEST_FRAME = 0.028
_LARGEST_FRAME = 0.96
_LARGEST_DARK_FRAME = 0.75  # a dark frame about the whole picture is a page's or a table's
_LEAST_SCORE = 0.5
_CLEAR = 0.7  # a ring at least this good needs no second look
_SQUEEZE = 0.7
_EMBLEM = 1.7  # area of a rim over that of a ring within it that is no second rim
_PART = 6.0  # area of a frame over that of a character in it, at least
_PIECES = 8  # of a mask
_SAME_BOX = 3  # pixels: pieces whose boxes differ by no more are one
_NO_SEAL_INK = frozenset({"yellow"})


@dataclass(frozen=True, eq=False)
class Candidate:
    """Where a seal may be.

    Attributes:
        outline: the rim of a round or oval seal, the frame of one with corners; pixels of the page.
        hue: of its ink in degrees; None for dark ink.
        score: how well the outline is inked and stands apart, up to 1.
    """

    outline: Ellipse | Frame
    hue: float | None
    score: float

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Bounding box `(x, y, width, height)` in pixels of the page."""
        return self.outline.box


def locate(image: Image, paper: NDArray[np.float32] | None = None) -> list[Candidate]:
    """Find the seals of a page.

    Args:
        image: `(H, W, 3)` uint8 BGR.
        paper: its `paper_colour`, when the caller has it already.

    Returns:
        Candidates that do not explain the same place, the best first.
    """
    if paper is None:
        paper = paper_colour(image)
    scale = min(_LARGEST_SCALE, _SIDE / max(image.shape[:2]))
    size = (max(16, round(image.shape[1] * scale)), max(16, round(image.shape[0] * scale)))
    method = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    density = optical_density(
        np.asarray(cv2.resize(image, size, interpolation=method), dtype=np.uint8),
        np.asarray(cv2.resize(paper, size, interpolation=cv2.INTER_LINEAR), dtype=np.float32),
    )
    inks = [ink for ink in find_inks(density) if ink.colour not in _NO_SEAL_INK]
    rings = _outer([ring for ink in inks for ring in _rings(ink)])
    rings = _outer(rings + [ring for ink in _unexplained(inks, rings) for ring in _squeezed_rings(ink)])
    frames = [frame for ink in inks for frame in _frames(ink, rings)]
    frames = _distinct(_without_parts(frames))
    return [_to_page(candidate, 1 / scale) for candidate in _reconciled(rings, frames)]


def _unexplained(inks: list[Ink], rings: list[Candidate]) -> list[Ink]:
    """The inks to search again for ovals: coloured ones without a clear ring; dark ones if nobody has one."""
    clear = {ring.hue for ring in rings if ring.score >= _CLEAR}
    return [ink for ink in inks if ink.hue not in clear and (ink.hue is not None or not clear)]


def _rings(ink: Ink) -> list[Candidate]:
    """Rims drawn in one ink."""
    evidence = ink.evidence
    smallest = _SMALLEST_RADIUS * max(evidence.shape)
    guesses = propose_rings(evidence, smallest, 12)
    if ink.hue is not None:
        guesses += _piece_guesses(ink, smallest)
    return _fitted(ink, guesses)


def _squeezed_rings(ink: Ink) -> list[Candidate]:
    """Oval rims drawn in one ink: looked for as circles on a page squeezed one way and the other."""
    smallest = _SMALLEST_RADIUS * max(ink.evidence.shape)
    guesses = []
    for along, down in ((_SQUEEZE, 1.0), (1.0, _SQUEEZE)):
        size = (round(ink.evidence.shape[1] * along), round(ink.evidence.shape[0] * down))
        squeezed = cv2.resize(ink.evidence, size, interpolation=cv2.INTER_AREA)
        for guess in propose_rings(np.asarray(squeezed, dtype=np.float32), smallest, 8):
            guesses.append(Ellipse(guess.x / along, guess.y / down, guess.a / along, guess.b / down))
    return _fitted(ink, guesses)


def _fitted(ink: Ink, guesses: list[Ellipse]) -> list[Candidate]:
    """The rims near some guesses that are inked well and stand apart."""
    smallest = _SMALLEST_RADIUS * max(ink.evidence.shape)
    candidates = []
    for rim in fit_rims(ink.evidence, guesses):
        score = rim.coverage - rim.outside
        if rim.ellipse.radius >= smallest and score >= _LEAST_SCORE:
            # colour tells a seal from print better than darkness does
            candidates.append(Candidate(rim.ellipse, ink.hue, score - (0.1 if ink.hue is None else 0.0)))
    return candidates


def _piece_guesses(ink: Ink, smallest: float) -> list[Ellipse]:
    """The ellipses inscribed in the boxes of connected pieces: right for foreshortened and oval seals."""
    guesses = []
    for piece in _pieces(_masks(ink)[:2], smallest, holes=False):
        x, y, width, height = cv2.boundingRect(piece)
        guesses.append(Ellipse(x + width / 2, y + height / 2, width / 2, height / 2))
    return guesses


def _masks(ink: Ink) -> list[Mask]:
    """Where there is ink, `(H, W)` uint8 0 or 1: any, gaps closed at two reaches; and strong ink alone."""
    inked = (ink.plane > ink.threshold).astype(np.uint8)
    masks = []
    for reach in (0.006, 0.02):
        side = max(3, round(reach * max(inked.shape))) | 1
        kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side))
        masks.append(np.asarray(cv2.morphologyEx(inked, cv2.MORPH_CLOSE, kernel), dtype=np.uint8))
    if ink.hue is not None:
        masks.append(ink.strong.astype(np.uint8))
    return masks


def _pieces(masks: Sequence[Mask], smallest: float, *, holes: bool) -> list[NDArray[np.int32]]:
    """Connected pieces of a seal's size as pixel lists, the largest of each mask.

    With `holes`, what a line encloses is a piece, too: it tells a frame even where something else touches it.
    """
    pieces: list[NDArray[np.int32]] = []
    boxes: list[tuple[int, ...]] = []
    for mask in masks:
        sized = []
        for contour in _contours(mask, holes=holes):
            box = tuple(cv2.boundingRect(contour))
            if min(box[2:]) < 1.2 * smallest or max(box[2:]) >= 5 * min(box[2:]):
                continue
            if all(np.abs(np.subtract(box, other)).max() > _SAME_BOX for other in boxes):
                sized.append(contour)
                boxes.append(box)
        pieces += sorted(sized, key=len, reverse=True)[:_PIECES]
    return pieces


def _contours(mask: Mask, *, holes: bool) -> list[NDArray[np.int32]]:
    """The outlines of inked pieces, and of what they enclose, `(N, 2)` each."""
    mode = cv2.RETR_CCOMP if holes else cv2.RETR_EXTERNAL
    contours, _ = cv2.findContours(mask, mode, cv2.CHAIN_APPROX_NONE)
    return [np.asarray(contour.reshape(-1, 2), dtype=np.int32) for contour in contours]


def _frames(ink: Ink, rings: list[Candidate]) -> list[Candidate]:
    """Frames drawn in one ink, beside or across the clear rings already found."""
    evidence = ink.evidence
    masks, strong = _masks(ink), ink.strong
    for ring in rings:
        if isinstance(ring.outline, Ellipse) and ring.score >= _CLEAR:
            rim = ring.outline
            stroke = max(3, round(0.18 * rim.radius))
            for mask in masks:
                cv2.ellipse(mask, ((rim.x, rim.y), (2 * rim.a, 2 * rim.b), rim.angle), 0, stroke)
    candidates = []
    side = max(evidence.shape)
    smallest = _SMALLEST_FRAME * side
    clear = [ring.box for ring in rings if ring.score >= _CLEAR]
    for piece in _pieces(masks, smallest / 1.2, holes=ink.hue is not None):
        if any(encloses(box, cv2.boundingRect(piece)) for box in clear):
            continue  # what stands in a ring is its text
        frame = fit_frame(evidence, piece, strong)
        if frame is None or not _EMPTIEST <= frame.fill <= 0.985:
            continue
        like_a_table = ink.hue is None and frame.shape is SealShape.RECTANGLE
        largest = _LARGEST_DARK_FRAME if like_a_table else _LARGEST_FRAME
        if min(frame.box[2:]) < smallest or max(frame.box[2:]) > largest * side:
            continue
        if frame.filled > _BANNER and max(frame.box[2:]) > 1.5 * min(frame.box[2:]):
            continue  # stamps in white on ink are name seals; wider ones are banners and buttons
        if like_a_table and frame.thickness < _THIN:
            continue  # a table's cell
        # dark boxes are mostly tables; and the tops of a line of print nearly make a line
        score = frame.coverage - 0.5 * frame.outside - (0.35 if like_a_table else 0.25)
        if score >= _LEAST_SCORE:
            candidates.append(Candidate(frame, ink.hue, score))
    return candidates


def _without_parts(frames: list[Candidate]) -> list[Candidate]:
    """Leave out frames well inside others of the same ink: characters with corners, not seals."""
    return [
        frame
        for frame in frames
        if not any(
            other.hue == frame.hue and _area(other) > _PART * _area(frame) and encloses(other.box, frame.box)
            for other in frames
        )
    ]


def _area(candidate: Candidate) -> float:
    return candidate.box[2] * candidate.box[3]


def _distinct(candidates: list[Candidate]) -> list[Candidate]:
    """Drop candidates that explain the same place as a better one; of equally good ones the larger stays."""
    kept: list[Candidate] = []
    for candidate in sorted(candidates, key=lambda c: (-round(c.score, 3), -_area(c))):
        if all(overlap(candidate.box, other.box) < 0.35 for other in kept):
            kept.append(candidate)
    return kept


def _outer(rings: list[Candidate]) -> list[Candidate]:
    """Distinct rings; of rings in one another the outermost clear one: within a rim are emblems."""
    clear = [ring for ring in rings if ring.score >= _CLEAR]
    return _distinct([ring for ring in rings if not any(encloses(other.box, ring.box) for other in clear)])


def encloses(outer: Sequence[float], inner: Sequence[float]) -> bool:
    """Whether a box lies wholly within another that is clearly larger."""
    larger = outer[2] * outer[3] > _EMBLEM * inner[2] * inner[3]
    return larger and overlap(outer, inner) > 0.97


def _reconciled(rings: list[Candidate], frames: list[Candidate]) -> list[Candidate]:
    """Rings and frames together: of two that are the same thing the better, otherwise the ring.

    A frame inside a ring is a line of its text, one around a clear ring is the page's border. Around an
    unclear ring, which may be a loop of the frame's own text, it stays: reading tells.
    """
    kept = list(rings)
    for frame in frames:
        rivals = [ring for ring in kept if ring in rings and overlap(frame.box, ring.box) >= 0.35]
        around = [ring for ring in rivals if ring.score < _CLEAR and encloses(frame.box, ring.box)]
        rivals = [ring for ring in rivals if ring not in around]
        if all(_same_place(frame.box, ring.box) and frame.score > ring.score for ring in rivals):
            kept = [candidate for candidate in kept if candidate not in rivals] + [frame]
    return sorted(kept, key=lambda candidate: -candidate.score)


def _same_place(first: tuple[float, float, float, float], second: tuple[float, float, float, float]) -> bool:
    """Whether two boxes are about as large and lie upon each other."""
    ratio = first[2] * first[3] / (second[2] * second[3])
    return 0.5 < ratio < 2 and overlap(first, second) > 0.6


def overlap(first: Sequence[float], second: Sequence[float]) -> float:
    """Intersection over the smaller box, 0..1; boxes are `(x, y, width, height)`."""
    width = min(first[0] + first[2], second[0] + second[2]) - max(first[0], second[0])
    height = min(first[1] + first[3], second[1] + second[3]) - max(first[1], second[1])
    smaller = min(first[2] * first[3], second[2] * second[3])
    return max(0.0, width) * max(0.0, height) / max(smaller, 1e-6)


def _to_page(candidate: Candidate, scale: float) -> Candidate:
    outline = candidate.outline
    if isinstance(outline, Ellipse):
        return replace(candidate, outline=outline.moved(scale))
    return replace(candidate, outline=replace(outline, corners=outline.corners * np.float32(scale)))


def shape_of(ellipse: Ellipse) -> SealShape:
    """Round or oval by the ratio of the axes alone."""
    ratio = max(ellipse.a, ellipse.b) / min(ellipse.a, ellipse.b)
    return SealShape.OVAL if ratio > 1.22 else SealShape.ROUND
