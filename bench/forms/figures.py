"""The figures of a run, by condition and by kind of form."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterable, Sequence
from typing import TypeAlias

from bench.accuracy.comparison import similarity
from bench.accuracy.tables import table
from bench.forms.conditions import CONDITIONS
from bench.forms.kinds import KINDS
from bench.forms.outcomes import REFUSED, Outcome

Figures: TypeAlias = dict[str, dict[str, float]]
"""Figures by name, by group; rates are 0..1."""

_DECIMALS = 4


def figures_of(outcomes: Sequence[Outcome]) -> Figures:
    """Compute the figures of every condition and, over all right forms, of every kind.

    `field_exact` is the share of fields read without a fault, those of a refused form counting as not read;
    `field_1_ned` their mean similarity; `refused` the share of forms that were refused, which ought to be 1
    for wrong forms and 0 for all others; `wrong_row` the share of fields that say what stands elsewhere on
    the page; `sure_faults` that of fields with a wrong value and a score above 0.95.

    Args:
        outcomes: at least one.
    """
    figures: Figures = {}
    right = [outcome for outcome in outcomes if outcome.condition not in REFUSED]
    for condition in (*CONDITIONS, *REFUSED):
        _add(figures, condition, outcomes, lambda outcome, name=condition: outcome.condition == name)
    for kind in KINDS:
        _add(figures, kind, right, lambda outcome, name=kind: outcome.kind == name)
    _add(figures, "all right forms", right, lambda outcome: True)
    return figures


def _add(
    figures: Figures, group: str, outcomes: Iterable[Outcome], belongs: Callable[[Outcome], bool]
) -> None:
    mine = [outcome for outcome in outcomes if belongs(outcome)]
    if not mine:
        return
    measured: dict[str, float] = {"forms": len(mine)}
    if group not in REFUSED:
        fields = [field for outcome in mine for field in outcome.fields()]
        measured["fields"] = len(fields)
        if fields:
            measured["field_exact"] = _mean([float(same) for _, _, _, same in fields])
            measured["wrong_row"] = round(
                sum(outcome.wrong_rows() for outcome in mine) / len(fields), _DECIMALS
            )
            measured["sure_faults"] = round(
                sum(outcome.sure_faults() for outcome in mine) / len(fields), _DECIMALS
            )
            measured["field_1_ned"] = _mean([similarity(read, truth) for _, truth, read, _ in fields])
    measured["refused"] = _mean([float(outcome.answer is None) for outcome in mine])
    measured["seconds"] = round(statistics.median(outcome.seconds for outcome in mine), 3)
    figures[group] = measured


def _mean(values: Sequence[float]) -> float:
    return round(statistics.fmean(values), _DECIMALS)


def figures_table(figures: Figures) -> str:
    """Write the figures as a Markdown table."""
    columns = (
        "forms",
        "fields",
        "field_exact",
        "field_1_ned",
        "wrong_row",
        "sure_faults",
        "refused",
        "seconds",
    )
    rows = [[group, *(_cell(measured, name) for name in columns)] for group, measured in figures.items()]
    return table(["group", *columns], rows)


def faults_table(outcomes: Sequence[Outcome], most: int) -> str:
    """Write the first faulty fields, and forms judged wrongly, as a Markdown table."""
    rows = []
    for outcome in outcomes:
        if outcome.condition in REFUSED:
            if outcome.answer is not None:
                rows.append([outcome.identity, "(form)", "another form", "taken for it"])
        elif outcome.answer is None:
            rows.append([outcome.identity, "(form)", "the form", "refused"])
        else:
            rows += [
                [outcome.identity, name, truth, read or "–"]
                for name, truth, read, same in outcome.fields()
                if not same
            ]
    return table(["query", "field", "truth", "read as"], rows[:most])


def _cell(measured: dict[str, float], name: str) -> str:
    if name not in measured:
        return "–"
    if name in ("forms", "fields"):
        return f"{measured[name]:.0f}"
    return f"{measured[name]:.3f}" if name == "seconds" else f"{measured[name]:.4f}"
