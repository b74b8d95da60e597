"""The training loop: resumable, with a moving average of the weights as the network that counts."""

from __future__ import annotations

import logging
import time
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from models.text.ctc import alphabet_of
from models.text.weights import find_weights
from training.recognizer import losses
from training.recognizer.batches import Batch, ShardReader
from training.recognizer.export import export
from training.recognizer.network import OnnxNetwork
from training.schedule import share_of_rate

_log = logging.getLogger(__name__)

_CHECKPOINT_SECONDS = 300.0
_REPORT_STEPS = 20
_WARMUP_STEPS = 60
_LARGEST_GRADIENT = 3.0
_AVERAGE = 0.993
_LAST_SHARE = 0.03  # of the highest rate, at the end of the cosine
_TEACHER_WEIGHT = 2.0


@dataclass(frozen=True)
class Plan:
    """How to train.

    Attributes:
        steps: how many batches in all.
        rate: highest learning rate.
        pixels: strip widths of a batch taken together.
        freeze: how many first layers stay as they are.
        threads: of torch.
        seed: of the order of strips.
    """

    steps: int = 3000
    rate: float = 1.3e-4
    pixels: int = 2600
    freeze: int = 0
    threads: int = 1
    seed: int = 1


class Trainer:
    """A network in training with all its state."""

    def __init__(self, shards: Path, output: Path, plan: Plan) -> None:
        """Start from the stock network, or from the checkpoint in `output` when there is one.

        The closing matrix, one column a character, stays as it is: the generator writes a third of the
        characters it knows, and the others would be unlearned.
        """
        torch.set_num_threads(plan.threads)
        torch.manual_seed(plan.seed)
        self.plan, self.output = plan, output
        self.network = OnnxNetwork(find_weights().recognizer)
        self.network.freeze_until(plan.freeze)
        self.network.freeze_last()
        metadata = {entry.key: entry.value for entry in self.network.model.metadata_props}
        classes = {text: number for number, text in enumerate(alphabet_of(metadata["character"]))}
        self.trained = {n: p for n, p in self.network.named_parameters() if p.requires_grad}
        self.average = {name: value.detach().clone() for name, value in self.trained.items()}
        self.optimizer = torch.optim.AdamW(self.trained.values(), lr=plan.rate, weight_decay=1e-3)
        self.reader = ShardReader(shards, classes, plan.pixels, plan.seed)
        self.step = 0
        self.seen = 0
        if self._checkpoint.exists():
            self._resume()

    @property
    def _checkpoint(self) -> Path:
        return self.output / "checkpoint.pt"

    def _resume(self) -> None:
        state = torch.load(self._checkpoint, weights_only=True)
        for name, value in self.trained.items():
            value.data.copy_(state["weights"][name])
            self.average[name].copy_(state["average"][name])
        self.optimizer.load_state_dict(state["optimizer"])
        self.step, self.seen = state["step"], state["seen"]
        self.reader.used = Counter(state["used"])
        _log.info("resumed at step %d", self.step)

    def save(self) -> None:
        """Keep everything, and export the average as `latest.onnx`."""
        state = {
            "weights": {name: value.detach() for name, value in self.trained.items()},
            "average": self.average,
            "optimizer": self.optimizer.state_dict(),
            "step": self.step,
            "seen": self.seen,
            "used": dict(self.reader.used),
        }
        half_done = self._checkpoint.with_suffix(".part")
        torch.save(state, half_done)
        half_done.rename(self._checkpoint)
        kept = {name: value.detach().clone() for name, value in self.trained.items()}
        self._put(self.average)
        try:
            apart = export(self.network, self.output / "latest.onnx")
        finally:
            self._put(kept)
        _log.info("checkpoint at step %d, %d strips; export differs by %.1e", self.step, self.seen, apart)

    def _put(self, values: dict[str, Tensor]) -> None:
        for name, value in values.items():
            self.trained[name].data.copy_(value)

    def train_on(self, batch: Batch) -> Tensor:
        """One step; the loss of each strip, `(N,)`."""
        share = share_of_rate(self.step, self.plan.steps, warm_up=_WARMUP_STEPS, last=_LAST_SHARE)
        for group in self.optimizer.param_groups:
            group["lr"] = self.plan.rate * share
        pixels = torch.from_numpy(batch.pixels).contiguous(memory_format=torch.channels_last)
        logits = self.network(pixels)
        by_label = losses.ctc(logits, batch)
        by_teacher = losses.distillation(logits, batch)
        loss = (losses.bounded(by_label) + _TEACHER_WEIGHT * by_teacher).mean()
        self.optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.trained.values(), _LARGEST_GRADIENT)
        self.optimizer.step()
        self.step += 1
        self.seen += len(batch.strips)
        keep = min(_AVERAGE, (1 + self.step) / (10 + self.step))
        for name, value in self.average.items():
            value.lerp_(self.trained[name].detach(), 1 - keep)
        return by_label.detach()


def fit(shards: Path, output: Path, plan: Plan) -> None:
    """Train to the end of the plan.

    Args:
        shards: directory of strips.
        output: where checkpoints are kept, and `latest.onnx` beside them; training goes on from there.
        plan: how to train.
    """
    output.mkdir(parents=True, exist_ok=True)
    trainer = Trainer(shards, output, plan)
    recent: dict[str, list[float]] = defaultdict(list)
    saved = reported = time.monotonic()
    strips = 0
    for batch in trainer.reader.batches():
        if trainer.step >= plan.steps:
            break
        for strip, loss in zip(batch.strips, trainer.train_on(batch).tolist(), strict=True):
            recent[strip.kind].append(loss)
        strips += len(batch.strips)
        if trainer.step % _REPORT_STEPS == 0:
            now = time.monotonic()
            told = " ".join(f"{kind} {np.mean(values):.3f}" for kind, values in sorted(recent.items()))
            _log.info("step %d, %.1f strips/s, loss %s", trainer.step, strips / (now - reported), told)
            recent.clear()
            reported, strips = now, 0
        if time.monotonic() - saved > _CHECKPOINT_SECONDS:
            trainer.save()
            saved = time.monotonic()
    trainer.save()
