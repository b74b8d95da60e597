"""Look closer: an area that the network sees becomes a candidate, with an outline fitted to its ink."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from models.seal.area import Area
from models.seal.candidate import Candidate, overlap
from models.seal.frame import Frame, fit_frame, fit_outline
from models.seal.frame_lines import propose_frames
from models.seal.ink import Ink, find_inks, optical_density
from models.seal.ring import Ellipse, fit_rims
from models.values import Image, Polygon

_RADIUS = 100.0  # pixels: half the mean side of what is looked at
_LARGEST_SCALE = 4.0
_MARGIN = 0.25  # of the longer side
_NEAR, _FAR = (0.16, 0.08, 0.04), (0.35, 0.2, 0.1)  # how far from the area's edge a rim is looked for
_WIDER = 1.06
_CLOSED = 0.02  # of the longer side: gaps in a frame's line
_DARK = 0.1  # colour tells a seal from print better than darkness does
_PLAIN = 0.25  # the tops of a line of print nearly make a frame's side
_WEAKEST = 0.25  # how much the weakest side alone counts
_GOOD = 0.55
_NOT_BETTER = 0.9  # other inks are not asked about an outline as good as this: the first is the strongest
_SURE = 0.85  # of the network, for a last look for worn lines
_MOST_INKS = 2  # coloured ones
_LEAST_INKED = 0.3
_LEAST_SUM = 1.0  # of what the network and the ink say, each 0..1
_OTHER_KIND = 0.15  # what an outline of another kind than the network expects loses, where it is sure
_AGREEMENT = 0.5  # what lying wholly where the network sees a seal counts
_WITHIN, _LEAST_OF_AREA = 0.95, 0.2  # a frame that lies so far in a larger area, and how much it is of it
_SAME_PLACE = 0.5  # intersection over union of the boxes of an area and of what is fitted there


def look_closer(image: Image, paper: NDArray[np.float32], area: Area) -> Candidate | None:
    """Fit a rim or a frame to an area's ink.

    Args:
        image: the page, `(H, W, 3)` uint8 BGR.
        paper: its paper, `(H, W, 3)` float32.
        area: where the network sees a seal.

    Returns:
        The best candidate among the inks there, in pixels of the page; None where no ink has such an outline.
    """
    part = _cut(image, paper, area)
    if part is None:
        return None
    best = max(_fitted(part), key=lambda found: _promise(found, part.area), default=None)
    if best is None or best.score < _LEAST_INKED or best.score + area.score < _LEAST_SUM:
        return None
    seen = area.score if _same_place(best.box, part.area.box) else 0.0
    return replace(part.to_page(best), seen=seen)


@dataclass(frozen=True, eq=False)
class _Part:
    """A part of a page.

    Attributes:
        inks: of it, the coloured ones first.
        area: what the network saw there, in pixels of the part.
        scale: its pixels for one of the page.
        x, y: the page's pixel at its upper left.
    """

    inks: list[Ink]
    area: Area
    scale: float
    x: int
    y: int

    @property
    def ellipse(self) -> Ellipse:
        """The area as an ellipse."""
        if isinstance(self.area.outline, Ellipse):
            return self.area.outline
        x, y, width, height = self.area.box
        return Ellipse(x + width / 2, y + height / 2, width / 2, height / 2)

    @property
    def hull(self) -> Polygon:
        """The area as a polygon."""
        outline = self.area.outline
        return outline.polygon if isinstance(outline, Ellipse) else outline

    def to_page(self, found: Candidate) -> Candidate:
        """A candidate in pixels of the page."""
        outline = found.outline
        if isinstance(outline, Ellipse):
            return replace(found, outline=outline.moved(1 / self.scale, self.x, self.y))
        corners = outline.corners / np.float32(self.scale) + np.array([self.x, self.y], np.float32)
        return replace(found, outline=replace(outline, corners=corners))


def _cut(image: Image, paper: NDArray[np.float32], area: Area) -> _Part | None:
    """The part of the page about an area, at the size that it is looked at."""
    x, y, width, height = area.box
    margin = _MARGIN * max(width, height)
    left, top = max(0, int(x - margin)), max(0, int(y - margin))
    right = min(image.shape[1], int(np.ceil(x + width + margin)))
    bottom = min(image.shape[0], int(np.ceil(y + height + margin)))
    if right - left < 4 or bottom - top < 4:
        return None
    scale = min(_LARGEST_SCALE, 2 * _RADIUS / float(np.sqrt(max(width * height, 1.0))))
    size = (max(8, round((right - left) * scale)), max(8, round((bottom - top) * scale)))
    method = cv2.INTER_CUBIC if scale > 1 else cv2.INTER_AREA
    shown = cv2.resize(image[top:bottom, left:right], size, interpolation=method)
    blank = cv2.resize(paper[top:bottom, left:right], size, interpolation=cv2.INTER_LINEAR)
    density = optical_density(np.asarray(shown, dtype=np.uint8), np.asarray(blank, dtype=np.float32))
    outline = area.outline
    if isinstance(outline, Ellipse):
        outline = outline.moved(scale, -left * scale, -top * scale)
    else:
        outline = (outline - np.array([left, top], np.float32)) * np.float32(scale)
    return _Part(find_inks(density, _MOST_INKS), replace(area, outline=outline), scale, left, top)


def _fitted(part: _Part) -> Iterator[Candidate]:
    """Outlines near an area: of the kind that is expected; where they are poor, of the others."""
    ways = [_rims_near, _rims_far] if part.area.corners == 0 else [_frames_near]
    ways += [_frames_near, _frames_of_pieces] if part.area.corners == 0 else [_frames_of_pieces, _rims_far]
    if part.area.score >= _SURE:
        ways.append(_frames_of_lines)
    best = 0.0
    for way in ways:
        for ink in part.inks:
            for found in way(part, ink):
                if _is_there(found, part):
                    if isinstance(found.outline, Frame) != (part.area.corners > 0):
                        found = replace(found, score=found.score - _OTHER_KIND * part.area.score)
                    best = max(best, found.score)
                    yield found
            if best >= _NOT_BETTER:
                return
        if best >= _GOOD:
            return


def _promise(found: Candidate, area: Area) -> float:
    """How well an outline is inked, and how well it agrees with what the network sees."""
    return found.score + _AGREEMENT * _agreement(found.box, area.box)


def _rims_near(part: _Part, ink: Ink) -> list[Candidate]:
    return _rims(ink, [part.ellipse, part.ellipse.scaled(_WIDER)], _NEAR)


def _rims_far(part: _Part, ink: Ink) -> list[Candidate]:
    return _rims(ink, [part.ellipse], _FAR)


def _rims(ink: Ink, guesses: list[Ellipse], reaches: tuple[float, ...]) -> list[Candidate]:
    dark = _DARK if ink.hue is None else 0.0
    rims = fit_rims(ink.evidence, guesses, reaches)
    return [Candidate(rim.ellipse, ink.hue, rim.coverage - rim.outside - dark) for rim in rims]


def _frames_near(part: _Part, ink: Ink) -> list[Candidate]:
    """Frames whose sides run near the area's own."""
    return _as_candidates([fit_frame(ink.evidence, np.round(part.hull).astype(np.int32), ink.strong)], ink)


