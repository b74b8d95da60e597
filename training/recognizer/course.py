"""The recognizers' training: a strong and a light one side by side on the same looks."""

from __future__ import annotations

import logging
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

from sealstack.models.text.recognition.ctc import BLANK
from training.course import Sample
from training.export import shrink
from training.recognizer.evaluate import similarity
from training.recognizer.export import export
from training.recognizer.looks import Look, look_at
from training.recognizer.losses import bounded, ctc, distance
from training.recognizer.network import OnnxNetwork
from training.recognizer.pools import KINDS, WIDTHS, Rows, StripPools, rows_of
from training.recognizer.student import LIGHT, STRONG, Student, alphabet_of_network
from training.schedule import Pace

_log = logging.getLogger(__name__)

RATES = {STRONG: 4e-4, LIGHT: 1e-3}
"""Highest learning rates for batches of hundreds of strips."""

_PRINT = KINDS.index("print")
_KNOWN = 0.15
"""CTC loss a character up to which the stock network reads a printed strip, and so may teach it."""

_SHOWN_TO_STOCK = 5  # one strip of so many in a batch, printed ones first


@dataclass(frozen=True)
class Plan:
    """How the recognizers are trained.

    Attributes:
        networks: the networks to train, `STRONG`, `LIGHT` or both, and the ONNX file that each starts from.
        teacher: what teaches the light one when the strong one is not trained beside it; None for labels
            alone, which costs a CPU half the time.
        stock: the network that the strong one is held to on printed strips; its alphabet holds all others.
        pixels: strip widths of a batch taken together.
        rates: highest learning rate of each.
        memory: bytes of strips on the device.
        device: where to train.
        seed: of the order.
    """

    networks: Mapping[str, Path]
    teacher: Path | None
    stock: Path
    pixels: int
    memory: int
    device: torch.device
    rates: Mapping[str, float] = field(default_factory=lambda: RATES)
    seed: int = 1


DISTILLED = 1.0
"""Weight of the strong network's answers beside the labels, for the light one."""

HELD_TO_STOCK = 2.0
"""Weight of the stock network's answers on printed strips that it reads, for the strong one."""


