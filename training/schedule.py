"""The learning rate of a training: it rises, then falls along half a cosine."""

from __future__ import annotations

import math
from dataclasses import dataclass


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


@dataclass
class Pace:
    """The learning rate by the clock: a run ends when its time is over, however many steps that was.

    Attributes:
        warm_up: share of the time during which the rate rises.
        fewest: steps that the rise takes at least: on a slow device the time would be over before the second.
        last: share of the highest rate at the end.
    """

    warm_up: float = 0.05
    fewest: int = 60
    last: float = 0.01
    _first: float | None = None
    _steps: int = 0

    def share(self, done: float) -> float:
        """How much of the highest rate the next step learns at, 0..1.

        Args:
            done: share of the run's time that has passed, 0..1; the curve begins with the first step.
        """
        self._steps += 1
        if self._first is None:
            self._first = done
        own = min(1.0, (done - self._first) / max(1e-9, 1 - self._first))
        fallen = self.last + (1 - self.last) * 0.5 * (1 + math.cos(math.pi * own))
        return min(fallen, max(self.last, own / self.warm_up), self._steps / self.fewest)
