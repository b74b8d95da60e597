"""Read the arcs of a round or oval seal: its title, and what stands along the lower rim."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from models.seal.jury import Juror, Mark, Verdict, main_run, marks_of, pitch_between, vote, without_figures
from models.seal.ring import Ellipse, polar_maps
from models.seal.separate import Renderings
from models.seal.unwarp import Arc, arc_polygon, turns_along, unroll
from models.text.recognizer import Recognizer
from models.values import Character, SealText

_SCOUT_TURNS = 1.3  # more than once round, so that the title is whole in it wherever it begins
_SURE = 0.8
_DOUBTFUL = 0.55
_BESIDE_PRINT = 0.75  # how much of its voice a rendering that shows print loses where print is thick
_THICK_PRINT = 0.2  # share of a character's height
_MOSTLY_PRINT = 0.4
_SHOWING_PRINT = frozenset({"colour", "grey"})


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
class _Seat:
    """What one juror is given: a rendering, a band, and which of the recognizers reads it."""

    picture: str
    band: _Band
    recognizer: int = 0


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


@dataclass(frozen=True)
class _Court:
    """What a jury needs to look at one ring."""

    shown: Renderings
    rim: Ellipse
    recognizers: Sequence[Recognizer]
    printed: NDArray[np.float32]

    @classmethod
    def about(cls, shown: Renderings, rim: Ellipse, recognizers: Sequence[Recognizer]) -> _Court:
        """Measure how thick print lies on the title's band, in 360 steps of the turn."""
        band = polar_maps(shown.printed, [rim], 0.62, 0.95, 360, 16)[0]
        share = np.mean(band > 0.3, axis=0)
        if share.mean() > _MOSTLY_PRINT:  # a dark photograph, not print: nothing is told apart here
            share = np.zeros_like(share)
        around = np.concatenate([share[-4:], share, share[:4]])
        return cls(shown, rim, recognizers, np.convolve(around, np.ones(9) / 9, "valid").astype(np.float32))

    def hear(self, panel: Sequence[_Seat], start: float, turns: float) -> list[Juror]:
        """What each juror of a panel sees, at positions in turns."""
        heard = []
        for index, recognizer in enumerate(self.recognizers):
            seats = [seat for seat in panel if seat.recognizer == index]
            arcs = [
                Arc(seat.band.outer, seat.band.inner, start, turns, parallel=seat.band.parallel)
                for seat in seats
            ]
            strips = [
                unroll(self.shown.pictures[seat.picture], self.rim, arc, stretch=seat.band.stretch)
                for seat, arc in zip(seats, arcs, strict=True)
            ]
            tables = recognizer.probabilities(strips)
            for seat, arc, table in zip(seats, arcs, tables, strict=True):
                marks = marks_of(table, recognizer.alphabet)
                places = turns_along(self.rim, arc, np.array([mark.position for mark in marks]))
                placed = [Mark(float(at), mark.voices) for at, mark in zip(places, marks, strict=True)]
                heard.append(Juror(placed, self._beside_print) if self._misled(seat) else Juror(placed))
        return heard

    def _misled(self, seat: _Seat) -> bool:
        """Whether this juror sees the print while others do not."""
        return seat.picture in _SHOWING_PRINT and len(self.shown.pictures) > len(_SHOWING_PRINT)

    def _beside_print(self, turn: float) -> float:
        """How much to hear at an angle who sees the print, and may mistake it for the seal: 0..1."""
        thick = min(1.0, float(self.printed[int(turn * 360) % 360]) / _THICK_PRINT)
        return 1 - _BESIDE_PRINT * thick


def read_title(shown: Renderings, rim: Ellipse, recognizers: Sequence[Recognizer]) -> Title | None:
    """Read the outer arc of a round or oval seal.

    Args:
        shown: the seal's `renderings`.
        rim: its rim in pixels of these.
        recognizers: read the strips, the one to be trusted most first; of one alphabet.

    Returns:
        The title, or None when the jury agrees on nothing.
    """
    court = _Court.about(shown, rim, recognizers)
    bands = _bands(rim)
    scouts = [_Seat("colour", bands[0]), _Seat("fused" if "fused" in shown.pictures else "grey", bands[1])]
    start = _widest_gap(court.hear(scouts, 0.0, _SCOUT_TURNS))
    jurors: list[Juror] = []
    verdicts: list[Verdict] = []
    for panel in _panels(shown, bands, len(recognizers)):
        jurors += court.hear(panel, start, 1.0)
        verdicts = without_figures(main_run(vote(jurors)))
        if _settled(verdicts):
            break
    else:
        jurors += _looked_closer(court, bands, verdicts)
        verdicts = without_figures(main_run(vote(jurors)))
    return _title(verdicts, rim) if verdicts else None


def _bands(rim: Ellipse) -> tuple[_Band, ...]:
    """The ways to unroll, every other one keeping to the rim when the seal may be a true oval."""
    if max(rim.a, rim.b) < _NEARLY_CIRCULAR * min(rim.a, rim.b):
        return _BANDS
    return tuple(replace(band, parallel=parallel) for band in _BANDS for parallel in (True, False))


