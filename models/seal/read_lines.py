"""Read what a ring has beside its title: straight lines at its own upright, the inner arc, the lower one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from models.seal.band import clear_of_rims
from models.seal.credit_code import checked
from models.seal.inquiry import Inquiry, answer
from models.seal.jury import Verdict, characters_of, main_run, pitch_between, vote
from models.seal.read_foot import read_foot
from models.seal.read_inner_arc import read_inner_arc
from models.seal.read_lower_arc import read_lower_arc
from models.seal.read_title import Title
from models.seal.ring import Ellipse
from models.seal.separate import Renderings
from models.seal.unwarp import upright, upright_map
from models.text.crop import crop_line
from models.text.detector import Detector
from models.text.quads import height_of, length_of
from models.text.recognizer import Recognizer
from models.values import Image, Polygon, SealText

_UPRIGHT_SIDE = 416
_UPRIGHT_REACH = 1.08
_WIDENED = (1.35, 2.6)  # times: how far figures that stand close are set apart
_FIGURE = 0.45  # of a line's height: how far apart figures are told one by one
_SURE = 0.9  # a line in which every character is as sure as this needs no second look
_MARGINS = (0.1, -0.08)  # of a line's height: paper added above and below it for a second look
_WIDER = 1.15  # times: how far it is set apart for a second look
_SPARE = 0.9  # of a line's height
_RADIUS = _UPRIGHT_SIDE / 2 / _UPRIGHT_REACH
_LEVEL = 0.025  # turns: closer to a right angle a seal may stand as the page's print does
_RIM_ENDS = 0.955
_RIMS_SHADE = 0.015  # of the rim: how far ink spreads within its last line
_BEYOND = 0.03  # of the rim: how far characters reach out of their band
_EMBLEM = (0.34, 0.38)  # of the rim: how far one reaches to the sides, and up and down
_INKED = 140  # grey level below which a pixel is inked
_SPECKS = 0.0025  # share of the picture


@dataclass(frozen=True)
class Within:
    """What a ring has beside its title.

    Attributes:
        lines: the straight ones at the seal's own upright, from top to bottom.
        lower: the text along the lower rim.
        inner: the text along an arc within the title.
    """

    lines: list[SealText]
    lower: SealText | None
    inner: SealText | None


def read_within(
    shown: Renderings, rim: Ellipse, title: Title | None, detector: Detector, recognizer: Recognizer
) -> Within:
    """Read what a ring has beside its title.

    Args:
        shown: the seal's `renderings`.
        rim: its rim in pixels of these.
        title: of the outer arc, which is hidden from the line detector; None when there is none.
        detector: finds the lines.
        recognizer: reads them.

    Returns:
        All of it, polygons in pixels of the view.
    """
    up = title.up if title is not None else 0.75
    frame = upright_map(rim, up, _UPRIGHT_SIDE, _UPRIGHT_REACH)
    plain, clean = (upright(picture, frame, _UPRIGHT_SIDE) for picture in (shown.plain, shown.clean))
    paper = clear_of_rims(shown, rim)
    arc = read_lower_arc(shown, rim, title, paper) if title is not None else _nothing()
    within = read_inner_arc(shown, rim, title) if title is not None else _nothing()
    lower, inner, foot = answer([arc, within, _foot(shown, frame, plain, up)], recognizer)
    if foot is not None and lower is not None and foot.text in lower.text:
        foot = None  # the middle of what bends along the rim
    blank = clean.copy()
    blank[_hidden(rim, paper, title, lower, up)] = 255
    if inner is not None:
        cv2.fillPoly(
            blank, [np.round(_upright_points(inner.polygon, frame)).astype(np.int32)], (255, 255, 255)
        )
    if foot is not None:
        _blank_rows(blank, foot)
    quads = []
    if foot is None or _shows_more(blank):
        quads = [quad for quad, _ in detector.detect(blank, shorter_side=_UPRIGHT_SIDE)]
    found = [foot, *read_each((plain, clean), quads, recognizer)]
    lines = sorted((text for text in found if text is not None), key=lambda text: text.polygon[:, 1].mean())
    lines = [
        replace(text, polygon=cv2.transform(text.polygon[None], frame)[0].astype(np.float32))
        for text in lines
    ]
    return Within(lines, lower, inner)


def _upright_points(points: Polygon, frame: NDArray[np.float64]) -> Polygon:
    """Points `(N, 2)` of the view in pixels of the upright picture."""
    back = cv2.invertAffineTransform(frame)
    return np.asarray(cv2.transform(points[None].astype(np.float64), back)[0], np.float32)


def _nothing() -> Inquiry:
    """Ask nothing, read nothing."""
    yield from ()
    return None


def _foot(shown: Renderings, frame: NDArray[np.float64], plain: Image, up: float) -> Inquiry:
    """The purpose below the middle; what may be a line of the page's own print must be in the seal's ink."""
    off_level = abs((4 * up + 0.5) % 1.0 - 0.5) / 4
    if off_level >= _LEVEL:
        return read_foot(plain, None, _RADIUS, among_print=False)
    own = shown.pictures.get("ink")
    if own is None:
        return read_foot(plain, None, _RADIUS, among_print=True)
    return read_foot(plain, upright(own, frame, _UPRIGHT_SIDE), _RADIUS, among_print=True)


def _blank_rows(picture: Image, text: SealText) -> None:
    """Take what has been read out of an upright picture."""
    left, top = np.floor(text.polygon.min(axis=0)).astype(int)
    right, bottom = np.ceil(text.polygon.max(axis=0)).astype(int)
    picture[max(0, top) : bottom + 1, max(0, left) : right + 1] = 255


def _shows_more(blank: Image) -> bool:
    """Whether ink is left that may be further lines: more than an emblem in the middle and a few specks."""
    x, y = _from_middle()
    wide, high = _EMBLEM
    beside = np.hypot(x / wide, y / high) > 1
    return float((blank[..., 0][beside] < _INKED).mean()) > _SPECKS


def _from_middle() -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Where the pixels of the upright picture lie, `(side, side)` each, in multiples of the rim."""
    steps = (np.arange(_UPRIGHT_SIDE) - (_UPRIGHT_SIDE - 1) / 2) / _RADIUS
    x, y = np.meshgrid(steps, steps)
    return x, y


