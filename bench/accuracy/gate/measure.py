"""Reading a labelled folder in this process, and its figures: of seals, lines of text, and forms."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, TypeVar

from bench.accuracy.calls import CallFailed, FoundSeal
from bench.accuracy.comparison import contains, is_same
from bench.accuracy.figures import ERRORS, Figures, figures_of
from bench.accuracy.gate.labels import FormPair, LabelledText, read_form_pairs, read_texts
from bench.accuracy.outcomes import Outcome, read_picture
from bench.accuracy.pictures import read_labels

TEXTS = "texts"
"""The group of the lines of text: `line_recall`, and `n` lines."""

FORMS = "forms"
"""The group of the forms: `field_exact`, `refused`, and `n` fields."""

_DECIMALS = 4

_Asked = TypeVar("_Asked")
_Answer = TypeVar("_Answer")


class Readers(Protocol):
    """What is measured; every method may be called from several threads, and raises `CallFailed`."""

    def find_seals(self, picture: bytes) -> list[FoundSeal]:
        """Find and read the seals of a picture."""

    def read_lines(self, picture: bytes) -> list[str]:
        """Read the lines of a picture, in reading order."""

    def read_form(self, pair: FormPair) -> Mapping[str, str] | None:
        """Read a form by its template: values by name; None when it is refused."""


@dataclass(frozen=True)
class TextOutcome:
    """What was read on a picture with lines of text.

    Attributes:
        text: the picture with its truth.
        read: the lines read; None when the call failed.
        failure: why it failed; empty when it did not.
    """

    text: LabelledText
    read: Sequence[str] | None
    failure: str

    def lines(self) -> Iterator[tuple[str, bool]]:
        """Every true line, and whether it stands somewhere in all that was read."""
        everything = "".join(self.read or ())
        for line in self.text.lines:
            yield line, contains(everything, line)


@dataclass(frozen=True)
class FormOutcome:
    """What was read in a form.

    Attributes:
        pair: the form with its truth.
        values: by the fields' names; None when the form was refused or the call failed.
        failure: why it failed; empty when it did not.
    """

    pair: FormPair
    values: Mapping[str, str] | None
    failure: str

    def fields(self) -> Iterator[tuple[str, str, str, bool]]:
        """Every field: its name, the truth, what was read, and whether they are the same."""
        for name, truth in self.pair.truth.items():
            value = self.values.get(name) if self.values is not None else None
            yield name, truth, value or "", value is not None and is_same(value, truth)


@dataclass(frozen=True)
class Measured:
    """What came of a labelled folder.

    Attributes:
        seals: of every picture labelled for seals.
        texts: of every picture labelled for its lines.
        forms: of every form.
    """

    seals: Sequence[Outcome]
    texts: Sequence[TextOutcome]
    forms: Sequence[FormOutcome]

    @property
    def failures(self) -> list[str]:
        """The calls that failed, a line each."""
        named = [(outcome.picture.identity, outcome.failure) for outcome in self.seals]
        named += [(outcome.text.identity, outcome.failure) for outcome in self.texts]
        named += [(outcome.pair.identity, outcome.failure) for outcome in self.forms]
        return [f"{identity}: {failure}" for identity, failure in named if failure]

    def figures(self) -> Figures:
        """The figures of seals by group, and the groups `TEXTS` and `FORMS` where there are any."""
        figures = figures_of(self.seals)
        lines = [found for outcome in self.texts for _, found in outcome.lines()]
        fields = [same for outcome in self.forms for *_, same in outcome.fields()]
        if lines:
            figures[TEXTS] = {"line_recall": _share(lines), "n": len(lines)}
        if fields:
            refused = _share([outcome.values is None for outcome in self.forms])
            figures[FORMS] = {"field_exact": _share(fields), "refused": refused, "n": len(fields)}
        figures[ERRORS] = {"pictures": len(self.failures)}
        return figures


def measure(folder: Path, readers: Readers, executor: Executor, every: int = 1) -> Measured:
    """Read what a folder is labelled for, as much at a time as the executor has threads.

    Args:
        folder: which has a `labels.json`.
        readers: what reads.
        executor: whose threads call the readers.
        every: of the pictures of seals only the first of so many is read, in the order of `labels.json`.

    Raises:
        OSError: there is no `labels.json`, or it names a file that is not there.
        ValueError: it cannot be understood, or names no picture of a seal.
    """
    pictures, texts, pairs = read_labels(folder)[::every], read_texts(folder), read_form_pairs(folder)
    if not pictures:
        raise ValueError(f"{folder} has no pictures labelled for seals")
    forms = executor.map(lambda pair: FormOutcome(pair, *_asked(readers.read_form, pair)), pairs)
    read = executor.map(
        lambda text: TextOutcome(text, *_asked(readers.read_lines, text.path.read_bytes())), texts
    )
    seals = executor.map(lambda picture: read_picture(picture, readers.find_seals), pictures)
    return Measured(list(seals), list(read), list(forms))


def _asked(ask: Callable[[_Asked], _Answer], question: _Asked) -> tuple[_Answer | None, str]:
    """The answer, or None and why there is none."""
    try:
        return ask(question), ""
    except CallFailed as failure:
        return None, str(failure)


def _share(values: Sequence[bool]) -> float:
    return round(statistics.fmean(values), _DECIMALS)
