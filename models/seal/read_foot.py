"""Read the purpose of a seal: the straight line that most official seals have below their middle.

Print that crosses a seal hides the line from a line detector, but hardly from a recognizer that is shown the
place where it stands. Where it stands differs little, so it is looked for there without finding it first.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from models.seal.inquiry import Inquiry
from models.seal.jury import Verdict, characters_of, main_run, pitch_between, vote
from models.values import Image, SealText

_BANDS = ((0.38, 0.70), (0.30, 0.76), (0.46, 0.80))  # below the centre, in multiples of the rim
_REACH = 0.8  # of the rim, to either side
_FEWEST = 3  # characters: shorter ones are left to the detector
_LEAST_SCORE = 0.5
_LEAST_MEAN = 0.7
_SURE = 0.9  # a reading in which every character is as sure as this needs no second look
_LEAST_INKED = 0.05  # share of a character's place that its seal's own ink covers
_PAPER = (0.7, 1.3)  # characters from the middle of the last one: there is paper after a line
_WITHIN_RIM = 0.92  # of the rim
_INK_OR_PAPER = 0.4  # of the way from paper to ink
_SPECKS = 0.04
_INKED = 0.25  # darkness 0..1 of a pixel that is inked


def read_foot(plain: Image, own: Image | None, radius: float, *, among_print: bool) -> Inquiry:
    """Read the line below the middle of a ring.

    Args:
        plain: the seal as it is, at its own upright, `(side, side, 3)` uint8, the rim's centre in the middle.
        own: its own ink alone, likewise; None where it is not told from print by colour.
        radius: of the rim, pixels of the picture.
        among_print: whether the page's own lines run the same way: then the line must be in the seal's ink,
            or, where that cannot be told, have paper before and after it.

    Returns:
        The line with its polygon in pixels of the picture; None when there is none, when it is unsure, or
        when it is print.
    """
    middle = (plain.shape[0] - 1) / 2
    left, right = round(middle - _REACH * radius), round(middle + _REACH * radius)
    rows = [(round(middle + top * radius), round(middle + bottom * radius)) for top, bottom in _BANDS]
    strips = [plain[top:bottom, left:right] for top, bottom in rows]
    jurors = yield strips[:2]
    verdicts = main_run(vote(jurors))
    if verdicts and (len(verdicts) < _FEWEST or min(verdict.score for verdict in verdicts) < _SURE):
        every = main_run(vote(jurors + (yield strips[2:])))
        # the last band may have missed the line: it does not speak against the others then
        verdicts = every if _is_told(every) else verdicts
    if not _is_told(verdicts):
        return None
    top, bottom = rows[0]
    if among_print and own is not None and not _in_own_ink(own[top:bottom, left:right], verdicts):
        return None
    if among_print and own is None and not _stands_alone(plain, verdicts, radius):
        return None
    pitch = pitch_between(verdicts)
    first = left + (verdicts[0].position - pitch / 2) * (right - left)
    last = left + (verdicts[-1].position + pitch / 2) * (right - left)
    quad = np.array([[first, top], [last, top], [last, bottom], [first, bottom]], dtype=np.float32)
    text = "".join(verdict.text for verdict in verdicts)
    return SealText(
        quad, text, float(np.mean([verdict.score for verdict in verdicts])), characters_of(verdicts)
    )


def _is_told(verdicts: Sequence[Verdict]) -> bool:
    """Whether a line is sure enough to be told."""
    scores = [verdict.score for verdict in verdicts]
    return len(scores) >= _FEWEST and min(scores) >= _LEAST_SCORE and float(np.mean(scores)) >= _LEAST_MEAN


def _stands_alone(plain: Image, verdicts: Sequence[Verdict], radius: float) -> bool:
    """Whether there is paper before and after a line: one of the page's print goes on to the rim."""
    middle = (plain.shape[0] - 1) / 2
    top, bottom = (round(middle + edge * radius) for edge in _BANDS[0])
    left, width = middle - _REACH * radius, 2 * _REACH * radius
    grey = plain.mean(axis=2)[top:bottom]
    dark, light = np.percentile(grey, (2, 90))
    inked = grey < light - _INK_OR_PAPER * (light - dark)
    x, y = np.arange(plain.shape[1]) - middle, np.arange(top, bottom) - middle
    inside = np.hypot(x, y[:, None]) < _WITHIN_RIM * radius
    pitch = pitch_between(verdicts)
    for end, side in ((verdicts[0].position, -1), (verdicts[-1].position, 1)):
        near, far = (left + (end + side * beyond * pitch) * width for beyond in _PAPER)
        gap = inside & (x + middle >= min(near, far)) & (x + middle <= max(near, far))
        if not gap.any() or float(inked[gap].mean()) > _SPECKS:
            return False
    return True


def _in_own_ink(band: NDArray[np.uint8], verdicts: list[Verdict]) -> bool:
    """Whether the seal's ink lies where most of the characters stand."""
    inked = 1 - band[..., 0] / 255 > _INKED
    width, half = inked.shape[1], pitch_between(verdicts) * inked.shape[1] / 2
    shares = []
    for verdict in verdicts:
        begin, end = verdict.position * width - half, verdict.position * width + half
        shares.append(float(inked[:, max(0, int(begin)) : int(end) + 1].mean()))
    return float(np.median(shares)) >= _LEAST_INKED
