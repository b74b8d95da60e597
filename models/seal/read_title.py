"""Read the title of a round or oval seal: its outer arc.

The recognizer that was tuned on arcs reads the picture as it is better than any rendering of it, so the
jury's seats differ in the band they unroll: usual ones, and ones fitted to this seal's characters. Renderings
that take the print away are called where a single character stays in doubt.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from models.seal import scout
from models.seal.band import fit_band
from models.seal.jury import (
    Juror,
    Verdict,
    characters_of,
    main_run,
    pitch_between,
    vote,
    without_figures,
)
from models.seal.marks import Mark, marks_of
from models.seal.ring import Ellipse, polar_maps
from models.seal.separate import Renderings
from models.seal.unwarp import Arc, arc_polygon, turns_along, unroll
from models.text.recognizer import Recognizer
from models.values import SealText

_SHARED = 0.07  # turns that each half of the scout's way goes on past the middle
_SURE = 0.8
_LEAST_SEEN = (
    1.2  # characters, as far as they are sure: where less is seen there is no title to look closer at
)
_SURE_ALONE = 0.95  # how sure the scout must be to need nobody beside it
_DOUBTFUL = 0.55
_MOST_DOUBTFUL = 3  # places: where more is unclear, single characters are no clearer alone
_BESIDE = 2.6  # characters on either side that are shown when one is looked at closer
_OUT_OF_CONTEXT = 0.5  # how much to hear who sees a part of the title only
_BESIDE_PRINT = 0.75  # how much of its voice a rendering that shows print loses where print is thick
_THICK_PRINT = 0.2  # share of a character's height
_MOSTLY_PRINT = 0.4
_SHOWING_PRINT = frozenset({"colour", "grey"})
_NEARLY_CIRCULAR = 1.12  # up to this ratio of the axes it makes no difference how the rim is followed


@dataclass(frozen=True)
class _Band:
    """A way to unroll the title: its edges in multiples of the rim, and how much to widen it."""

    outer: float
    inner: float
    stretch: float = 1.0
    parallel: bool = False

    @classmethod
    def about(cls, edges: tuple[float, float], above: float, below: float, parallel: bool) -> _Band:
        """A band with some paper above and below the characters, as shares of their height."""
        outer, inner = edges
        height = outer - inner
        return cls(min(1.02, outer + above * height), max(0.1, inner - below * height), parallel=parallel)


# characters stand between about 0.62 and 0.93 of the rim; how tall they are differs from seal to seal
_WIDE, _USUAL = _Band(0.97, 0.56), _Band(0.95, 0.62)
_WITHOUT_FIT = (_Band(0.93, 0.66), _Band(0.96, 0.58, 0.85))


@dataclass(frozen=True)
class _Seat:
    """What one juror is given: a rendering and a band."""

    picture: str
    band: _Band


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
    recognizer: Recognizer
    printed: NDArray[np.float32]

    @classmethod
    def about(cls, shown: Renderings, rim: Ellipse, recognizer: Recognizer) -> _Court:
        """Measure how thick print lies on the title's band, in 360 steps of the turn."""
        band = polar_maps(shown.printed, [rim], 0.62, 0.95, 360, 16)[0]
        share = np.mean(band > 0.3, axis=0)
        if share.mean() > _MOSTLY_PRINT:  # a dark photograph, not print: nothing is told apart here
            share = np.zeros_like(share)
        around = np.concatenate([share[-4:], share, share[:4]])
        return cls(shown, rim, recognizer, np.convolve(around, np.ones(9) / 9, "valid").astype(np.float32))

    def scout(self) -> Juror:
        """What is seen going once round and on; in two halves, which are read beside each other."""
        turns = scout.TURNS / 2 + _SHARED
        middle = scout.START + scout.TURNS / 2
        seat = _Seat("colour", _WIDE)
        first, second = self._heard([(seat, scout.START, turns), (seat, middle - _SHARED, turns)])
        marks = scout.joined(first.marks, second.marks, middle - _SHARED, middle + _SHARED)
        return replace(first, marks=marks)

    def hear(self, panel: Sequence[_Seat], start: float, turns: float) -> list[Juror]:
        """What each juror of a panel sees, at positions in turns."""
        return self._heard([(seat, start, turns) for seat in panel])

    def _heard(self, ways: Sequence[tuple[_Seat, float, float]]) -> list[Juror]:
        """What is seen from a seat, from where and how far, each."""
        panel = [seat for seat, _, _ in ways]
        arcs = [
            Arc(seat.band.outer, seat.band.inner, start, turns, parallel=seat.band.parallel)
            for seat, start, turns in ways
        ]
        strips = [
            unroll(self.shown.pictures[seat.picture], self.rim, arc, stretch=seat.band.stretch)
            for seat, arc in zip(panel, arcs, strict=True)
        ]
        heard = []
        for seat, arc, table in zip(panel, arcs, self.recognizer.probabilities(strips), strict=True):
            marks = marks_of(table, self.recognizer.alphabet)
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


