"""How long a query takes, and how long finding its template among many."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

import numpy as np

from bench.forms.calls import DirectCaller
from bench.forms.conditions import make_query
from bench.forms.drawing import fill_in
from bench.forms.kinds import KINDS
from sealstack.models.form.template import FieldMark

TEN_FIELDS = "english_invoice"
"""The kind of form that times are taken on: ten fields, 1500 pixels high."""


def measure_speed(caller: DirectCaller, rounds: int = 12, templates: int = 200) -> dict[str, float]:
    """Time the steps of a query.

    Args:
        caller: the reader in this process.
        rounds: queries to take the median of.
        templates: how many to find the right one among.

    Returns:
        Median seconds of a whole query, of its alignment, and of finding the template.
    """
    reader, layout = caller.reader, KINDS[TEN_FIELDS]()
    form = fill_in(layout, np.random.default_rng(1))
    caller.add(form.sheet, form.marks())
    features = reader.describe(form.sheet)
    marks = [FieldMark(name, quad) for name, quad in form.marks()]
    whole, alignment = [], []
    for number in range(rounds):
        query = make_query(layout, "noise", np.random.default_rng([7, number])).image
        whole.append(_seconds(lambda picture=query: caller.query("0", picture)))
        again = make_query(layout, "noise", np.random.default_rng([8, number])).image
        alignment.append(_seconds(lambda picture=again: reader.match(picture, marks, features)))
    signatures = [features.signature] * templates
    described = [features] * templates
    chosen = []
    for number in range(3):
        query = make_query(layout, "noise", np.random.default_rng([9, number])).image
        chosen.append(
            _seconds(
                lambda picture=query: [
                    reader.match(picture, marks, described[index])
                    for index in reader.likely(picture, signatures)
                ]
            )
        )
    return {
        "query": round(statistics.median(whole), 3),
        "of which alignment": round(statistics.median(alignment), 3),
        f"auto among {templates}": round(statistics.median(chosen), 3),
    }


def _seconds(step: Callable[[], object]) -> float:
    started = time.perf_counter()
    step()
    return time.perf_counter() - started
