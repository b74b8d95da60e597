"""The learning rate of a training: it rises, then falls along half a cosine."""

from __future__ import annotations

import math
from dataclasses import dataclass


@dataclass
class Pace:
    """The learning rate by the clock: a run ends when its time is over, however many steps that was.

    After Loshchilov & Hutter, "SGDR", ICLR 2017, without restarts.

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
