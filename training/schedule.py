"""The learning rate of a training: it rises, then falls along half a cosine."""

from __future__ import annotations

import math


def share_of_rate(step: int, steps: int, *, warm_up: int, last: float) -> float:
    """How much of the highest rate a step learns at (Loshchilov & Hutter, "SGDR", ICLR 2017).

    Args:
        step: how many steps are done.
        steps: how many are planned.
        warm_up: steps during which the rate rises.
        last: share at the end of the plan and after it, 0..1.

    Returns:
        A share, 0..1.
    """
    if step < warm_up:
        return (step + 1) / warm_up
    done = min(1.0, (step - warm_up) / max(1, steps - warm_up))
    return last + (1 - last) * 0.5 * (1 + math.cos(math.pi * done))
