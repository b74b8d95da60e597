"""Any thing that is no seal, as chance has it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from training.locator.lookalikes.badges import badge
from training.locator.lookalikes.charts import chart
from training.locator.lookalikes.codes import code
from training.locator.lookalikes.cutout import Cutout, greyed
from training.locator.lookalikes.emblems import emblem
from training.locator.lookalikes.icons import icon
from training.locator.lookalikes.ornaments import ornament
from training.locator.lookalikes.pen import by_hand
from training.locator.lookalikes.photographs import snippet
from training.locator.lookalikes.signs import sign

_KINDS: tuple[tuple[Callable[[np.random.Generator, int], Cutout | None], float], ...] = (
    (emblem, 0.19),
    (badge, 0.13),
    (sign, 0.15),
    (ornament, 0.07),
    (code, 0.12),
    (chart, 0.08),
    (by_hand, 0.08),
    (snippet, 0.08),
    (icon, 0.1),
)
_GREY = 0.12


def thing(rng: np.random.Generator, side: int) -> Cutout:
    """Something that is no seal, its longer side about `side` pixels."""
    kinds, shares = zip(*_KINDS, strict=True)
    drawn = kinds[int(rng.choice(len(kinds), p=shares))](rng, side)
    if drawn is None:
        drawn = badge(rng, side)
    return greyed(drawn) if rng.random() < _GREY else drawn
