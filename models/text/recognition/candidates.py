"""Further readings of a strip, likeliest first: what a recognizer also thought of."""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sealstack.models.text.recognition import ctc
from sealstack.models.text.recognition.ctc import BLANK, Reading
from sealstack.models.values import Character

_LEAST = 0.004  # of probability: less is no thought at all
_CHOICES = 5
_FLOOR = 1e-6


@dataclass(frozen=True)
class _Slot:
    """A place of a strip where a character is or might be.

    Attributes:
        column: where the network is surest of it.
        options: classes with their log probabilities, the likeliest first; the blank means no character.
    """

    column: int
    options: tuple[tuple[int, float], ...]


def candidates(
    probabilities: NDArray[np.float32],
    alphabet: Sequence[str],
    count: int,
    path: NDArray[np.intp] | None = None,
) -> list[Reading]:
    """Read the likeliest few texts out of column probabilities.

    The first is the best path's, as `ctc.decode` reads it. Others differ from it at one or more
    places by a character that the network gave some probability there, one left out or one put in; they come
    in the order of the products of these probabilities.

    Args:
        probabilities: `(T, C)` float32, the probability of every class in every column.
        alphabet: the text of each of the C classes, the blank first.
        count: up to how many, at least 1.
        path: the class of every column, as for `models.text.recognition.ctc.decode`.

    Returns:
        Different readings with characters, spans as fractions of the T columns.

    Raises:
        ValueError: the array has not two axes, or not one class for every entry of the alphabet.
    """
    best = ctc.decode(probabilities, alphabet, characters=True, path=path)
    if count == 1 or len(probabilities) == 0:
        return [best]
    slots = _slots(probabilities, probabilities.argmax(axis=1) if path is None else path)
    readings, seen = [best], {best.text}
    for choice in _likeliest(slots, 8 * count):
        reading = _spelled(slots, choice, alphabet, len(probabilities))
        if reading.text not in seen:
            seen.add(reading.text)
            readings.append(reading)
            if len(readings) == count:
                break
    return readings


def _slots(probabilities: NDArray[np.float32], path: NDArray[np.intp]) -> list[_Slot]:
    """The characters of the best path, and the places where another one nearly was."""
    changes = np.flatnonzero(np.diff(path)) + 1
    slots = []
    for start, end in zip([0, *changes], [*changes, len(path)], strict=True):
        run = probabilities[start:end]
        if path[start] == BLANK:
            rest = run.copy()
            rest[:, BLANK] = 0
            column = int(rest.max(axis=1).argmax())
            if rest[column].max() < 10 * _LEAST:
                continue
        else:
            column = int(run[:, path[start]].argmax())
        slots.append(_Slot(int(start) + column, _options(run[column], int(path[start]))))
    return slots


def _options(column: NDArray[np.float32], first: int) -> tuple[tuple[int, float], ...]:
    """What may stand in a column, with log probabilities; `first` is what the best path has there."""
    if first != BLANK and column.argmax() == BLANK:  # a space that was kept: there, or not
        nothing = float(np.log(column[BLANK]))
        return ((first, float(np.log(column[first] + column[BLANK]))), (BLANK, nothing))
    order = np.argpartition(-column, _CHOICES)[:_CHOICES]
    order = order[np.argsort(-column[order])]
    return tuple(
        (int(index), float(np.log(max(float(column[index]), _FLOOR))))
        for place, index in enumerate(order)
        if place == 0 or column[index] >= _LEAST
    )


def _likeliest(slots: Sequence[_Slot], count: int) -> list[tuple[int, ...]]:
    """Choices of one option for each slot, the likeliest first."""
    first = (0,) * len(slots)
    heap = [(0.0, first)]
    pushed = {first}
    ordered: list[tuple[int, ...]] = []
    while heap and len(ordered) < count:
        cost, choice = heapq.heappop(heap)
        ordered.append(choice)
        for place, slot in enumerate(slots):
            following = choice[place] + 1
            if following >= len(slot.options):
                continue
            other = (*choice[:place], following, *choice[place + 1 :])
            if other not in pushed:
                pushed.add(other)
                step = slot.options[following - 1][1] - slot.options[following][1]
                heapq.heappush(heap, (cost + step, other))
    return ordered


def _spelled(slots: Sequence[_Slot], choice: Sequence[int], alphabet: Sequence[str], columns: int) -> Reading:
    """The reading that a choice stands for."""
    characters = []
    for slot, number in zip(slots, choice, strict=True):
        index, logarithm = slot.options[number]
        if index == BLANK:
            continue
        span = (max(0.0, (slot.column - 0.5) / columns), min(1.0, (slot.column + 1.5) / columns))
        characters.append(Character(alphabet[index], float(np.exp(logarithm)), span))
    score = float(np.mean([one.score for one in characters])) if characters else 0.0
    return Reading("".join(one.text for one in characters), score, tuple(characters))
