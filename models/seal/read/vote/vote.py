"""The vote of several readings of one text path, character by character where each stands.

Every rendering of a path is unrolled over the same positions, so two readings need no guessing to be
aligned: what stands at the same place is the same character. The vote is that of ROVER (Fiscus, "A
post-processing system to yield reduced word error rates", ASRU 1997, pp. 347-354), with positions in place
of the word alignment.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np

from sealstack.models.seal.read.vote.marks import Mark, is_figure
from sealstack.models.values import Character

_ABSTENTION = 0.32  # what a reading who saw nothing weighs against one who is sure
_BREAK = 2.5  # a gap of so many characters ends a text
_BRIDGED = 3.4  # pitches: a gap in which two characters of the same text may have been
_SURE_BESIDE_A_GAP = 0.7
_FEWEST_BESIDE_A_GAP = 3
_LEAST_SUPPORT = 0.24  # mean support below which a character is left out


@dataclass(frozen=True)
class Voted:
    """A character that the readings agree on.

    Attributes:
        text: the character.
        position: where it stands, in the readings' unit.
        score: its share of the readings' voices, 0..1.
        shares: of every character that was seen there, this one among them.
    """

    text: str
    position: float
    score: float
    shares: Mapping[str, float] = field(default_factory=dict)


@dataclass
class _Slot:
    """A place where at least one reading saw something."""

    position: float
    weight: float
    voices: dict[str, float] = field(default_factory=dict)

    def add(self, mark: Mark) -> None:
        strength = mark.strength
        self.position = (self.position * self.weight + mark.position * strength) / (self.weight + strength)
        self.weight += strength
        for text, voice in mark.voices.items():
            self.voices[text] = self.voices.get(text, 0.0) + voice

    @property
    def best(self) -> str:
        return max(self.voices, key=lambda text: self.voices[text])


def pitch_of(readings: Sequence[Sequence[Mark]]) -> float:
    """The usual distance of neighbouring characters, in the readings' unit; 0 when there are too few."""
    distances = []
    for marks in readings:
        sure = [mark.position for mark in marks if mark.strength > 0.6]
        distances += [after - before for before, after in pairwise(sure)]
    return float(np.median(distances)) if distances else 0.0


def pitch_between(voted: Sequence[Voted]) -> float:
    """The usual distance of neighbours in a row of characters; 0 when there are fewer than two."""
    distances = np.diff([character.position for character in voted])
    return float(np.median(distances)) if distances.size else 0.0


def vote(readings: Sequence[Sequence[Mark]]) -> list[Voted]:
    """Agree on the characters of a path.

    Args:
        readings: what each saw, in order of position.

    Returns:
        The characters that are supported well enough, in order. Nobody's reading is ever completed: each was
        seen there in some reading.
    """
    pitch = pitch_of(readings) or 0.05
    slots: list[_Slot] = []
    for marks in sorted(readings, key=lambda marks: -sum(mark.strength for mark in marks)):
        slots = _merge(slots, marks, pitch)
    return _accept(slots, len(readings), pitch)


def _merge(slots: list[_Slot], marks: Sequence[Mark], pitch: float) -> list[_Slot]:
    """Align a reading's marks with the slots by least cost and add them."""
    rows, columns = len(slots), len(marks)
    cost = np.zeros((rows + 1, columns + 1))
    cost[:, 0] = np.arange(rows + 1) * 0.5
    cost[0, :] = np.arange(columns + 1) * 0.5
    for i in range(1, rows + 1):
        for j in range(1, columns + 1):
            pair = cost[i - 1, j - 1] + _pair_cost(slots[i - 1], marks[j - 1], pitch)
            cost[i, j] = min(pair, cost[i - 1, j] + 0.5, cost[i, j - 1] + 0.5)
    merged: list[_Slot] = []
    i, j = rows, columns
    while i or j:
        if (
            i
            and j
            and np.isclose(cost[i, j], cost[i - 1, j - 1] + _pair_cost(slots[i - 1], marks[j - 1], pitch))
        ):
            slots[i - 1].add(marks[j - 1])
            merged.append(slots[i - 1])
            i, j = i - 1, j - 1
        elif i and np.isclose(cost[i, j], cost[i - 1, j] + 0.5):
            merged.append(slots[i - 1])
            i -= 1
        else:
            slot = _Slot(marks[j - 1].position, 0.0)
            slot.add(marks[j - 1])
            merged.append(slot)
            j -= 1
    return merged[::-1]


