"""From the recognizer's column probabilities to text: greedy CTC decoding.

The method is that of Graves et al., "Connectionist Temporal Classification" (ICML 2006), section 3.2, "best
path decoding": take the likeliest class of every column, drop repetitions, drop blanks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sealstack.models.values import Character

BLANK = 0
"""The class that means "no character here"."""

_WIDEST_HALF = 3.0
"""Half of the widest character, in columns: a column is 8 pixels of a strip 48 high, glyphs are not wider
than the strip is high."""


@dataclass(frozen=True)
class Reading:
    """What one strip says.

    Attributes:
        text: its text, "" when nothing was read.
        score: the mean probability of its characters, 0..1; 0 when nothing was read.
        characters: its characters one by one, in reading order; empty unless asked for.
    """

    text: str
    score: float
    characters: tuple[Character, ...] = ()


def alphabet_of(listing: str) -> tuple[str, ...]:
    """Make the recognizer's classes from the character list in its metadata.

    Args:
        listing: one character a line, as stored under the key `character`.

    Returns:
        The text of every class: the blank (""), the characters in order, and the space.

    Raises:
        ValueError: the list is empty.
    """
    characters = listing.splitlines()
    if not characters:
        raise ValueError("the model's character list is empty")
    return ("", *characters, " ")


def decode(
    probabilities: NDArray[np.float32],
    alphabet: Sequence[str],
    *,
    characters: bool = False,
    path: NDArray[np.intp] | None = None,
) -> Reading:
    """Read the likeliest text out of column probabilities.

    Args:
        probabilities: `(T, C)` float32, the probability of every class in every column; T may be 0.
        alphabet: the text of each of the C classes, the blank first.
        characters: whether to give each character by itself.
        path: the class of every column, `(T,)`, as `spaces.best_path` finds it; the likeliest
            of each by default.

    Returns:
        The reading; character spans are fractions of the T columns.

    Raises:
        ValueError: the array has not two axes, or not one class for every entry of the alphabet.
    """
    if probabilities.ndim != 2 or probabilities.shape[1] != len(alphabet):
        raise ValueError(f"expected (T, {len(alphabet)}) probabilities, not {probabilities.shape}")
    if len(probabilities) == 0:
        return Reading("", 0.0)
    likeliest = probabilities.argmax(axis=1)
    best = likeliest if path is None else path
    starts = starts_of(best)
    if len(starts) == 0:
        return Reading("", 0.0)
    scores = probabilities[starts, best[starts]].astype(np.float64)
    # of a space that was kept against the likeliest class counts that no glyph stands there
    scores += np.where(likeliest[starts] == BLANK, probabilities[starts, BLANK], 0.0)
    texts = [alphabet[index] for index in best[starts]]
    characters_read: tuple[Character, ...] = ()
    if characters:
        spans = _spans(_centres(best, starts), len(best))
        characters_read = tuple(
            Character(text, float(score), span)
            for text, score, span in zip(texts, scores, spans, strict=True)
        )
    return Reading("".join(texts), float(scores.mean()), characters_read)


def starts_of(path: NDArray[np.intp]) -> NDArray[np.intp]:
    """The columns of a path, `(T,)` classes, in which its characters begin."""
    return np.flatnonzero((path != BLANK) & (np.diff(path, prepend=BLANK) != 0))


def _centres(best: NDArray[np.intp], starts: NDArray[np.intp]) -> NDArray[np.float64]:
    """The middle of each run of equal columns that begins at `starts`, in columns."""
    changes = np.append(np.flatnonzero(np.diff(best)) + 1, len(best))
    ends = changes[np.searchsorted(changes, starts, side="right")]
    return np.asarray((starts + ends) / 2, dtype=np.float64)


def _spans(centres: NDArray[np.float64], columns: int) -> list[tuple[float, float]]:
    """Give every character the room up to half way to its neighbours, at most the widest glyph's.

    CTC marks a character by one or two columns somewhere in its middle, not by its extent.
    """
    half = np.diff(centres) / 2
    before = np.minimum(np.append(_WIDEST_HALF, half), _WIDEST_HALF)
    after = np.minimum(np.append(half, _WIDEST_HALF), _WIDEST_HALF)
    lower = np.clip((centres - before) / columns, 0.0, 1.0)
    upper = np.clip((centres + after) / columns, 0.0, 1.0)
    return [(float(start), float(end)) for start, end in zip(lower, upper, strict=True)]
