"""Search: seals known by their ink and outline alone; what the network has seen already is left out.

Each ink of the page is searched on its own, coloured or dark, for rims (closed elliptic lines with paper
outside) and for frames (inked outlines with corners); what explains the same place better wins.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from sealstack.models.seal.detect.candidate import (
    CLEAR,
    SHARED,
    Candidate,
    encloses,
    outer,
    recognised,
    resolve_conflicts,
    shared,
    suppress_overlapping,
    without_parts,
)
from sealstack.models.seal.detect.frame.candidates import SMALLEST_FRAME, frames_of_lines, judged
from sealstack.models.seal.detect.frame.fit import Frame, fit_frame
from sealstack.models.seal.detect.ring.fit import Ellipse, fit_rims
from sealstack.models.seal.detect.ring.proposals import propose_rings
from sealstack.models.seal.ink.density import Ink, find_inks, optical_density
from sealstack.models.values import Image, Mask

_SIDE = 720  # pixels of the longer side while searching
_LARGEST_SCALE = 4.0
_SMALLEST_RADIUS = 0.025  # of the longer side
_LEAST_SCORE = 0.5
_RIM_AND_ALL = 1.06  # times a rim: what lies in it, its stroke too
_GREYEST = 0.5  # least over greatest density of a coloured ink's channels
_SQUEEZE = 0.7
_PIECES = 8  # of a mask
_SAME_BOX = 3  # pixels: pieces whose boxes differ by no more are one
_NO_SEAL_INK = frozenset({"yellow"})
_SIDE_LEFT = 600  # for what is left
_LIKELY = 0.08  # confidence of a seal, for a frame that is not clear
_NEARLY_CLEAR = 0.55  # of a ring that the network sees, too
_FEW = 4  # guesses and pieces, for what is left
_ALIKE_HUES = 50.0  # degrees
_CLOSED = 0.02  # of the longer side


def search(
    image: Image,
    paper: NDArray[np.float32],
    seen: Sequence[Candidate] = (),
    *,
    thorough: bool = True,
    inkling: bool = True,
    confidence: Callable[[Ellipse | Frame], float] = lambda outline: 0.0,
) -> list[Candidate]:
    """Search a page for seals by their ink.

    Args:
        image: `(H, W, 3)` uint8 BGR.
        paper: its `paper_colour`.
        seen: seals found before, pixels of the page.
        thorough: search all inks; otherwise only what coloured ink the seals seen before leave.
        inkling: look there as closely for rings; otherwise at half the size, where small ones are lost.
        confidence: of a seal within an outline in pixels of the page, 0..1, as far as it is known.

    Returns:
        These, where nothing explains their place better, and all others; the best first.
    """
    side = _SIDE if thorough else _SIDE_LEFT
    scale = min(_LARGEST_SCALE, side / max(image.shape[:2]))
    size = (max(16, round(image.shape[1] * scale)), max(16, round(image.shape[0] * scale)))
    method = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    density = optical_density(
        np.asarray(cv2.resize(image, size, interpolation=method), dtype=np.uint8),
        np.asarray(cv2.resize(paper, size, interpolation=cv2.INTER_LINEAR), dtype=np.float32),
    )
    *coloured, dark = find_inks(density)
    coloured = [ink for ink in coloured if ink.colour not in _NO_SEAL_INK]
    here = [_moved(candidate, scale) for candidate in seen]
    if thorough:
        found = _every(density, coloured, dark, here)
    else:
        found = _left(coloured, here, lambda one: confidence(_moved(one, 1 / scale).outline), inkling=inkling)
    return [_moved(candidate, 1 / scale) for candidate in found]


def _every(
    density: NDArray[np.float32], coloured: list[Ink], dark: Ink, seen: list[Candidate]
) -> list[Candidate]:
    """What was seen, and whatever else looks like a seal in any ink."""
    rings = [one for one in seen if isinstance(one.outline, Ellipse)]
    rings += recognised([ring for ink in coloured for ring in _rings(ink)], seen)
    inks = [*coloured, _without_found(density, dark, coloured, rings)]
    rings = outer(rings + _rings(inks[-1]))
    rings = outer(rings + [ring for ink in _unexplained(inks, rings) for ring in _squeezed_rings(ink)])
    frames = [frame for ink in inks for frame in _frames(ink, rings)]
    lines = [frame for ink in _unexplained(inks, rings + frames) for frame in frames_of_lines(ink)]
    frames, lines = recognised(frames, seen), recognised(lines, seen)
    # a piece of ink that is a frame shows its corners better than lines do
    frames += [one for one in lines if all(shared(one, frame) < SHARED for frame in frames)]
    frames += [one for one in seen if isinstance(one.outline, Frame)]
    return resolve_conflicts(rings, suppress_overlapping(without_parts(frames)))


def _left(
    coloured: list[Ink], seen: list[Candidate], confidence: Callable[[Candidate], float], *, inkling: bool
) -> list[Candidate]:
    """What was seen, and what else looks like a seal in the coloured ink that is left."""
    left = [(ink, rest) for ink in coloured if _is_left(rest := _without_known(ink, seen))]
    known = [one for one in seen if isinstance(one.outline, Ellipse)]
    look = _rings if inkling else _rings_at_half_size
    found = outer(known + recognised([ring for _, rest in left for ring in look(rest, _FEW)], seen))
    frames = [one for one in seen if isinstance(one.outline, Frame)]
    # a frame that laps over a known seal is whole only in the ink that has both
    sure = [replace(ring, score=CLEAR) if ring.score >= _NEARLY_CLEAR else ring for ring in found]
    more = recognised([frame for ink, _ in left for frame in _frames(ink, sure)], seen)
    # most are characters and headings
    frames += [frame for frame in more if frame.score >= CLEAR or confidence(frame) >= _LIKELY]
    return resolve_conflicts(found, suppress_overlapping(without_parts(frames)))


def _without_known(ink: Ink, known: Sequence[Candidate]) -> Ink:
    """An ink without what lies in seals of about its hue."""
    within = np.zeros(ink.plane.shape, np.uint8)
    for one in known:
        if one.hue is None or (
            ink.hue is not None and abs((one.hue - ink.hue + 180) % 360 - 180) < _ALIKE_HUES
        ):
            if isinstance(one.outline, Ellipse):
                _draw(within, one.outline.scaled(_RIM_AND_ALL), cv2.FILLED)
            else:
                corners = one.outline.corners
                middle = corners.mean(axis=0)
                cv2.fillConvexPoly(
                    within, np.round(middle + _RIM_AND_ALL * (corners - middle)).astype(np.int32), 1
                )
    return replace(ink, plane=np.where(within > 0, np.float32(0), ink.plane)) if within.any() else ink


def _is_left(ink: Ink) -> bool:
    """Whether pieces of a seal's size are left of an ink."""
    smallest = 2 * _SMALLEST_RADIUS * max(ink.plane.shape)
    half = cv2.resize(
        (ink.plane > ink.threshold).astype(np.uint8), None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA
    )
    side = max(3, round(_CLOSED * max(half.shape))) | 1
    closed = cv2.morphologyEx(half, cv2.MORPH_CLOSE, np.ones((side, side), np.uint8))
    stats = cv2.connectedComponentsWithStats(closed, connectivity=8)[2][1:]
    return bool((stats[:, 2:4].min(axis=1, initial=10**6) * 2 >= smallest).any()) if len(stats) else False


