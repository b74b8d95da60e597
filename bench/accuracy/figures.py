"""The figures of a set of pictures, by group."""

from __future__ import annotations

import statistics
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import TypeAlias

from bench.accuracy.comparison import is_legible, is_same, similarity
from bench.accuracy.outcomes import Outcome, is_scored_for_text
from bench.accuracy.pictures import SealLabel
from sealstack.models.geometry.boxes import intersection_over_union

Figures: TypeAlias = dict[str, dict[str, float]]
"""Figures by name, by group; rates are 0..1 with four decimals.

`n` counts seals; pictures in a group of pictures without any.
"""

NEGATIVES = "negatives"
"""The group of the pictures without a seal."""

ERRORS = "errors"
SECONDS = "seconds"

_DECIMALS = 4
_TOUCHES_IGNORED = 0.1

_Values: TypeAlias = defaultdict[str, defaultdict[str, list[float]]]


def figures_of(outcomes: Sequence[Outcome]) -> Figures:
    """Compute the figures of a set.

    `recall` and `precision` count matched boxes, `hmean` is their harmonic mean; `body_exact` and
    `body_1_ned` compare the title, a seal that was not found counting as read empty; `shape` counts among
    the seals found; `others_recall` is the share of the other texts that were read without a fault;
    `clean` is the share of pictures without a seal in which none was found. A seal is counted in the groups
    of its picture, of its shape and of its colour; a found one, for want of a truth, in those of its picture.

    Args:
        outcomes: at least one.

    Returns:
        The figures by group, with `errors` (calls that failed) and `seconds` (median and longest).
    """
    values: _Values = defaultdict(lambda: defaultdict(list))
    for outcome in outcomes:
        _count_true_seals(outcome, values)
        _count_found_seals(outcome, values)
        if not outcome.picture.seals:
            for group in (NEGATIVES, *outcome.picture.groups):
                values[group]["clean"].append(float(not outcome.found and not outcome.failure))
    figures = {group: _means(measured) for group, measured in values.items()}
    figures[ERRORS] = {"pictures": sum(bool(outcome.failure) for outcome in outcomes)}
    times = [outcome.seconds for outcome in outcomes]
    figures[SECONDS] = {"median": round(statistics.median(times), 3), "max": round(max(times), 3)}
    return figures


def _count_true_seals(outcome: Outcome, values: _Values) -> None:
    for label, found in outcome.pairs():
        if label.ignored:
            continue
        measured = {"recall": [float(found is not None)]}
        if is_scored_for_text(label):
            body = found.body if found else ""
            measured["body_exact"] = [float(is_same(body, label.body))]
            measured["body_1_ned"] = [similarity(body, label.body)]
            measured["shape"] = [float(found.shape in label.shapes)] if found else []
            measured["others_recall"] = _others_read(label, found.others if found else ())
        for group in (*outcome.picture.groups, label.shape, label.colour):
            for name, value in measured.items():
                values[group][name] += value


def _others_read(label: SealLabel, read: Iterable[str]) -> list[float]:
    """For each other text of a seal, whether it was read; one reading serves one text."""
    left = list(read)
    hits = []
    for truth in label.others:
        if not is_legible(truth):
            continue
        hit = next((text for text in left if is_same(text, truth)), None)
        if hit is not None:
            left.remove(hit)
        hits.append(float(hit is not None))
    return hits


def _count_found_seals(outcome: Outcome, values: _Values) -> None:
    ignored = [label.box for label in outcome.picture.seals if label.ignored]
    taken = set(outcome.matched.values())
    for index, seal in enumerate(outcome.found):
        if any(intersection_over_union(seal.box, box) > _TOUCHES_IGNORED for box in ignored):
            continue
        for group in outcome.picture.groups:
            values[group]["precision"].append(float(index in taken))


def _means(measured: dict[str, list[float]]) -> dict[str, float]:
    figures = {
        name: round(statistics.fmean(values), _DECIMALS) for name, values in measured.items() if values
    }
    figures["n"] = len(measured.get("recall") or measured.get("clean") or ())
    recall, precision = figures.get("recall", 0.0), figures.get("precision", 0.0)
    if recall and precision:
        figures["hmean"] = round(2 * precision * recall / (precision + recall), _DECIMALS)
    return figures