class RecognizerCourse:
    """Trains the recognizers of seal strips."""

    name = "recognizer"
    kind = "strip"

    def __init__(self, plan: Plan) -> None:
        """Load the networks; none is changed on disk."""
        torch.manual_seed(plan.seed)
        self.plan, self.device = plan, plan.device
        self._rng = np.random.default_rng(plan.seed)
        self.stock = OnnxNetwork(plan.stock).to(plan.device).requires_grad_(False)
        self.alphabet = alphabet_of_network(self.stock)
        self.classes = {text: number for number, text in enumerate(self.alphabet)}
        self.students = [
            Student(name, plan.networks[name], plan.rates[name], self.classes, plan.device)
            for name in (STRONG, LIGHT)
            if name in plan.networks
        ]
        self._teacher: OnnxNetwork | None = None
        if plan.teacher is not None and STRONG not in plan.networks:
            self._teacher = OnnxNetwork(plan.teacher).to(plan.device).requires_grad_(False)
        self.pools = StripPools(plan.device, plan.memory, self.classes, plan.pixels)
        self.steps = self.shown = 0
        self._pace = Pace()
        self._layout = self._faster_layout()

    def _faster_layout(self) -> torch.memory_format:
        """Channels last or first, whichever this device is quicker with; last on a CPU."""
        if self.device.type == "cpu":
            return torch.channels_last
        strips = torch.rand((64, 3, 48, 448), device=self.device)
        seconds: dict[torch.memory_format, float] = {}
        network = self.students[0].network
        for _ in range(2):  # the first round warms up
            for layout in (torch.channels_last, torch.contiguous_format):
                torch.cuda.synchronize()
                started = time.perf_counter()
                for _ in range(3):
                    with self._mixed():
                        network(strips.contiguous(memory_format=layout)).square().mean().backward()
                torch.cuda.synchronize()
                seconds[layout] = time.perf_counter() - started
        network.zero_grad(set_to_none=True)
        _log.info("192 strips in seconds, by layout: %s", seconds)
        return min(seconds, key=lambda layout: seconds[layout])

    def take(self, sample: Sample) -> None:
        """Keep a strip."""
        self.pools.take(sample.arrays[0], sample.note["text"], sample.note["kind"])

    def ready(self) -> bool:
        """Whether there are strips enough."""
        return self.pools.ready()

    def step(self, done: float) -> Mapping[str, float]:
        """One batch through all networks; the mean CTC loss a character of each."""
        rows = self.pools.draw(self._rng)
        with torch.no_grad():
            look = look_at(rows)
            look = replace(look, strips=look.strips.contiguous(memory_format=self._layout))
        share = self._pace.share(done)
        losses: dict[str, float] = {}
        teacher: Tensor | None = None
        for student in self.students:
            with self._mixed():
                logits = student.network(look.strips)
            wrong, loss = self._by_label(student, logits, look, rows)
            if student.name == STRONG:
                loss = self._with_stock(loss, logits, look, rows)
                teacher = logits.detach()
            elif (said := self._taught(look, teacher)) is not None:
                apart = distance(said, logits, student.places, look.columns)
                loss = loss + DISTILLED * apart / rows.lengths
            student.learn(loss.mean(), share)
            losses[student.name] = float(wrong.median())
        self.steps += 1
        self.shown += len(rows.widths)
        return losses

    def _by_label(self, student: Student, logits: Tensor, look: Look, rows: Rows) -> tuple[Tensor, Tensor]:
        """CTC loss of each strip, as it is and as it counts: not where the alphabet lacks a character."""
        labels = student.class_of[rows.labels]
        student.written[labels.unique()] = 1
        known = (labels > 0).sum(1) == rows.lengths
        wrong = ctc(logits, look.columns, labels, rows.lengths)
        return wrong.detach(), bounded(wrong) * known

    @torch.no_grad()
    def _taught(self, look: Look, teacher: Tensor | None) -> Tensor | None:
        """What the strong network says, the one in training where there is one; None when nobody teaches."""
        if teacher is not None or self._teacher is None:
            return teacher
        with self._mixed():
            said: Tensor = self._teacher(look.strips)
        return said

    def _with_stock(self, loss: Tensor, logits: Tensor, look: Look, rows: Rows) -> Tensor:
        """The loss, on printed strips that the stock network reads with the distance from its answers."""
        count = -(-len(rows.kinds) // _SHOWN_TO_STOCK)  # always as many: a new shape costs seconds
        places = (rows.kinds == _PRINT).float().topk(count).indices
        with torch.no_grad(), self._mixed():
            said = self.stock(look.strips[places])
        lengths, columns = rows.lengths[places], look.columns[places]
        right = ctc(said, columns, rows.labels[places], lengths) < _KNOWN
        counts = (rows.kinds[places] == _PRINT) & right
        everything = torch.arange(logits.shape[-1], device=self.device)
        held = distance(said, logits[places], everything, columns) / lengths * counts
        return loss.index_add(0, places, held * HELD_TO_STOCK)

    def _mixed(self) -> Any:
        """Convolutions and matrix products in bf16 where the device multiplies it: GPUs, some processors."""
        fast = self.device.type == "cuda" or torch.cpu._is_avx512_bf16_supported()
        return torch.autocast(self.device.type, torch.bfloat16, enabled=fast)

    def state(self) -> Mapping[str, Any]:
        """Weights, averages and optimizers."""
        return {
            "steps": self.steps,
            "seen": self.pools.seen,
            "students": {
                s.name: {
                    "weights": s.network.state_dict(),
                    "average": s.average.state(),
                    "optimizer": s.optimizer.state_dict(),
                    "written": s.written,
                }
                for s in self.students
            },
        }

    def restore(self, state: Mapping[str, Any]) -> None:
        """Go on from a `state`."""
        self.steps, self.pools.seen = state["steps"], state["seen"]
        for student in self.students:
            kept = state["students"][student.name]
            student.network.load_state_dict(kept["weights"])
            student.average.restore(kept["average"])
            student.optimizer.load_state_dict(kept["optimizer"])
            student.written.copy_(kept["written"])

    @torch.no_grad()
    def evaluate(self, held_out: Sequence[Sample]) -> Mapping[str, float]:
        """Share read without a fault, and one less the edit distance, by network and kind of strip."""
        tallies: dict[str, list[float]] = {}
        for student in self.students:
            with student.average.applied():
                for strips, texts in self._read(student, held_out):
                    for strip, text in zip(strips, texts, strict=True):
                        wanted = strip.note["text"].replace(" ", "")
                        name = f"{student.name}: {strip.note['kind']}"
                        near = similarity(text, wanted)
                        tallies.setdefault(f"{name}, exact", []).append(float(near == 1))
                        tallies.setdefault(f"{name}, 1-NED", []).append(near)
        return {name: float(np.mean(values)) for name, values in sorted(tallies.items())} | {
            "strips held out": float(len(held_out)),
            "strips seen": float(self.pools.seen),
            "steps": float(self.steps),
        }

    def _read(self, student: Student, samples: Sequence[Sample]) -> Any:
        """Batches of the shapes that were trained on, and what the network reads in each of its strips."""
        ordered = sorted(samples, key=lambda sample: sample.arrays[0].shape[1])
        while ordered:
            widest = ordered[-1].arrays[0].shape[1]
            width = next((width for width in WIDTHS if width >= widest), -(-widest // 32) * 32)
            size = rows_of(width, self.plan.pixels)
            batch, ordered = ordered[-size:], ordered[:-size]
            pixels = np.full((size, 3, 48, width), 127.5, np.float32)
            for row, sample in zip(pixels, batch, strict=False):
                row[:, :, : sample.arrays[0].shape[1]] = sample.arrays[0].transpose(2, 0, 1)
            with self._mixed():
                best = student.network(torch.from_numpy(pixels / 127.5 - 1).to(self.device)).argmax(-1)
            columns = [-(-sample.arrays[0].shape[1] // 8) for sample in batch]
            rows = zip(best[: len(batch)].tolist(), columns, strict=True)
            yield batch, [_text(row[:end], student.alphabet) for row, end in rows]

    def export(self, directory: Path) -> Sequence[Path]:
        """Write the average of each network, large weights as float16."""
        paths = []
        for student in self.students:
            whole, path = directory / f"{student.name}.whole.onnx", directory / f"{student.name}.onnx"
            with student.average.applied():
                export(student.network, whole)
            shrink(whole, path)
            whole.unlink()
            paths.append(path)
        return paths


def _text(best: Sequence[int], alphabet: Sequence[str]) -> str:
    """The likeliest class of each column as text without blanks."""
    kept = [now for now, before in zip(best, [BLANK, *best[:-1]], strict=True) if now not in (BLANK, before)]
    return "".join(alphabet[number] for number in kept).replace(" ", "")
