"""What the trained recognizer is held to: the labels by CTC, the stock recognizer by its probabilities.

CTC: Graves et al., "Connectionist Temporal Classification" (ICML 2006). Distillation: Hinton, Vinyals & Dean,
"Distilling the knowledge in a neural network" (2015), here at temperature 1 over the likeliest classes.
"""

from __future__ import annotations

import numpy as np
import torch
import torch.nn.functional as functional
from torch import Tensor

from training.recognizer.batches import STRIDE, Batch

HOPELESS = 1.5
"""CTC loss a character from which a strip counts no more than this much."""


def ctc(logits: Tensor, batch: Batch) -> Tensor:
    """CTC loss of each strip divided by its label's length, `(N,)`; logits are `(N, T, C)`."""
    lengths = torch.tensor([len(label) for label in batch.labels])
    # the columns of the padding count too: inference reads them and cuts them off, so they may say anything
    columns = torch.tensor([-(-strip.width // STRIDE) for strip in batch.strips])
    targets = torch.tensor([entry for label in batch.labels for entry in label])
    scores = logits.log_softmax(-1).transpose(0, 1)
    loss = functional.ctc_loss(scores, targets, columns, lengths, reduction="none", zero_infinity=True)
    return loss / lengths


def bounded(loss: Tensor) -> Tensor:
    """Scale down what lies above `HOPELESS`: strips that nobody could read must not teach guessing."""
    return loss * (HOPELESS / loss.detach().clamp(min=HOPELESS))


def distillation(logits: Tensor, batch: Batch) -> Tensor:
    """How far each taught strip is from its teacher, `(N,)`, 0 for the others, divided as in `ctc`."""
    result = logits.new_zeros(len(batch.strips))
    for row, strip in enumerate(batch.strips):
        if strip.teaching is None:
            continue
        classes = torch.from_numpy(strip.teaching.classes.astype(np.int64))
        wanted = torch.from_numpy(strip.teaching.probabilities.astype(np.float32)).clamp(min=1e-6)
        scores = logits[row, : len(classes)].log_softmax(-1).gather(1, classes)
        result[row] = (wanted * (wanted.log() - scores)).sum() / len(batch.labels[row])
    return result
