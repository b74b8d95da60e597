"""The training loop: resumable, with a moving average of the weights as the network that counts."""

from __future__ import annotations

import copy
import logging
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import torch

from training.locator.export import export
from training.locator.losses import Batch, loss_of
from training.locator.network import LocatorNetwork
from training.locator.scenes import Drawn, load_shard
from training.locator.targets import MAPS, targets_of
from training.locator.views import make_view
from training.schedule import share_of_rate

_log = logging.getLogger(__name__)

_CHECKPOINT_SECONDS = 240.0
_REPORT_STEPS = 25
_WARMUP_STEPS = 40
_LARGEST_GRADIENT = 2.0
_AVERAGE = 0.995
_LAST_SHARE = 0.02  # of the highest rate, at the end of the cosine
_SHARDS_AT_ONCE = 24
_RATIOS = (1.0, 1.0, 0.75, 1.33)  # of a view's sides
_GRAIN = 32


@dataclass(frozen=True)
class Plan:
    """How to train.

    Attributes:
        steps: how many batches in all.
        rate: highest learning rate.
        side: of a view, pixels; views of other ratios have as large an area.
        batch: views a step.
        threads: of torch.
        seed: of weights and views.
    """

    steps: int = 2000
    rate: float = 2e-3
    side: int = 384
    batch: int = 12
    threads: int = 1
    seed: int = 1


class Scenes:
    """Draws views from shards for ever; shards that are added while it runs are taken up."""

    def __init__(self, directory: Path, plan: Plan, first_step: int) -> None:
        """Start at a step, so that a run that goes on sees other views than before."""
        self._directory, self._plan = directory, plan
        self._rng = np.random.default_rng([plan.seed, first_step])
        self._queue: list[tuple[np.ndarray, np.ndarray, np.ndarray]] = []

    def take(self) -> Drawn:
        """The next picture; all of some shards are shown, shuffled, before others are read."""
        if not self._queue:
            paths = sorted(self._directory.glob("scenes_*.npz"))
            if not paths:
                raise FileNotFoundError(f"no shards in {self._directory}")
            chosen = self._rng.choice(len(paths), min(_SHARDS_AT_ONCE, len(paths)), replace=False)
            held = [item for number in chosen for item in load_shard(paths[int(number)])]
            self._queue = [held[int(place)] for place in self._rng.permutation(len(held))]
        coded, outlines, kinds = self._queue.pop()
        return Drawn(np.asarray(cv2.imdecode(coded, cv2.IMREAD_COLOR), np.uint8), outlines, kinds)

    def batches(self) -> Iterator[Batch]:
        """Batches for ever."""
        while True:
            ratio = float(self._rng.choice(_RATIOS))
            sides = (self._plan.side * ratio**0.5, self._plan.side / ratio**0.5)
            height, width = (max(_GRAIN, round(side / _GRAIN) * _GRAIN) for side in sides)
            views = [make_view(self._rng, self.take, (height, width)) for _ in range(self._plan.batch)]
            told = [targets_of(view) for view in views]
            pictures = np.stack([view.image for view in views]).astype(np.float32) / 127.5 - 1
            yield Batch(
                torch.from_numpy(pictures).permute(0, 3, 1, 2).contiguous(memory_format=torch.channels_last),
                torch.from_numpy(np.stack([targets for targets, _ in told])),
                torch.from_numpy(np.stack([weights for _, weights in told])),
            )


