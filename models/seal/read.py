"""Read: the text paths of a located seal, each by a jury over several renderings of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from models.seal.jury import Mark, Verdict, main_run, marks_of, vote, without_figures
from models.seal.ring import Ellipse
from models.seal.unwarp import Arc, arc_polygon, turns_along, unroll, upright, upright_map
from models.text.crop import crop_line
from models.text.detector import Detector
from models.text.recognizer import Recognizer
from models.values import Character, Image, Polygon, SealText

Renderings = Mapping[str, Image]

_SCOUT_TURNS = 1.3  # more than once round, so that the title is whole in it wherever it begins
_UPRIGHT_SIDE = 416
_UPRIGHT_REACH = 1.08
_SURE = 0.8


@dataclass(frozen=True)
class _Band:
    """A way to unroll the title: its edges in multiples of the rim, and how much to widen it."""

    outer: float
    inner: float
    stretch: float
    parallel: bool = False


# characters stand between about 0.62 and 0.93 of the rim; how tall they are differs from seal to seal
_BANDS = (
    _Band(0.97, 0.56, 1.0),
    _Band(0.95, 0.62, 1.0),
    _Band(0.93, 0.66, 1.0),
    _Band(0.96, 0.58, 0.85),
    _Band(0.96, 0.60, 1.2),
)

_NEARLY_CIRCULAR = 1.12  # up to this ratio of the axes it makes no difference how the rim is followed


@dataclass(frozen=True)
class Title:
    """The text of the outer arc.

    Attributes:
        text: what it says, with its polygon in pixels of the view.
        up: direction of the seal's top, in turns clockwise from the right.
        first, last: where the title begins and ends, in turns; `last` is larger and may pass 1.
    """

    text: SealText
    up: float
    first: float
    last: float


def read_title(pictures: Renderings, rim: Ellipse, recognizer: Recognizer) -> Title | None:
    """Read the outer arc of a round or oval seal.

    Args:
        pictures: the seal's `renderings`.
        rim: its rim in pixels of these.
        recognizer: reads the strips.

    Returns:
        The title, or None when the jury agrees on nothing.
    """
    bands = _bands(rim)
    second = "fused" if "fused" in pictures else "grey"
    scouts = [("colour", bands[0]), (second, bands[1])]
    start = _widest_gap(_hear(pictures, rim, scouts, recognizer, 0.0, _SCOUT_TURNS))
    jurors: list[list[Mark]] = []
    verdicts: list[Verdict] = []
    for panel in _panels(pictures, bands):
        jurors += _hear(pictures, rim, panel, recognizer, start, 1.0)
        verdicts = without_figures(main_run(vote(jurors)))
        if _settled(verdicts):
            break
    if not verdicts:
        return None
    return _title(verdicts, rim)


def _bands(rim: Ellipse) -> tuple[_Band, ...]:
    """The ways to unroll, every other one keeping to the rim when the seal may be a true oval."""
    if max(rim.a, rim.b) < _NEARLY_CIRCULAR * min(rim.a, rim.b):
        return _BANDS
    return tuple(replace(band, parallel=parallel) for band in _BANDS for parallel in (True, False))


def _hear(
    pictures: Renderings,
    rim: Ellipse,
    panel: Sequence[tuple[str, _Band]],
    recognizer: Recognizer,
    start: float,
    turns: float,
) -> list[list[Mark]]:
    """What each juror of a panel sees, at positions in turns."""
    arcs = [Arc(band.outer, band.inner, start, turns, parallel=band.parallel) for _, band in panel]
    strips = [
        unroll(pictures[name], rim, arc, stretch=band.stretch)
        for (name, band), arc in zip(panel, arcs, strict=True)
    ]
    heard = []
    for arc, table in zip(arcs, recognizer.probabilities(strips), strict=True):
        marks = marks_of(table, recognizer.alphabet)
        places = turns_along(rim, arc, np.array([mark.position for mark in marks]))
        heard.append([Mark(float(at), mark.voices) for at, mark in zip(places, marks, strict=True)])
    return heard


def _panels(pictures: Renderings, bands: Sequence[_Band]) -> Iterator[list[tuple[str, _Band]]]:
    """The jurors, called in groups until they agree: first the renderings that are most often right."""
    names = list(pictures)
    first, second = names[0], "fused" if "fused" in pictures else names[-1]
    leaders = [(first, bands[0]), (second, bands[1]), (first, bands[2]), (second, bands[3])]
    yield leaders
    rest = [(name, band) for band in bands for name in names if (name, band) not in leaders]
    half = len(rest) // 2
    yield rest[:half]
    yield rest[half:]


def _settled(verdicts: Sequence[Verdict]) -> bool:
    """Whether more jurors would change nothing: everybody is sure, and no character is missing in the row."""
    if len(verdicts) < 4 or min(verdict.score for verdict in verdicts) < _SURE:
        return False
    distances = np.diff([verdict.position for verdict in verdicts])
    return bool(distances.max() < 1.5 * np.median(distances))


def _widest_gap(scouts: Sequence[Sequence[Mark]]) -> float:
    """Where on the ring nothing is written, in turns: a strip cut there holds the title whole.

    Args:
        scouts: what was seen going `_SCOUT_TURNS` round from angle 0.
    """
    marks = [mark for heard in scouts for mark in heard if mark.strength > 0.5]
    title = [mark for mark in marks if not mark.is_figure]
    # upside down in the gap stands a serial number; only a title of figures alone is told by its figures
    turns = [mark.position for mark in (title if len(title) >= len(marks) / 3 else marks)]
    # what stands at the very ends may be half a character; there is another view of it
    positions = sorted(turn % 1.0 for turn in turns if 0.06 <= turn < 1.06)
    if not positions:
        return 0.25
    gaps = np.diff([*positions, positions[0] + 1.0])
    widest = int(gaps.argmax())
    return float((positions[widest] + 0.4 * gaps[widest]) % 1.0)


def _title(verdicts: Sequence[Verdict], rim: Ellipse) -> Title:
    positions = np.array([verdict.position for verdict in verdicts])
    pitch = float(np.median(np.diff(positions))) if len(positions) > 1 else 0.08
    first, last = float(positions[0] - pitch / 2), float(positions[-1] + pitch / 2)
    arc = Arc(0.96, 0.62, first, last - first)
    characters = tuple(
        Character(v.text, v.score, _span((v.position - first) / (last - first), pitch / (last - first)))
        for v in verdicts
    )
    text = SealText(
        arc_polygon(rim, arc, first, last),
        "".join(verdict.text for verdict in verdicts),
        float(np.mean([verdict.score for verdict in verdicts])),
        characters,
    )
    return Title(text, ((first + last) / 2) % 1.0, first, last)


def _span(centre: float, width: float) -> tuple[float, float]:
    return max(0.0, centre - width / 2), min(1.0, centre + width / 2)


def read_lower_arc(
    pictures: Renderings, rim: Ellipse, title: Title, recognizer: Recognizer
) -> SealText | None:
    """Read what stands upright along the lower rim, from left to right: a serial number, mostly.

    Args:
        pictures: the seal's `renderings`.
        rim: its rim in pixels of these.
        title: already read; the lower arc is looked for where it leaves room.
        recognizer: reads the strips.

    Returns:
        The text, or None when there is no room or nothing the jury agrees on.
    """
    room = 1.0 - (title.last - title.first)
    if room < 0.12:
        return None
    inset = min(0.02, room / 8)
    best: SealText | None = None
    for outer, inner in ((0.97, 0.76), (0.96, 0.68)):
        arc = Arc(outer, inner, title.first - inset, room - 2 * inset, heads_inward=True)
        strips = [unroll(pictures[name], rim, arc, stretch=1.1) for name in two_renderings(pictures)]
        jurors = [marks_of(table, recognizer.alphabet) for table in recognizer.probabilities(strips)]
        verdicts = [verdict for verdict in vote(jurors) if verdict.score > 0.3]
        text = "".join(verdict.text for verdict in verdicts)
        if not _is_serial(text):
            continue
        score = float(np.mean([verdict.score for verdict in verdicts]))
        if score >= 0.5 and (best is None or score > best.score):
            ends = turns_along(rim, arc, np.array([verdicts[0].position, verdicts[-1].position]))
            best = SealText(
                arc_polygon(rim, arc, float(ends[0]), float(ends[1])), text, score, characters_of(verdicts)
            )
    return best


def _is_serial(text: str) -> bool:
    digits = sum(character.isascii() and character.isalnum() for character in text)
    return len(text) >= 5 and digits >= 0.8 * len(text)


def two_renderings(pictures: Renderings) -> tuple[str, str]:
    """The names of the two renderings that differ most and are both good: as it is, without the print."""
    return ("colour", "fused") if "fused" in pictures else ("colour", "grey")


def read_lines(
    pictures: Renderings,
    rim: Ellipse,
    title: Title | None,
    lower: SealText | None,
    detector: Detector,
    recognizer: Recognizer,
) -> list[SealText]:
    """Read the straight lines inside a ring, at the seal's own upright.

    Args:
        pictures: the seal's `renderings`.
        rim: its rim in pixels of these.
        title: of the outer arc, which is hidden from the line detector; None when there is none.
        lower: the text along the lower rim, hidden as well.
        detector: finds the lines.
        recognizer: reads them.

    Returns:
        The lines from top to bottom, polygons in pixels of the view.
    """
    up = title.up if title is not None else 0.75
    frame = upright_map(rim, up, _UPRIGHT_SIDE, _UPRIGHT_REACH)
    shown = {name: upright(pictures[name], frame, _UPRIGHT_SIDE) for name in two_renderings(pictures)}
    hidden = _hidden(title, lower, up)
    texts = []
    _, second = two_renderings(pictures)
    blank = shown[second].copy()
    blank[hidden] = 255
    for quad, _ in detector.detect(blank, shorter_side=_UPRIGHT_SIDE):
        text = read_line(shown, quad, recognizer)
        if text is not None:
            texts.append(replace(text, polygon=cv2.transform(quad[None], frame)[0].astype(np.float32)))
    return texts


def _hidden(title: Title | None, lower: SealText | None, up: float) -> NDArray[np.bool_]:
    """What of the upright picture is rim, arcs or outside: `(side, side)`."""
    middle = (_UPRIGHT_SIDE - 1) / 2
    x, y = np.meshgrid(np.arange(_UPRIGHT_SIDE) - middle, np.arange(_UPRIGHT_SIDE) - middle)
    radius = np.hypot(x, y) / (_UPRIGHT_SIDE / 2) * _UPRIGHT_REACH
    hidden = radius > 0.955
    if title is not None:
        turn = (np.arctan2(y, x) / (2 * np.pi) + 0.25) % 1.0  # 0 at the top
        half = (title.last - title.first) / 2
        hidden |= (radius > 0.6) & (np.minimum(turn, 1 - turn) < half)
        if lower is not None:
            hidden |= (radius > 0.76) & (np.minimum(turn, 1 - turn) >= half)
    return np.asarray(hidden)


def read_line(shown: Renderings, quad: Polygon, recognizer: Recognizer) -> SealText | None:
    """Read one line of a picture that shows the seal upright.

    Args:
        shown: renderings of that picture.
        quad: of the line, pixels of it.
        recognizer: reads it.

    Returns:
        The line with the quad for its polygon; None when the jury agrees on nothing, or when it stands
        upright or slanted: that is print, not a line of the seal.
    """
    across, down = quad[1] - quad[0], quad[3] - quad[0]
    if np.hypot(*across) < 1.2 * np.hypot(*down) or abs(np.degrees(np.arctan2(across[1], across[0]))) > 20:
        return None
    strips = [crop_line(picture, quad)[0] for picture in shown.values()]
    jurors = [marks_of(table, recognizer.alphabet) for table in recognizer.probabilities(strips)]
    verdicts = vote(jurors)
    text = "".join(verdict.text for verdict in verdicts)
    if len(text) < 2:
        return None
    score = float(np.mean([verdict.score for verdict in verdicts]))
    return SealText(quad, text, score, characters_of(verdicts)) if score >= 0.5 else None


def characters_of(verdicts: Sequence[Verdict]) -> tuple[Character, ...]:
    """Verdicts at positions 0..1 of a strip as characters."""
    positions = [verdict.position for verdict in verdicts]
    pitch = float(np.median(np.diff(positions))) if len(positions) > 1 else 0.5
    return tuple(Character(v.text, v.score, _span(v.position, pitch)) for v in verdicts)
