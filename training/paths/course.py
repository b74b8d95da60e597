"""The path network's course: samples on the device, steps, a moving average of the weights that counts."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

from training.averaging import MovingAverage
from training.course import Sample
from training.paths.artist import KIND
from training.paths.augment import Photometry
from training.paths.export import export
from training.paths.figures import Figures
from training.paths.losses import Targets, losses_of
from training.paths.network import PathNetwork
from training.paths.pool import Pool
from training.paths.resume import load_folded, renormalise
from training.schedule import Pace

FILE = "seal_paths.onnx"
"""Name of the written network."""

_WARM_UP = 0.02  # of the run's wall time
_FIRST_STEPS = 50  # at least, during which the rate rises
_LAST_SHARE = 0.01  # of the highest rate, at the end
_LARGEST_GRADIENT = 2.0
_AVERAGE = 0.999
_DECAY = 1e-2
_MEASURED_BATCHES = 12  # to begin with, for the normalisations of a written network


class PathCourse:
    """Trains the path network on samples of kind `paths`.

    Attributes:
        name: `paths`.
        kind: `paths`.
        network: in training.
        average: the moving average of its weights: what is measured and written.
    """

    name = "paths"
    kind = KIND

    def __init__(
        self,
        device: str | torch.device = "cpu",
        *,
        batch: int = 64,
        capacity: int = 20_000,
        least: int | None = None,
        rate: float = 2e-3,
        seed: int = 1,
        start: Path | None = None,
    ) -> None:
        """Start from random weights, or go on from a written network.

        Args:
            device: that trains.
            batch: crops a step.
            capacity: crops kept on the device, 280 kB each at 288 pixels.
            least: crops from which on there is enough to train; two batches when None.
            rate: highest learning rate.
            seed: of weights and chance.
            start: the written network; None for random weights.

        Raises:
            ValueError: `start` is another network.
        """
        self._device = torch.device(device)
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(seed)
            network = PathNetwork().to(self._device)
        self._folded = start is not None
        if start is not None:
            load_folded(network, start)
        self.network = network.to(memory_format=torch.channels_last)  # type: ignore[call-overload]
        self.average = MovingAverage(self.network, _AVERAGE)
        self._optimizer = torch.optim.AdamW(self.network.parameters(), lr=rate, weight_decay=_DECAY)
        self._pace = Pace(_WARM_UP, _FIRST_STEPS, _LAST_SHARE)
        self._pool = Pool(capacity, self._device, seed)
        self._photometry = Photometry(self._device, seed)
        self._batch, self._rate, self._steps, self.shown = batch, rate, 0, 0
        self._least = min(2 * batch if least is None else least, capacity)

    def take(self, sample: Sample) -> None:
        """Keep a sample, in place of the oldest when there is no room."""
        self._pool.add(sample.arrays)

    def ready(self) -> bool:
        """Whether there is enough to make a batch of."""
        return len(self._pool) >= max(1, self._least)

    def step(self, done: float) -> Mapping[str, float]:
        """Train on one batch; `done` is the share of the wall time that has passed, 0..1."""
        share = self._pace.share(done)
        for group in self._optimizer.param_groups:
            group["lr"] = self._rate * share
        pictures, *maps = self._pool.draw(self._batch)
        with torch.no_grad():
            shown = self._photometry(_planes(pictures) / 255)
        if self._folded:
            self._folded = False
            self._renormalise()
        self.network.train()
        losses = losses_of(self._outputs(2 * shown - 1), Targets.of(*maps))
        self._optimizer.zero_grad(set_to_none=True)
        losses["loss"].backward()  # type: ignore[no-untyped-call]
        norm = torch.nn.utils.clip_grad_norm_(self.network.parameters(), _LARGEST_GRADIENT)
        values = torch.stack([*losses.values(), norm]).detach().tolist()
        if np.isfinite(values).all():
            self._optimizer.step()
            self._steps += 1
            self.shown += self._batch
            self.average.follow()
        return dict(zip([*losses, "gradient"], values, strict=True))

    def _renormalise(self) -> None:
        batches = [_planes(self._pool.draw(self._batch)[0]) for _ in range(_MEASURED_BATCHES)]
        renormalise(self.network, [2 * self._photometry(batch / 255) - 1 for batch in batches])
        self.average = MovingAverage(self.network, _AVERAGE)

    def _outputs(self, pictures: Tensor) -> Tensor:
        """What the network says of crops -1..1, float32; on CUDA most of it is computed in bfloat16."""
        pictures = pictures.contiguous(memory_format=torch.channels_last)
        with torch.autocast(self._device.type, torch.bfloat16, enabled=self._device.type == "cuda"):
            outputs: Tensor = self.network(pictures)
        return outputs.float()

    def state(self) -> Mapping[str, Any]:
        """Weights, their average, and the optimizer's state."""
        return {
            "network": self.network.state_dict(),
            "average": self.average.state(),
            "optimizer": self._optimizer.state_dict(),
            "steps": self._steps,
        }

    def restore(self, state: Mapping[str, Any]) -> None:
        """Go on from an earlier `state`; the samples come anew."""
        self.network.load_state_dict(state["network"])
        self.average.restore(state["average"])
        self._optimizer.load_state_dict(state["optimizer"])
        self._steps = int(state["steps"])
        self._folded = False

    @torch.no_grad()
    def evaluate(self, held_out: Sequence[Sample]) -> Mapping[str, float]:
        """Measure the averaged weights; see `Figures.values`."""
        figures = Figures()
        self.network.eval()
        with self.average.applied():
            for first in range(0, len(held_out), self._batch):
                pictures, *maps = self._stacked(held_out[first : first + self._batch])
                figures.add(self._outputs(2 * _planes(pictures) / 255 - 1), Targets.of(*maps))
        return figures.values()

    def _stacked(self, samples: Sequence[Sample]) -> Iterator[Tensor]:
        for arrays in zip(*(sample.arrays for sample in samples), strict=True):
            yield torch.from_numpy(np.stack(arrays)).to(self._device)

    def export(self, directory: Path) -> Sequence[Path]:
        """Write the averaged weights as `seal_paths.onnx`.

        Raises:
            ValueError: the file answers otherwise than the module.
        """
        directory.mkdir(parents=True, exist_ok=True)
        path = directory / FILE
        with self.average.applied():
            averaged = copy.deepcopy(self.network).cpu().eval()
        export(averaged, path)
        return [path]


def _planes(pictures: Tensor) -> Tensor:
    """`(N, H, W, 3)` uint8 to `(N, 3, H, W)` float32 0..255, its memory as it was."""
    return pictures.permute(0, 3, 1, 2).float()
