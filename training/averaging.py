"""The moving average of a network's weights: the network that counts in the end."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import torch
from torch import Tensor, nn


class MovingAverage:
    """Follows a network (Polyak & Juditsky, "Acceleration of stochastic approximation", 1992)."""

    def __init__(self, network: nn.Module, keep: float = 0.998) -> None:
        """Begin with the weights as they are.

        Args:
            network: to follow.
            keep: share of the average that a step leaves, 0..1; the first steps leave less.
        """
        self._network, self._keep = network, keep
        self._values = {name: value.detach().clone() for name, value in network.state_dict().items()}
        self._steps = 0

    @torch.no_grad()
    def follow(self) -> None:
        """Come a little nearer to the weights as they are now."""
        self._steps += 1
        keep = min(self._keep, (1 + self._steps) / (10 + self._steps))
        for name, value in self._network.state_dict().items():
            if value.is_floating_point():
                self._values[name].lerp_(value, 1 - keep)
            else:
                self._values[name].copy_(value)

    @contextmanager
    def applied(self) -> Iterator[None]:
        """The network has the averaged weights inside, its own again afterwards."""
        own = {name: value.detach().clone() for name, value in self._network.state_dict().items()}
        self._network.load_state_dict(self._values)
        try:
            yield
        finally:
            self._network.load_state_dict(own)

    def state(self) -> Mapping[str, Tensor]:
        """The averaged weights by name."""
        return self._values

    def restore(self, values: Mapping[str, Tensor]) -> None:
        """Go on from earlier averaged weights."""
        for name, value in values.items():
            self._values[name].copy_(value)
        self._steps = 10_000
