"""Refine: a detection becomes a candidate, with an outline fitted to its ink."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

import cv2
import numpy as np

from sealstack.models.geometry.boxes import intersection_over_union, overlap
from sealstack.models.seal.detect.candidate import Candidate
from sealstack.models.seal.detect.detector import Detection
from sealstack.models.seal.detect.frame.fit import Frame, fit_corners, fit_frame
from sealstack.models.seal.detect.ring.fit import Ellipse, fit_rims
from sealstack.models.seal.ink.crop import Crop, crop_of
from sealstack.models.seal.ink.density import Ink, find_inks
from sealstack.models.values import Image, Polygon

_RADIUS = 100.0  # pixels: half the mean side of what is looked at
_LARGEST_SCALE = 4.0
_MARGIN = 0.25  # of the longer side
_NEAR, _FAR = (0.16, 0.08, 0.04), (0.35, 0.2, 0.1)  # how far from the detection's edge a rim is looked for
_WIDER = 1.06
_CLOSED = 0.02  # of the longer side: gaps in a frame's line
_DARK = 0.1  # colour distinguishes a seal from print better than darkness does
_PLAIN = 0.25  # the tops of a line of print nearly make a frame's side
_WEAKEST = 0.25  # how much the weakest side alone counts
_GOOD = 0.55
_NOT_BETTER = 0.9  # other inks are not asked about an outline as good as this: the first is the strongest
_SURE = 0.85  # of the network, for its own corners where no ink shows a frame
# an outline whose box shares less with the detection's must be so much better inked
_AGREED, _BESIDE = 0.7, 0.15
_MOST_INKS = 2  # coloured ones
_LEAST_INKED = 0.3
_AS_SEEN = 0.45  # the same of a frame that was sought further from where the network sees one
_LEAST_SUM = 1.0  # of what the network and the ink say, each 0..1
_OTHER_KIND = 0.15  # what an outline of another kind than the network expects loses, where it is sure
_AGREEMENT = 0.5  # what lying wholly where the network sees a seal counts
# how far a frame lies in a larger detection, and how much it is of it
_WITHIN, _LEAST_OF_AREA = 0.95, 0.2
_SAME_PLACE = 0.5  # intersection over union of the boxes of a detection and of what is fitted there


def refine(image: Image, paper: Image, detection: Detection) -> Candidate | None:
    """Fit a rim or a frame to a detection's ink.

    Args:
        image: the page, `(H, W, 3)` uint8 BGR.
        paper: its `paper_colour`, `(H, W, 3)` uint8 BGR.
        detection: where the network sees a seal.

    Returns:
        The best candidate among the inks there, in pixels of the page; None where no ink has such an outline.
    """
    part = _part_of(image, paper, detection)
    if part is None:
        return None
    best = max(_fitted(part), key=lambda found: _promise(found, part.detection), default=None)
    if best is None or best.score < _LEAST_INKED or best.score + detection.score < _LEAST_SUM:
        return None
    agreement = intersection_over_union(best.box, part.detection.box)
    return part.to_page(replace(best, agreement=agreement))


@dataclass(frozen=True, eq=False)
class _Part:
    """A part of a page.

    Attributes:
        crop: how it looks.
        inks: of it, the coloured ones first.
        detection: what the network saw there, in pixels of the part.
    """

    crop: Crop
    inks: list[Ink]
    detection: Detection

    @property
    def ellipse(self) -> Ellipse:
        """The detection as an ellipse."""
        if isinstance(self.detection.outline, Ellipse):
            return self.detection.outline
        x, y, width, height = self.detection.box
        return Ellipse(x + width / 2, y + height / 2, width / 2, height / 2)

    @property
    def hull(self) -> Polygon:
        """The detection as a polygon."""
        outline = self.detection.outline
        return outline.polygon if isinstance(outline, Ellipse) else outline

    def to_page(self, found: Candidate) -> Candidate:
        """A candidate in pixels of the page."""
        return replace(found, outline=self.crop.outline_to_page(found.outline))


def _part_of(image: Image, paper: Image, detection: Detection) -> _Part | None:
    """The part of the page about a detection; None where next to nothing of it lies on the page."""
    side = float(np.sqrt(max(detection.box[2] * detection.box[3], 1.0)))
    crop = crop_of(
        image, paper, detection.box, margin=_MARGIN, radius=min(_RADIUS, _LARGEST_SCALE / 2 * side)
    )
    if crop is None:
        return None
    outline = detection.outline
    if isinstance(outline, Ellipse):
        outline = crop.from_page(outline)
    else:
        outline = (outline - np.array([crop.x, crop.y], np.float32)) * np.float32(crop.scale)
    return _Part(crop, find_inks(crop.density, _MOST_INKS), replace(detection, outline=outline))


_Way: TypeAlias = Callable[[_Part, Ink], list[Candidate]]


def _fitted(part: _Part) -> Iterator[Candidate]:
    """Outlines near a detection, until one is good: one beside it must be inked the better."""
    best = 0.0
    for way in _ways(part.detection):
        for ink in part.inks:
            for found in _there(way(part, ink), part):
                beside = intersection_over_union(found.box, part.detection.box) < _AGREED
                best = max(best, found.score - (_BESIDE if beside else 0.0))
                yield found
            if best >= _NOT_BETTER:
                return
        if best >= _GOOD:
            return


def _ways(detection: Detection) -> list[_Way]:
    """How to look for outlines: first those of the kind that the network expects."""
    ways: list[_Way] = [_frames_near, _frames_of_pieces, _rims_far]
    if detection.corners == 0:
        ways = [_rims_near, _rims_far, _frames_near, _frames_of_pieces]
    if detection.score >= _SURE:
        ways.append(_frames_as_seen)
    return ways


def _there(found: Sequence[Candidate], part: _Part) -> list[Candidate]:
    """Of some candidates those that may be what the network sees; another kind of outline loses a little."""
    loses = _OTHER_KIND * part.detection.score
    return [
        one
        if isinstance(one.outline, Frame) == (part.detection.corners > 0)
        else replace(one, score=one.score - loses)
        for one in found
        if _is_there(one, part)
    ]


def _promise(found: Candidate, detection: Detection) -> float:
    """How well an outline is inked, and how well it agrees with what the network sees."""
    return found.score + _AGREEMENT * intersection_over_union(found.box, detection.box)


def _rims_near(part: _Part, ink: Ink) -> list[Candidate]:
    return _rims(ink, [part.ellipse, part.ellipse.scaled(_WIDER)], _NEAR)


def _rims_far(part: _Part, ink: Ink) -> list[Candidate]:
    return _rims(ink, [part.ellipse], _FAR)


def _rims(ink: Ink, guesses: list[Ellipse], reaches: tuple[float, ...]) -> list[Candidate]:
    dark = _DARK if ink.hue is None else 0.0
    rims = fit_rims(ink.evidence, guesses, reaches)
    return [Candidate(rim.ellipse, ink.hue, rim.coverage - rim.outside - dark) for rim in rims]


def _frames_near(part: _Part, ink: Ink) -> list[Candidate]:
    """Frames whose sides run near the detection's own."""
    return _as_candidates([fit_frame(ink.evidence, np.round(part.hull).astype(np.int32))], ink)


