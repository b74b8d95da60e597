"""The locator's course: takes its network on from where it is, with what is no seal among what it sees."""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch

from training.averaging import MovingAverage
from training.course import Sample
from training.locator.artist import SIDE
from training.locator.figures import Figures
from training.locator.losses import loss_of
from training.locator.network import LocatorNetwork
from training.locator.pool import Pool
from training.locator.targets import MAPS
from training.locator.weights import pictures_of, written_network
from training.schedule import Pace

NAME = "seal_locator"
"""The network's file name, without `.onnx`."""

_WARM_UP = 0.02  # of a run's wall time
_LAST_SHARE = 0.02
_LARGEST_GRADIENT = 2.0
_AVERAGE = 0.999
_FEWEST_BATCHES = 4  # that the pool must hold before training begins
_SIZES = (1.0, 5 / 7, 1.0, 8 / 7)  # of views, in turn: the reader shows pictures at 256 to 512 pixels
_SHOWN_AT_ONCE = 32
_BYTES = SIDE * SIDE * 3 + MAPS * (SIDE // 4) ** 2 * 3  # of a view in the pool


@dataclass(frozen=True)
class Plan:
    """How to train.

    Attributes:
        start: the ONNX file to go on from; None for random weights.
        device: where.
        memory: bytes on the device for views.
        batch: views a step, of those that are shown as large as they were drawn.
        rate: highest learning rate.
        seed: of what is shown when.
    """

    start: Path | None
    device: torch.device
    memory: int = 2**30
    batch: int = 96
    rate: float = 1e-3
    seed: int = 1


class LocatorCourse:
    """Trains the locator on samples of kind `view`; the moving average of its weights is what counts."""

    name = NAME
    kind = "view"

    def __init__(self, plan: Plan) -> None:
        """Load what to start from.

        Raises:
            FileNotFoundError: there is no such file.
            ValueError: it holds another network.
        """
        torch.manual_seed(plan.seed)
        self._plan, self._steps, self.shown = plan, 0, 0
        network = LocatorNetwork() if plan.start is None else written_network(plan.start)
        self._network = network.to(plan.device, memory_format=torch.channels_last)  # type: ignore[call-overload]
        self._average = MovingAverage(self._network, _AVERAGE)
        self._pace = Pace(_WARM_UP, last=_LAST_SHARE)
        self._optimizer = torch.optim.AdamW(self._network.parameters(), lr=plan.rate, weight_decay=1e-2)
        self._pool = Pool(max(plan.batch, plan.memory // _BYTES), plan.device)
        self._chance = torch.Generator(plan.device).manual_seed(plan.seed)

    def take(self, sample: Sample) -> None:
        """Keep a view, in place of the oldest when there is no room."""
        self._pool.take(sample)

    def ready(self) -> bool:
        """Whether there are some batches' worth of views."""
        return len(self._pool) >= self._plan.batch * _FEWEST_BATCHES

    def step(self, done: float) -> Mapping[str, float]:
        """Train on one batch.

        Args:
            done: share of the run's wall time that has passed, 0..1.

        Returns:
            The loss.
        """
        share = self._pace.share(done)
        for group in self._optimizer.param_groups:
            group["lr"] = self._plan.rate * share
        size = _SIZES[self._steps % len(_SIZES)]
        # a larger view takes as much more memory and time
        batch = self._pool.batch(max(8, round(self._plan.batch / size**2)), self._chance, size)
        self._network.train()
        with self._cast():
            logits = self._network(batch.pictures)
        loss = loss_of(logits.float(), batch)
        self._optimizer.zero_grad(set_to_none=True)
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(self._network.parameters(), _LARGEST_GRADIENT)
        self._optimizer.step()
        self._steps += 1
        self.shown += len(batch.pictures)
        self._average.follow()
        return {"locator": float(loss.detach())}

    def state(self) -> Mapping[str, Any]:
        """Everything that a later run goes on from."""
        return {
            "network": self._network.state_dict(),
            "average": self._average.state(),
            "optimizer": self._optimizer.state_dict(),
            "steps": self._steps,
        }

    def restore(self, state: Mapping[str, Any]) -> None:
        """Go on from an earlier `state`."""
        self._network.load_state_dict(state["network"])
        self._average.restore(state["average"])
        self._optimizer.load_state_dict(state["optimizer"])
        self._steps = int(state["steps"])

    @torch.no_grad()
    def evaluate(self, held_out: Sequence[Sample]) -> Mapping[str, float]:
        """The averaged network's overlaps, seals found, and areas where there is none; see `Figures`."""
        figures = Figures()
        for start in range(0, len(held_out), _SHOWN_AT_ONCE):
            part = held_out[start : start + _SHOWN_AT_ONCE]
            pictures = pictures_of(np.stack([sample.arrays[0] for sample in part])).to(self._plan.device)
            with self._average.applied(), self._cast():
                logits = self._network.eval()(pictures.contiguous(memory_format=torch.channels_last))
            figures.add(list(logits.float().sigmoid().cpu().numpy()), part)
        return figures.values()

    def export(self, directory: Path) -> Sequence[Path]:
        """Write the averaged network as `seal_locator.onnx`; its answers are compared on the way.

        Raises:
            ValueError: the file answers otherwise than the network.
        """
        from training.locator.export import export_small

        directory.mkdir(parents=True, exist_ok=True)
        path = directory / f"{NAME}.onnx"
        with self._average.applied():
            export_small(copy.deepcopy(self._network).cpu().float().eval(), path)
        return [path]

    def _cast(self) -> torch.autocast:
        on_gpu = self._plan.device.type == "cuda"
        return torch.autocast(self._plan.device.type, dtype=torch.bfloat16, enabled=on_gpu)