def _without_found(
    density: NDArray[np.float32], dark: Ink, coloured: Sequence[Ink], rings: Sequence[Candidate]
) -> Ink:
    """The dark ink without that of clear coloured rings, which is dark as well: they are found."""
    found = np.zeros(dark.plane.shape, np.uint8)
    for ink in coloured:
        within = np.zeros_like(found)
        for ring in rings:
            if ring.hue == ink.hue and ring.score >= CLEAR and isinstance(ring.outline, Ellipse):
                _draw(within, ring.outline.scaled(_RIM_AND_ALL), cv2.FILLED)
        found |= within & (ink.plane > ink.threshold)
    if not found.any():
        return dark
    # strokes are dark a little farther than they are coloured; what is dark in every channel lies across them
    around = cv2.dilate(found, np.ones((3, 3), np.uint8)) > 0
    coloured_only = density.min(axis=2) < _GREYEST * dark.plane
    return replace(dark, plane=np.where(around & coloured_only, np.float32(0), dark.plane))


def _draw(mask: Mask, rim: Ellipse, stroke: int, value: int = 1) -> None:
    cv2.ellipse(mask, ((rim.x, rim.y), (2 * rim.a, 2 * rim.b), rim.angle), value, stroke)


def _unexplained(inks: list[Ink], found: list[Candidate]) -> list[Ink]:
    """The inks to search again: coloured ones without a clear outline; dark ones if nobody has one."""
    clear = {candidate.hue for candidate in found if candidate.score >= CLEAR}
    return [ink for ink in inks if ink.hue not in clear and (ink.hue is not None or not clear)]