def _panels(shown: Renderings, bands: Sequence[_Band], recognizers: int) -> Iterator[list[_Seat]]:
    """The jurors, called in groups until they agree: first those that are most often right.

    Two recognizers err on different characters: every other band is also read by the second.
    """
    names = list(shown.pictures)
    first, second = names[0], "fused" if "fused" in names else names[-1]
    leaders = [
        _Seat(first, bands[0]),
        _Seat(second, bands[1]),
        _Seat(first, bands[2]),
        _Seat(second, bands[3]),
    ]
    if recognizers > 1:
        leaders += [_Seat(first, bands[1], 1), _Seat(second, bands[0], 1)]
    yield leaders
    rest = [
        _Seat(name, band, recognizer)
        for index, band in enumerate(bands[:4])
        for name in names
        for recognizer in range(recognizers if index % 2 == 0 else 1)
    ]
    rest = [seat for seat in rest if seat not in leaders]
    half = len(rest) // 2
    yield rest[:half]
    yield rest[half:]


def _settled(verdicts: Sequence[Verdict]) -> bool:
    """Whether more jurors would change nothing: everybody is sure, and no character is missing in the row."""
    if len(verdicts) < 4 or min(verdict.score for verdict in verdicts) < _SURE:
        return False
    distances = np.diff([verdict.position for verdict in verdicts])
    return bool(distances.max() < 1.5 * np.median(distances))


def _looked_closer(court: _Court, bands: Sequence[_Band], verdicts: Sequence[Verdict]) -> list[Juror]:
    """Look at the doubtful places alone: out of its row a character is sometimes plain.

    Returns:
        Further jurors, each to be heard at one place only.
    """
    places = _doubtful_places(verdicts)
    if not places or len(places) > len(verdicts):
        return []
    pitch = pitch_between(verdicts)
    panel = [_Seat(name, band) for name in court.shown.pictures for band in bands[:3]]
    jurors = []
    for place in places:
        for juror in court.hear(panel, place - 1.6 * pitch, 3.2 * pitch):
            jurors.append(Juror(juror.marks, _only_at(place, 0.5 * pitch, juror.voice)))
    return jurors


def _doubtful_places(verdicts: Sequence[Verdict]) -> list[float]:
    """Where a character is unsure, and where one is missing in the row."""
    if len(verdicts) < 3:
        return []
    pitch = pitch_between(verdicts)
    places = [verdict.position for verdict in verdicts if verdict.score < _DOUBTFUL]
    for before, after in pairwise(verdicts):
        distance = after.position - before.position
        missing = max(0, round(distance / pitch) - 1) if pitch > 0 else 0
        places += [before.position + distance * (i + 1) / (missing + 1) for i in range(missing)]
    return places


def _only_at(place: float, reach: float, voice: Callable[[float], float]) -> Callable[[float], float]:
    return lambda turn: voice(turn) if abs(turn - place) < reach else 0.0


def _widest_gap(scouts: Sequence[Juror]) -> float:
    """Where on the ring nothing is written, in turns: a strip cut there holds the title whole.

    Args:
        scouts: what was seen going `_SCOUT_TURNS` round from angle 0.
    """
    marks = [mark for scout in scouts for mark in scout.marks if mark.strength > 0.5]
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
    pitch = pitch_between(verdicts) or 0.08
    first, last = verdicts[0].position - pitch / 2, verdicts[-1].position + pitch / 2
    arc = Arc(0.96, 0.62, first, last - first)
    scaled = [replace(v, position=(v.position - first) / (last - first)) for v in verdicts]
    text = SealText(
        arc_polygon(rim, arc, first, last),
        "".join(verdict.text for verdict in verdicts),
        float(np.mean([verdict.score for verdict in verdicts])),
        characters_of(scaled),
    )
    return Title(text, ((first + last) / 2) % 1.0, first, last)


def read_lower_arc(shown: Renderings, rim: Ellipse, title: Title, recognizer: Recognizer) -> SealText | None:
    """Read what stands upright along the lower rim, from left to right: a serial number, mostly.

    Args:
        shown: the seal's `renderings`.
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
        strips = [unroll(picture, rim, arc, stretch=1.1) for picture in (shown.plain, shown.clean)]
        tables = recognizer.probabilities(strips)
        jurors = [Juror(marks_of(table, recognizer.alphabet)) for table in tables]
        verdicts = [verdict for verdict in vote(jurors) if verdict.score > 0.3]
        text = "".join(verdict.text for verdict in verdicts)
        if not _is_serial(text):
            continue
        score = float(np.mean([verdict.score for verdict in verdicts]))
        if score >= 0.5 and (best is None or score > best.score):
            ends = turns_along(rim, arc, np.array([verdicts[0].position, verdicts[-1].position]))
            polygon = arc_polygon(rim, arc, float(ends[0]), float(ends[1]))
            best = SealText(polygon, text, score, characters_of(verdicts))
    return best


def _is_serial(text: str) -> bool:
    figures = sum(character.isascii() and character.isalnum() for character in text)
    return len(text) >= 5 and figures >= 0.8 * len(text)


def characters_of(verdicts: Sequence[Verdict]) -> tuple[Character, ...]:
    """Verdicts at positions 0..1 of a strip as characters with the room they take."""
    half = (pitch_between(verdicts) or 0.5) / 2
    return tuple(
        Character(v.text, v.score, (max(0.0, v.position - half), min(1.0, v.position + half)))
        for v in verdicts
    )