def _frames_of_pieces(part: _Part, ink: Ink) -> list[Candidate]:
    """Frames about the pieces of ink that fill the detection."""
    inked = (ink.plane > ink.threshold).astype(np.uint8)
    side = max(3, round(_CLOSED * max(inked.shape))) | 1
    closed = cv2.morphologyEx(inked, cv2.MORPH_CLOSE, np.ones((side, side), np.uint8))
    frames = []
    for mask in (closed, ink.strong.astype(np.uint8)):
        contours, _ = cv2.findContours(mask, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_NONE)
        for contour in contours:
            box = cv2.boundingRect(contour)
            if _same_place(box, part.detection.box) or _lies_within(box, part):
                frames.append(fit_frame(ink.evidence, np.asarray(contour.reshape(-1, 2), np.int32)))
    return _as_candidates(frames, ink)


def _frames_as_seen(part: _Part, ink: Ink) -> list[Candidate]:
    """The detection's own corners, where ink is too worn, or crossed too often, to show a frame itself."""
    corners = part.detection.corners
    frames = _as_candidates(fit_corners(ink.evidence, part.hull, corners), ink) if corners else []
    return [one for one in frames if one.score >= _AS_SEEN]


def _as_candidates(frames: Sequence[Frame | None], ink: Ink) -> list[Candidate]:
    return [
        Candidate(frame, ink.hue, _inked(frame) - 0.5 * frame.outside - _plain(ink))
        for frame in frames
        if frame is not None
    ]


def _plain(ink: Ink) -> float:
    """What a line of print would score."""
    return _PLAIN + (_DARK if ink.hue is None else 0.0)


def _inked(frame: Frame) -> float:
    """How well a frame is inked, 0..1: where the network sees one, a side may be worn away."""
    return (1 - _WEAKEST) * frame.inked + _WEAKEST * frame.coverage


def _is_there(found: Candidate, part: _Part) -> bool:
    """Whether a candidate may be what the network sees."""
    if _same_place(found.box, part.detection.box):
        return True
    return isinstance(found.outline, Frame) and _lies_within(found.box, part)


def _lies_within(box: Sequence[float], part: _Part) -> bool:
    """Whether a box may be a small frame's: those are seen larger than they are."""
    size, whole = float(box[2] * box[3]), part.detection.box[2] * part.detection.box[3]
    large_enough = (
        part.detection.corners == 4
        and part.detection.score >= _SURE
        and _LEAST_OF_AREA * whole < size < whole
    )
    return large_enough and overlap(box, part.detection.box) > _WITHIN


def _same_place(first: Sequence[float], second: Sequence[float]) -> bool:
    """Whether two boxes lie upon each other."""
    return intersection_over_union(first, second) > _SAME_PLACE