def _rings(ink: Ink, limit: int = 12) -> list[Candidate]:
    """Rims drawn in one ink, near so many guesses and its pieces."""
    evidence = ink.evidence
    smallest = _SMALLEST_RADIUS * max(evidence.shape)
    guesses = propose_rings(evidence, smallest, limit)
    if ink.hue is not None:
        guesses += _piece_guesses(ink, smallest, min(limit, _PIECES))
    return _fitted(ink, guesses)


def _rings_at_half_size(ink: Ink, limit: int) -> list[Candidate]:
    """Rims drawn in one ink, looked for on a smaller picture: quicker, but small ones are lost."""
    height, width = ink.plane.shape
    half = cv2.resize(ink.plane, (max(1, width // 2), max(1, height // 2)), interpolation=cv2.INTER_AREA)
    smaller = replace(ink, plane=np.asarray(half, np.float32))
    return [_moved(ring, 2.0) for ring in _rings(smaller, limit)]


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
            # colour distinguishes a seal from print better than darkness does
            candidates.append(Candidate(rim.ellipse, ink.hue, score - (0.1 if ink.hue is None else 0.0)))
    return candidates


def _piece_guesses(ink: Ink, smallest: float, limit: int) -> list[Ellipse]:
    """The ellipses inscribed in the boxes of connected pieces: right for foreshortened and oval seals."""
    guesses = []
    for piece in _pieces(_masks(ink)[:2], smallest, holes=False, limit=limit):
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


def _pieces(masks: Sequence[Mask], smallest: float, *, holes: bool, limit: int) -> list[NDArray[np.int32]]:
    """Connected pieces of a seal's size as pixel lists, so many of each mask, the largest.

    With `holes`, what a line encloses is a piece, too: it shows a frame even where something else touches it.
    """
    pieces: list[NDArray[np.int32]] = []
    boxes = np.empty((0, 4), np.int32)
    for mask in masks:
        sized = []
        for contour in _contours(mask, holes=holes):
            box = tuple(cv2.boundingRect(contour))
            if min(box[2:]) < 1.2 * smallest or max(box[2:]) >= 5 * min(box[2:]):
                continue
            # all at once: a page made of such pieces has thousands
            if (np.abs(boxes - np.asarray(box, np.int32)).max(axis=1, initial=0) > _SAME_BOX).all():
                sized.append(contour)
                boxes = np.vstack([boxes, np.asarray(box, np.int32)])
        pieces += sorted(sized, key=len, reverse=True)[:limit]
    return pieces


def _contours(mask: Mask, *, holes: bool) -> list[NDArray[np.int32]]:
    """The outlines of inked pieces, and of what they enclose, `(N, 2)` each."""
    mode = cv2.RETR_CCOMP if holes else cv2.RETR_EXTERNAL
    contours, _ = cv2.findContours(mask, mode, cv2.CHAIN_APPROX_NONE)
    return [np.asarray(contour.reshape(-1, 2), dtype=np.int32) for contour in contours]


def _frames(ink: Ink, rings: list[Candidate]) -> list[Candidate]:
    """Frames drawn in one ink, beside or across clear rings found before."""
    evidence = ink.evidence
    masks, strong = _masks(ink), ink.strong
    for ring in rings:
        if isinstance(ring.outline, Ellipse) and ring.score >= CLEAR:
            rim = ring.outline
            stroke = max(3, round(0.18 * rim.radius))
            for mask in masks:
                _draw(mask, rim, stroke, 0)
    clear = [ring.box for ring in rings if ring.score >= CLEAR]
    candidates = []
    smallest = SMALLEST_FRAME * max(evidence.shape) / 1.2
    for piece in _pieces(masks, smallest, holes=ink.hue is not None, limit=_PIECES):
        if any(encloses(box, cv2.boundingRect(piece)) for box in clear):
            continue  # what stands in a ring is its text
        frame = fit_frame(evidence, piece, strong)
        if frame is not None:
            candidates.append(judged(frame, ink))
    return [candidate for candidate in candidates if candidate is not None]


def _moved(candidate: Candidate, scale: float) -> Candidate:
    """The candidate on a picture of another size."""
    return replace(candidate, outline=candidate.outline.moved(scale))
