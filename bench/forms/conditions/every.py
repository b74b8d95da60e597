"""All conditions, and one query of any of them."""

from __future__ import annotations

import numpy as np

from bench.forms.conditions.growing import GROWS, grown
from bench.forms.conditions.offices import OTHER_OFFICE, STRANGER, other_office, stranger
from bench.forms.conditions.scales import NINE_SCALES, at_one_of_nine_scales
from bench.forms.conditions.scans import SCANS, scanned
from bench.forms.conditions.seen import Query
from bench.forms.conditions.stacking import STACKED, stacked
from bench.forms.layout import FormLayout

CONDITIONS = (*SCANS, OTHER_OFFICE, STACKED, NINE_SCALES, GROWS)
"""All conditions of right forms, in the order of the tables."""

_IN_TURN = {
    OTHER_OFFICE: other_office,
    STACKED: stacked,
    NINE_SCALES: at_one_of_nine_scales,
    GROWS: grown,
    STRANGER: stranger,
}


def make_query(
    layout: FormLayout,
    condition: str,
    rng: np.random.Generator,
    bundled_only: bool = True,
    number: int = 0,
) -> Query:
    """Fill in a form with new values and see it under a condition.

    Args:
        layout: the kind of form.
        condition: one of `CONDITIONS`, or `STRANGER`.
        rng: where chance comes from.
        bundled_only: see `fill_in`.
        number: of several queries under the condition; some conditions have several ways to be seen.

    Raises:
        KeyError: there is no such condition.
    """
    if condition in _IN_TURN:
        return _IN_TURN[condition](layout, rng, bundled_only, number)
    return scanned(layout, condition, rng, bundled_only)
