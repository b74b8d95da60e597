"""What came of each query: which fields were read rightly, and whether it was refused."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from bench.accuracy.comparison import fold, is_same
from bench.forms.calls import Answer, FormCaller
from bench.forms.conditions import SEAL, STRANGER, Picture, Query, make_query
from bench.forms.drawing import fill_in
from bench.forms.kinds import KINDS

WRONG_FORM = "wrong form"
_SURE = 0.95
REFUSED = (WRONG_FORM, STRANGER)
"""The conditions under which a query shows another form and ought to be refused."""


@dataclass(frozen=True, eq=False)
class Outcome:
    """One query.

    Attributes:
        kind: of the template's form.
        condition: under which the query was seen; `WRONG_FORM` when it showed another form.
        number: which of several alike.
        query: the picture with its truth.
        answer: what was read; None when it was refused.
        seconds: how long the answer took.
    """

    kind: str
    condition: str
    number: int
    query: Query
    answer: Answer | None
    seconds: float

    def wrong_rows(self) -> int:
        """How many fields say what stands elsewhere on the page, and not in their own place."""
        others = list(self.query.elsewhere)
        wrong = 0
        for name, _, read, same in self.fields():
            rest = [*others, *(value for key, value in self.query.values.items() if key != name)]
            wrong += not same and bool(fold(read)) and any(is_same(read, value) for value in rest)
        return wrong

    def sure_faults(self) -> int:
        """How many fields have a wrong value with a score above 0.95."""
        scores = self.answer.scores if self.answer else {}
        return sum(not same and scores.get(name, 0.0) > _SURE for name, _, _, same in self.fields())

    @property
    def identity(self) -> str:
        """A name for the query, fit for a file."""
        return f"{self.kind}_{self.condition.replace(' ', '_')}_{self.number:02d}"

    def fields(self) -> Iterator[tuple[str, str, str, bool]]:
        """Every field that counts: its name, the truth, what was read, and whether they are the same.

        Under a seal, only the fields that it lies over count.
        """
        for name, truth in self.query.values.items():
            if self.condition == SEAL and name not in self.query.stamped:
                continue
            read = self.answer.values.get(name, "") if self.answer else ""
            yield name, truth, read, self.answer is not None and is_same(read, truth)


def run(
    caller: FormCaller,
    kinds: list[str],
    conditions: list[str],
    count: int,
    seed: int,
    bundled_only: bool,
) -> Iterator[Outcome]:
    """Add a template of every kind, then have its queries read.

    Args:
        caller: what is measured.
        kinds: of forms.
        conditions: under which queries are seen, `WRONG_FORM` among them.
        count: queries of every kind under every condition.
        seed: another seed, other values.
        bundled_only: draw with the bundled font only.

    Yields:
        The outcomes in order.
    """
    every = list(KINDS)
    for kind in kinds:
        layout = KINDS[kind]()
        form = fill_in(layout, np.random.default_rng([seed, every.index(kind)]), bundled_only=bundled_only)
        template = caller.add(form.sheet, form.marks())
        for condition in conditions:
            for number in range(count):
                chance = np.random.default_rng([seed, every.index(kind), _code(condition), number])
                query = _query(kind, condition, number, chance, bundled_only)
                own = query.template
                asked = caller.add(own.image, list(own.marks)) if own else template
                yield _asked(caller, asked, query, kind, condition, number)


def _query(kind: str, condition: str, number: int, chance: np.random.Generator, bundled_only: bool) -> Query:
    if condition != WRONG_FORM:
        return make_query(KINDS[kind](), condition, chance, bundled_only, number)
    others = [other for other in KINDS if other != kind]
    seen = ("identity", "noise", "photograph")[number // len(others) % 3]
    return make_query(KINDS[others[number % len(others)]](), seen, chance, bundled_only)


def _asked(
    caller: FormCaller, template: str, query: Query, kind: str, condition: str, number: int
) -> Outcome:
    started = time.perf_counter()
    answer = caller.query(template, _whole(query.image))
    return Outcome(kind, condition, number, query, answer, time.perf_counter() - started)


def _whole(image: Picture) -> Picture:
    return np.ascontiguousarray(image)


def _code(condition: str) -> int:
    """A number for a condition that no other list of conditions changes."""
    return sum(ord(letter) * (place + 1) for place, letter in enumerate(condition))