class Trainer:
    """A network in training with all its state."""

    def __init__(self, output: Path, plan: Plan) -> None:
        """Start from random weights, or from the checkpoint in `output` when there is one."""
        torch.set_num_threads(plan.threads)
        torch.manual_seed(plan.seed)
        self.plan, self.output, self.step = plan, output, 0
        self.network = LocatorNetwork().to(memory_format=torch.channels_last)  # type: ignore[call-overload]
        self.optimizer = torch.optim.AdamW(self.network.parameters(), lr=plan.rate, weight_decay=1e-2)
        self.average = copy.deepcopy(self.network).eval()
        if self._checkpoint.exists():
            state = torch.load(self._checkpoint, weights_only=True)
            self.network.load_state_dict(state["network"])
            self.average.load_state_dict(state["average"])
            self.optimizer.load_state_dict(state["optimizer"])
            self.step = state["step"]
            _log.info("resumed at step %d", self.step)

    @property
    def _checkpoint(self) -> Path:
        return self.output / "checkpoint.pt"

    def save(self) -> None:
        """Keep everything, and export the average as `latest.onnx`."""
        state = {
            "network": self.network.state_dict(),
            "average": self.average.state_dict(),
            "optimizer": self.optimizer.state_dict(),
            "step": self.step,
        }
        half_done = self._checkpoint.with_suffix(".part")
        torch.save(state, half_done)
        half_done.rename(self._checkpoint)
        apart = export(self.average, self.output / "latest.onnx")
        _log.info("checkpoint at step %d; export differs by %.1e", self.step, apart)

    def train_on(self, batch: Batch) -> tuple[float, list[float]]:
        """One step; the loss, and of each map the overlap with its target, -1 where there is nothing."""
        share = share_of_rate(self.step, self.plan.steps, warm_up=_WARMUP_STEPS, last=_LAST_SHARE)
        for group in self.optimizer.param_groups:
            group["lr"] = self.plan.rate * share
        self.network.train()
        logits = self.network(batch.pictures)
        loss = loss_of(logits, batch)
        self.optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(self.network.parameters(), _LARGEST_GRADIENT)
        self.optimizer.step()
        self.step += 1
        self._follow()
        with torch.no_grad():
            told, wanted = (logits > 0) & (batch.weights > 0), batch.targets > 0
            both, either = ((told & wanted).sum(dim=(0, 2, 3)), (told | wanted).sum(dim=(0, 2, 3)))
        shares = [float(b) / float(e) if e else -1.0 for b, e in zip(both, either, strict=True)]
        return float(loss.detach()), shares

    @torch.no_grad()
    def _follow(self) -> None:
        """Let the average come a little nearer."""
        keep = min(_AVERAGE, (1 + self.step) / (10 + self.step))
        now = self.network.state_dict()
        for name, value in self.average.state_dict().items():
            if value.is_floating_point():
                value.lerp_(now[name], 1 - keep)
            else:
                value.copy_(now[name])


def fit(shards: Path, output: Path, plan: Plan) -> None:
    """Train to the end of the plan.

    Args:
        shards: directory of drawn pictures.
        output: where checkpoints are kept, and `latest.onnx` beside them; training goes on from there.
        plan: how to train.
    """
    output.mkdir(parents=True, exist_ok=True)
    trainer = Trainer(output, plan)
    saved = reported = time.monotonic()
    losses: list[float] = []
    overlaps: list[list[float]] = [[] for _ in range(MAPS)]
    for batch in Scenes(shards, plan, trainer.step).batches():
        if trainer.step >= plan.steps:
            break
        loss, shares = trainer.train_on(batch)
        losses.append(loss)
        for kept, share in zip(overlaps, shares, strict=True):
            kept += [share] if share >= 0 else []
        if trainer.step % _REPORT_STEPS == 0:
            now = time.monotonic()
            told = " ".join(f"{np.mean(kept) if kept else 0:.3f}" for kept in overlaps)
            speed = _REPORT_STEPS * plan.batch / (now - reported)
            _log.info(
                "step %d, %.1f views/s, loss %.3f, overlaps %s", trainer.step, speed, np.mean(losses), told
            )
            losses, overlaps, reported = [], [[] for _ in range(MAPS)], now
        if time.monotonic() - saved > _CHECKPOINT_SECONDS:
            trainer.save()
            saved = time.monotonic()
    trainer.save()