def _hidden(
    rim: Ellipse, paper: float, title: Title | None, lower: SealText | None, up: float
) -> NDArray[np.bool_]:
    """What of the upright picture is rim, arcs or outside: `(side, side)`."""
    x, y = _from_middle()
    radius = np.hypot(x, y)
    hidden = radius > min(_RIM_ENDS, paper - _RIMS_SHADE)
    if title is not None:
        turn = (np.arctan2(y, x) / (2 * np.pi) + 0.25) % 1.0  # 0 at the top
        half = (title.last - title.first) / 2
        hidden |= (radius > 0.6) & (np.minimum(turn, 1 - turn) < half)
        if lower is not None:
            hidden |= (radius > _nearest(rim, lower) - _BEYOND) & (np.minimum(turn, 1 - turn) >= half)
    return np.asarray(hidden)


def _nearest(rim: Ellipse, text: SealText) -> float:
    """How near to the centre a text's polygon comes, in multiples of the rim."""
    away = np.linalg.inv(rim.matrix) @ (text.polygon - np.array([rim.x, rim.y])).T
    return float(np.hypot(*away).min())


def read_each(
    shown: Sequence[Image], quads: Sequence[Polygon], recognizer: Recognizer
) -> list[SealText | None]:
    """Read some lines of a picture that shows the seal upright.

    Args:
        shown: renderings of that picture, `(H, W, 3)` uint8 each.
        quads: of the lines, pixels of it.
        recognizer: reads them.

    Returns:
        Each line with its quad for a polygon; None where the jury agrees on nothing, or where it stands
        upright or slanted: that is print, not a line of the seal.
    """
    return answer([_line(shown, quad) for quad in quads], recognizer)


def _line(shown: Sequence[Image], quad: Polygon) -> Inquiry:
    across, down = quad[1] - quad[0], quad[3] - quad[0]
    if np.hypot(*across) < 1.2 * np.hypot(*down) or abs(np.degrees(np.arctan2(across[1], across[0]))) > 20:
        return None
    jurors = yield [crop_line(picture, quad)[0] for picture in shown]
    verdicts = vote(jurors)
    if _mostly_figures(verdicts):
        wider = _FIGURE / max(1e-6, pitch_between(verdicts) * length_of(quad) / height_of(quad))
        quad = _lengthened(quad)
        apart = float(np.clip(wider, *_WIDENED))
        strips = [_widened(crop_line(picture, quad)[0], apart) for picture in shown]
        verdicts = checked(main_run(vote((yield strips))))
    elif verdicts and min(verdict.score for verdict in verdicts) < _SURE:
        verdicts = vote(jurors + (yield _other_looks(shown, quad)))
    text = "".join(verdict.text for verdict in verdicts)
    if len(text) < 2:
        return None
    score = float(np.mean([verdict.score for verdict in verdicts]))
    return SealText(quad, text, score, characters_of(verdicts)) if score >= 0.5 else None


def _other_looks(shown: Sequence[Image], quad: Polygon) -> list[Image]:
    """Strips of a line with more and less paper about it, and set wider."""
    strips = [crop_line(shown[0], _padded(quad, margin))[0] for margin in _MARGINS]
    return [
        *strips,
        crop_line(shown[-1], _padded(quad, _MARGINS[0]))[0],
        _widened(crop_line(shown[0], quad)[0], _WIDER),
    ]


def _padded(quad: Polygon, margin: float) -> Polygon:
    """A line's quad with so much more paper above and below, in multiples of its height."""
    down = (quad[[3, 2]] - quad[[0, 1]]) * margin
    return np.asarray(np.concatenate([quad[:2] - down, (quad[[3, 2]] + down)[::-1]]), dtype=np.float32)


def _mostly_figures(verdicts: Sequence[Verdict]) -> bool:
    return sum(verdict.text.isascii() for verdict in verdicts) > len(verdicts) / 2


def _lengthened(quad: Polygon) -> Polygon:
    """A line's quad with room for a figure or two: near the title's ends the detector is shown nothing."""
    along = (quad[[1, 2]] - quad[[0, 3]]).mean(axis=0) / max(length_of(quad), 1e-6)
    spare = along * _SPARE * height_of(quad)
    return np.asarray(quad + np.array([-spare, spare, spare, -spare]), dtype=np.float32)


def _widened(strip: Image, times: float) -> Image:
    """Figures set apart: where they stand close, the network's columns do not tell two alike."""
    width = round(strip.shape[1] * times)
    return np.asarray(cv2.resize(strip, (width, strip.shape[0]), interpolation=cv2.INTER_CUBIC), np.uint8)