def _pair_cost(slot: _Slot, mark: Mark, pitch: float) -> float:
    apart = abs(slot.position - mark.position) / pitch
    if apart > 0.7:
        return 9.0
    known = slot.voices.get(max(mark.voices, key=lambda text: mark.voices[text]), 0.0)
    return apart + (0.0 if known else 0.25)


def _accept(slots: list[_Slot], readings: int, pitch: float) -> list[Voted]:
    """Keep the slots that the readings support; a hole in the row of characters makes it easier to fill."""
    support = [max(slot.voices.values()) / readings for slot in slots]
    sure = [slot.position for slot, share in zip(slots, support, strict=True) if share > 0.5]
    voted = []
    for slot, share in zip(slots, support, strict=True):
        room = _room(slot.position, sure, pitch) if share <= 0.5 else 1.0
        unseen = max(0.0, 1.0 - slot.weight / readings)
        abstaining = _ABSTENTION * unseen * (0.3 if 0.75 <= room <= 1.3 else 1.0)
        if room < 0.6:
            abstaining *= 1.6
        least = _LEAST_SUPPORT * (0.5 if 0.75 <= room <= 1.3 else 1.0)
        if share >= least and share > abstaining:
            shares = {text: min(1.0, voice / readings) for text, voice in slot.voices.items()}
            voted.append(Voted(slot.best, slot.position, shares[slot.best], shares))
    return voted


def _room(position: float, sure: list[float], pitch: float) -> float:
    """Distance to the nearest sure character, in characters."""
    others = [abs(position - other) for other in sure]
    return min(others) / pitch if others else 1.0


def main_run(voted: Sequence[Voted]) -> list[Voted]:
    """The best supported row of evenly spaced characters, without what was picked up beyond its ends.

    Args:
        voted: in order of position.

    Returns:
        A run of them: characters of one text keep their distance, stray strokes do not.
    """
    if len(voted) < 3:
        return list(voted)
    distances = np.diff([character.position for character in voted])
    pitch = pitch_between(voted)
    runs: list[list[Voted]] = [[voted[0]]]
    for character, distance in zip(voted[1:], distances, strict=True):
        if distance > _BREAK * pitch:
            runs.append([])
        runs[-1].append(character)
    run = max(_bridged(runs, pitch), key=lambda candidates: sum(character.score for character in candidates))
    while len(run) > 2 and _is_stray(run[0], run[1], pitch):
        run = run[1:]
    while len(run) > 2 and _is_stray(run[-1], run[-2], pitch):
        run = run[:-1]
    return run


def _bridged(runs: Sequence[list[Voted]], pitch: float) -> list[list[Voted]]:
    """Runs, those joined that are sure on both sides of a gap in which two characters may be worn away."""
    joined = [runs[0]]
    for run in runs[1:]:
        gap = (run[0].position - joined[-1][-1].position) / pitch
        if gap < _BRIDGED and min(_sure_of(joined[-1]), _sure_of(run)) >= _FEWEST_BESIDE_A_GAP:
            joined[-1] = joined[-1] + run
        else:
            joined.append(run)
    return joined


def _sure_of(run: Sequence[Voted]) -> int:
    """How many characters of a run are sure, without figures: a serial number makes no title longer."""
    return sum(character.score > _SURE_BESIDE_A_GAP and not is_figure(character.text) for character in run)


def _is_stray(end: Voted, neighbour: Voted, pitch: float) -> bool:
    """Whether the last character of a run is no part of it."""
    distance = abs(end.position - neighbour.position) / pitch
    if distance < 0.5 or end.score < 0.22 or not (end.text.isalnum() or end.text in "（）()"):
        return True
    return end.score < 0.6 and not 0.62 <= distance <= 1.4


def characters_of(voted: Sequence[Voted]) -> tuple[Character, ...]:
    """Verdicts at positions 0..1 of a strip as characters with the room they take."""
    half = (pitch_between(voted) or 0.5) / 2
    return tuple(
        Character(v.text, v.score, (max(0.0, v.position - half), min(1.0, v.position + half))) for v in voted
    )
