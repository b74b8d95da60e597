"""What the recognizer saw along one strip: marks, each with all the characters it may be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sealstack.models.text.recognition.ctc import BLANK

_WEAKEST = 0.06  # a class below this probability has no voice
_VOICES = 4  # of a mark at most


@dataclass(frozen=True)
class Mark:
    """What one reading saw at one place.

    Attributes:
        position: along the path, in any unit the readings share.
        voices: probability 0..1 of each character it may be.
    """

    position: float
    voices: Mapping[str, float]

    @property
    def strength(self) -> float:
        """The greatest probability of any character."""
        return max(self.voices.values())

    @property
    def is_figure(self) -> bool:
        """Whether it is most likely a digit or a Latin letter."""
        return is_figure(max(self.voices, key=lambda text: self.voices[text]))


def marks_of(table: NDArray[np.float32], alphabet: Sequence[str]) -> list[Mark]:
    """What a reading saw, the unsure things too.

    Args:
        table: `(T, C)` float32 column probabilities of the recognizer.
        alphabet: the text of each class, the blank first.

    Returns:
        Marks in order; positions are fractions 0..1 of the strip.
    """
    columns = len(table)
    if columns == 0:
        return []
    inked = table.copy()
    inked[:, BLANK] = 0
    best = inked.argmax(axis=1)
    strength = inked[np.arange(columns), best]
    marks = []
    start = 0
    while start < columns:
        end = start + 1
        # where hardly anything is seen between them, two marks of one class are two characters
        while end < columns and best[end] == best[start] and strength[end] >= _WEAKEST:
            end += 1
        peak = start + int(strength[start:end].argmax())
        if strength[peak] >= _WEAKEST and alphabet[best[peak]].strip():
            heard = np.flatnonzero(inked[peak] >= _WEAKEST / 2)
            loudest = heard[np.argsort(inked[peak, heard])[-_VOICES:]]
            voices = {alphabet[c]: float(inked[peak, c]) for c in loudest}
            weights = strength[start:end]
            centre = float((np.arange(start, end) * weights).sum() / weights.sum())
            marks.append(Mark((centre + 0.5) / columns, voices))
        start = end
    return _without_echoes(marks, columns)


def _without_echoes(marks: list[Mark], columns: int) -> list[Mark]:
    """Join marks of neighbouring columns: one glyph over which the recognizer changed its mind."""
    joined: list[Mark] = []
    for mark in marks:
        if joined and mark.position - joined[-1].position < 1.6 / columns:
            last = joined[-1]
            if min(last.strength, mark.strength) < 0.5:
                strong = last if last.strength >= mark.strength else mark
                texts = set(last.voices) | set(mark.voices)
                voices = {t: max(last.voices.get(t, 0.0), mark.voices.get(t, 0.0)) for t in texts}
                joined[-1] = Mark(strong.position, voices)
                continue
        joined.append(mark)
    return joined


def is_figure(text: str) -> bool:
    """Whether a character is a digit or a Latin letter."""
    return text.isascii() and text.isalnum()