def read_title(shown: Renderings, rim: Ellipse, recognizer: Recognizer) -> Title | None:
    """Read the outer arc of a round or oval seal.

    Args:
        shown: the seal's `renderings`.
        rim: its rim in pixels of these.
        recognizer: reads the strips.

    Returns:
        The title, or None when the jury agrees on nothing.
    """
    court = _Court.about(shown, rim, recognizer)
    scouting = court.scout()
    start = scout.widest_gap(scouting.marks)
    jurors = [replace(scouting, marks=scout.once_round(scouting.marks, start))]
    verdicts = without_figures(main_run(vote(jurors)))
    if _settled(verdicts, _SURE_ALONE):
        return _title(verdicts, rim)
    bands = _bands(court, verdicts)
    for panel in _panels(bands):
        jurors += court.hear(panel, start, 1.0)
        verdicts = without_figures(main_run(vote(jurors)))
        if _settled(verdicts, _SURE) or sum(verdict.score for verdict in verdicts) < _LEAST_SEEN:
            break
    else:
        jurors += _looked_closer(court, bands, verdicts)
        verdicts = without_figures(main_run(vote(jurors)))
    return _title(verdicts, rim) if verdicts else None


def _bands(court: _Court, seen: Sequence[Verdict]) -> list[tuple[_Band, ...]]:
    """The bands of the jury's seats, best first; two ways to follow a rim that may be a true oval's."""
    rim = court.rim
    long = max(rim.a, rim.b) >= _NEARLY_CIRCULAR * min(rim.a, rim.b)
    ways = []
    for parallel in (True, False) if long else (False,):
        edges = None
        if len(seen) > 2:
            edges = fit_band(court.shown, rim, seen[0].position, seen[-1].position, parallel=parallel)
        if edges is None:
            close, loose = (replace(band, parallel=parallel) for band in _WITHOUT_FIT)
        else:
            close = _Band.about(edges, 0.1, 0.08, parallel)
            loose = _Band.about(edges, 0.22, 0.18, parallel)
        wide, usual = (replace(band, parallel=parallel) for band in (_WIDE, _USUAL))
        ways.append((wide, loose, usual, close))
    return list(zip(*ways, strict=True))


def _panels(bands: Sequence[tuple[_Band, ...]]) -> Iterator[list[_Seat]]:
    """The jurors beside the scout, called in two groups until they agree."""
    wide, loose, usual, close = bands
    for group in ((*wide[:-1], *loose), (*wide[-1:], *usual, *close)):
        yield [_Seat("colour", band) for band in group]


def _settled(verdicts: Sequence[Verdict], least: float) -> bool:
    """Whether more jurors would change nothing: all is as sure as that, and nothing is missing in the row."""
    if len(verdicts) < 4 or min(verdict.score for verdict in verdicts) < least:
        return False
    distances = np.diff([verdict.position for verdict in verdicts])
    return bool(distances.max() < 1.5 * np.median(distances))


def _looked_closer(
    court: _Court, bands: Sequence[tuple[_Band, ...]], verdicts: Sequence[Verdict]
) -> list[Juror]:
    """Look at the doubtful places alone: out of its row a character is sometimes plain.

    Returns:
        Further jurors, each to be heard at one place only.
    """
    places = _doubtful_places(verdicts)
    if len(places) > _MOST_DOUBTFUL:
        return []
    pitch = pitch_between(verdicts)
    panel = [_Seat(name, band) for name in ("colour", court.shown.cleanest) for band in bands[0] + bands[3]]
    jurors = []
    for place in places:
        for juror in court.hear(panel, place - _BESIDE * pitch, 2 * _BESIDE * pitch):
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
    return lambda turn: _OUT_OF_CONTEXT * voice(turn) if abs(turn - place) < reach else 0.0


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