def _frames_of_pieces(part: _Part, ink: Ink) -> list[Candidate]:
    """Frames about the pieces of ink that fill the area."""
    inked = (ink.plane > ink.threshold).astype(np.uint8)
    side = max(3, round(_CLOSED * max(inked.shape))) | 1
    closed = cv2.morphologyEx(inked, cv2.MORPH_CLOSE, np.ones((side, side), np.uint8))
    frames = []
    for mask in (closed, ink.strong.astype(np.uint8)):
        contours, _ = cv2.findContours(mask, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_NONE)
        for contour in contours:
            box = cv2.boundingRect(contour)
            if _same_place(box, part.area.box) or _lies_within(box, part):
                frames.append(
                    fit_frame(ink.evidence, np.asarray(contour.reshape(-1, 2), np.int32), ink.strong)
                )
    return _as_candidates(frames, ink)


def _frames_of_lines(part: _Part, ink: Ink) -> list[Candidate]:
    """Frames of straight lines, where the area has the corners of one."""
    outlines = [corners for corners in propose_frames(ink.evidence) if part.area.corners in (0, len(corners))]
    return _as_candidates([fit_outline(ink.evidence, corners, ink.strong) for corners in outlines], ink)


def _as_candidates(frames: list[Frame | None], ink: Ink) -> list[Candidate]:
    plain = _PLAIN + (_DARK if ink.hue is None else 0.0)
    return [
        Candidate(frame, ink.hue, _inked(frame) - 0.5 * frame.outside - plain)
        for frame in frames
        if frame is not None
    ]


def _inked(frame: Frame) -> float:
    """How well a frame is inked, 0..1: where the network sees one, a side may be worn away."""
    return (1 - _WEAKEST) * frame.inked + _WEAKEST * frame.coverage


def _is_there(found: Candidate, part: _Part) -> bool:
    """Whether a candidate may be what the network sees."""
    if _same_place(found.box, part.area.box):
        return True
    return isinstance(found.outline, Frame) and _lies_within(found.box, part)


def _lies_within(box: Sequence[float], part: _Part) -> bool:
    """Whether a box may be a small frame's: those are seen larger than they are."""
    size, whole = float(box[2] * box[3]), part.area.box[2] * part.area.box[3]
    large_enough = (
        part.area.corners == 4 and part.area.score >= _SURE and _LEAST_OF_AREA * whole < size < whole
    )
    return large_enough and overlap(box, part.area.box) > _WITHIN


def _same_place(first: Sequence[float], second: Sequence[float]) -> bool:
    """Whether two boxes lie upon each other."""
    return _agreement(first, second) > _SAME_PLACE


def _agreement(first: Sequence[float], second: Sequence[float]) -> float:
    """Intersection over union of two boxes, 0..1."""
    one, other = float(first[2] * first[3]), float(second[2] * second[3])
    common = overlap(first, second) * min(one, other)
    return common / max(one + other - common, 1e-6)
