"""What the recognizers' training makes small: the labels' loss, and how far a student is from its teacher.

CTC: Graves et al., "Connectionist temporal classification", ICML 2006. Distillation: Hinton, Vinyals & Dean,
"Distilling the knowledge in a neural network", 2015, at temperature 1.
"""

from __future__ import annotations

import torch
import torch.nn.functional as functional
from torch import Tensor

HOPELESS = 1.5
"""CTC loss a character from which a strip counts no more than this much: nobody could read it."""


def ctc(logits: Tensor, columns: Tensor, labels: Tensor, lengths: Tensor) -> Tensor:
    """CTC loss of each strip divided by its label's length, `(N,)`; logits are `(N, T, C)`."""
    scores = logits.float().log_softmax(-1).transpose(0, 1)
    columns = columns.clamp(max=len(scores))
    loss = functional.ctc_loss(scores, labels, columns, lengths, reduction="none", zero_infinity=True)
    return loss / lengths


def bounded(loss: Tensor) -> Tensor:
    """Scale down what lies above `HOPELESS`: strips that nobody could read must not teach guessing."""
    return loss * (HOPELESS / loss.detach().clamp(min=HOPELESS))


def distance(teacher: Tensor, logits: Tensor, places: Tensor, columns: Tensor) -> Tensor:
    """Kullback-Leibler divergence of a student's answers from a teacher's, summed over a strip, `(N,)`.

    Args:
        teacher: its logits, `(N, T, D)`.
        logits: the student's, `(N, T, C)`.
        places: `(C,)` which of the teacher's classes each of the student's is.
        columns: how many of the T columns show each strip.
    """
    length = min(teacher.shape[1], logits.shape[1])
    wanted = teacher[:, :length, places].float().log_softmax(-1)
    said = logits[:, :length].float().log_softmax(-1)
    apart = (wanted.exp() * (wanted - said)).sum(-1)
    shown = torch.arange(length, device=logits.device)[None] < columns[:, None]
    return (apart * shown).sum(1)
