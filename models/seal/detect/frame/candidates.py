"""Candidates for seals with corners: which frames may be seals, which are tables and banners."""

from __future__ import annotations

from sealstack.models.seal.detect.candidate import Candidate
from sealstack.models.seal.detect.frame.fit import Frame, fit_outline
from sealstack.models.seal.detect.frame.ink import is_divided
from sealstack.models.seal.detect.frame.lines import propose_frames
from sealstack.models.seal.ink.density import Ink
from sealstack.models.values import SealShape

SMALLEST_FRAME = 0.028
"""The least side of a seal with corners, of the picture's longer side."""

_BANNER = 0.1  # see `Frame.filled`
_THIN = 0.011  # of the shorter side: lines of tables are thinner than a stamp's
_EMPTIEST = 0.07  # a dark frame with less in it is a table's cell, a large one a form
_EMPTIEST_SEAL = 0.025
_LARGE = 0.6  # of the picture's longer side
_SLENDER = 3.2  # longer to shorter side: rows and columns of tables are more slender
_LARGEST_FRAME = 0.96
_LARGEST_DARK_FRAME = 0.75  # a dark frame about the whole picture is a page's or a table's
_LEAST_SCORE = 0.5


def frames_of_lines(ink: Ink) -> list[Candidate]:
    """Frames of an ink that only their straight lines show: worn, crossed by print, black among print."""
    candidates = []
    for outline in propose_frames(ink.evidence):
        frame = fit_outline(ink.evidence, outline, ink.strong)
        if frame is not None and (frame.dense or not is_divided(ink.evidence, frame.corners)):
            candidates.append(judged(frame, ink, ends_at_corners=True))
    return [candidate for candidate in candidates if candidate is not None]


def judged(frame: Frame, ink: Ink, *, ends_at_corners: bool = False) -> Candidate | None:
    """Judge by its measures whether a frame may be a seal's.

    Args:
        frame: fitted to the ink.
        ink: in which it is drawn.
        ends_at_corners: it is known that its lines end at its corners, as those of a table's cells do not.

    Returns:
        The candidate; None when it is more likely something else than a seal.
    """
    side = max(ink.evidence.shape)
    name_seal = frame.dense and frame.even
    like_a_table = ink.hue is None and frame.shape is SealShape.RECTANGLE and not name_seal
    like_a_form = frame.shape is SealShape.RECTANGLE and max(frame.box[2:]) > _LARGE * side
    if not (_EMPTIEST if like_a_table or like_a_form else _EMPTIEST_SEAL) <= frame.fill <= 0.985:
        return None
    largest = _LARGEST_DARK_FRAME if like_a_table and frame.level else _LARGEST_FRAME
    if min(frame.box[2:]) < SMALLEST_FRAME * side or max(frame.box[2:]) > largest * side:
        return None
    if frame.filled > _BANNER and max(frame.box[2:]) > 1.5 * min(frame.box[2:]):
        return None  # stamps in white on ink are name seals; wider ones are banners and buttons
    width, height = frame.box[2:]
    dark = ink.hue is None and frame.shape is SealShape.RECTANGLE
    if dark and (height > _SLENDER * width or (like_a_table and frame.level and width > _SLENDER * height)):
        return None  # a table's column or row
    if like_a_table and frame.thickness < _THIN and (frame.level or not ends_at_corners):
        return None  # a table's cell
    # dark boxes are mostly tables; and the tops of a line of print nearly make a line
    unlikely = 0.35 if like_a_table and not ends_at_corners else 0.25
    score = frame.coverage - 0.5 * frame.outside - unlikely
    return Candidate(frame, ink.hue, score) if score >= _LEAST_SCORE else None
