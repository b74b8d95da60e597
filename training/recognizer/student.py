"""One recognizer in training, with its optimizer and its moving average."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import torch
from torch import Tensor

from sealstack.models.text.recognition.ctc import BLANK, alphabet_of
from training.averaging import MovingAverage
from training.recognizer.network import OnnxNetwork

STRONG, LIGHT = "seal_recognizer", "seal_recognizer_light"
"""The networks' names: those of their files, without the suffix."""

LARGEST_GRADIENT = {STRONG: 3.0, LIGHT: 1.5}
"""Norm to which a step's gradients are clipped."""


class Student:
    """One network with its optimizer and its moving average.

    `places` says which class of the common alphabet each of its own is, `class_of` the other way round (0
    where it has none); `written` is 1 for the characters that were drawn so far.
    """

    def __init__(
        self, name: str, source: Path, rate: float, classes: Mapping[str, int], device: torch.device
    ) -> None:
        """Load a network.

        Args:
            name: `STRONG` or `LIGHT`.
            source: the ONNX file that it starts from.
            rate: highest learning rate.
            classes: of the common alphabet.
            device: where to train.

        Raises:
            KeyError: it knows a character that the common alphabet lacks.
        """
        self.name, self.rate = name, rate
        self.network = OnnxNetwork(source).to(device)
        self.alphabet = alphabet_of_network(self.network)
        self.places = torch.tensor([classes[text] for text in self.alphabet], device=device)
        self.class_of = torch.zeros(len(classes), dtype=torch.long, device=device)
        self.class_of[self.places] = torch.arange(len(self.places), device=device)
        self.optimizer = torch.optim.AdamW(self.network.parameters(), lr=rate, weight_decay=1e-3)
        self.average = MovingAverage(self.network)
        self.written = torch.zeros(len(self.alphabet), device=device)
        self.written[BLANK] = 1
        for weight in self.network.closing_weights():
            # characters that nobody drew keep their columns: they would only be unlearned
            weight.register_hook(lambda gradient: gradient * self.written)

    def learn(self, loss: Tensor, share: float) -> None:
        """Take a step that makes a loss smaller, at a share 0..1 of the highest learning rate."""
        for group in self.optimizer.param_groups:
            group["lr"] = self.rate * share
        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(self.network.parameters(), LARGEST_GRADIENT[self.name])
        self.optimizer.step()
        self.average.follow()


def alphabet_of_network(network: OnnxNetwork) -> tuple[str, ...]:
    """The text of each class, from the network's own metadata."""
    metadata = {entry.key: entry.value for entry in network.model.metadata_props}
    return alphabet_of(metadata["character"])
