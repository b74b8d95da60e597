"""How well the maps of the path network are: figures over crops that were not trained on."""

from __future__ import annotations

from collections.abc import Mapping

import torch
from torch import Tensor
from torch.nn import functional

from training.paths.losses import Targets
from training.paths.network import LOGITS
from training.paths.samples import CLASSES, STRIDE

_CENTRE = 0.35  # probability from which on a peak is a centre
_NEAR = 3  # cells across the window in which a peak meets a true one


class Figures:
    """Adds up over batches what a network gets right."""

    def __init__(self) -> None:
        """Nothing yet."""
        self._sums: dict[str, float] = {}

    def add(self, outputs: Tensor, targets: Targets) -> None:
        """Take one batch: outputs in training, `(N, OUTPUTS, H, W)` float32, and the maps they should be."""
        shown = outputs[:, :LOGITS].argmax(dim=1)
        text = targets.text
        for number, name in enumerate(("text", *CLASSES)):
            said = (shown > 0 if number == 0 else shown == number) & targets.counted
            true = text if number == 0 else targets.classes == number
            self._add(f"{name}_both", (said & true).sum())
            self._add(f"{name}_said", said.sum())
            self._add(f"{name}_true", true.sum())
        direction = functional.normalize(outputs[:, LOGITS : LOGITS + 2], dim=1)
        cosine = (direction * targets.direction).sum(dim=1).clamp(-1, 1)
        self._add("cells", text.sum())
        self._add("degrees", torch.rad2deg(cosine.acos())[text].sum())
        self._add("turned", (cosine[text] < 0).sum())
        height = STRIDE * outputs[:, LOGITS + 2].exp()
        self._add(
            "height", ((height - targets.half_height).abs() / targets.half_height.clamp(min=0.5))[text].sum()
        )
        self._add_centres(outputs[:, LOGITS + 3 :].sigmoid(), targets)

    def _add(self, name: str, value: Tensor) -> None:
        self._sums[name] = self._sums.get(name, 0.0) + float(value)

    def _add_centres(self, chances: Tensor, targets: Targets) -> None:
        counted = targets.counted[:, None].float()
        highest = functional.max_pool2d(chances, 3, 1, 1) == chances
        said = (highest & (chances > _CENTRE)).float() * counted
        true = (targets.centre[:, None] > 0.999).float() * counted
        near_said, near_true = (functional.max_pool2d(peaks, _NEAR, 1, _NEAR // 2) for peaks in (said, true))
        self._add("centres_said", said.sum())
        self._add("centres_true", true.sum())
        self._add("centres_right", (said * near_true).sum())
        self._add("centres_met", (true * near_said).sum())

    def values(self) -> Mapping[str, float]:
        """The figures by name.

        For `text` and each class `iou_` and `f1_`; `direction` (mean error, degrees), `turned` (share of the
        text's cells read the wrong way), `height` (mean relative error of the half height),
        `centre_precision`, `centre_recall`. What does not occur is left out.
        """
        sums = self._sums
        figures: dict[str, float] = {}
        for name in ("text", *CLASSES):
            both, said, true = (sums.get(f"{name}_{what}", 0.0) for what in ("both", "said", "true"))
            if true:
                figures[f"iou_{name}"] = both / (said + true - both)
                figures[f"f1_{name}"] = 2 * both / (said + true)
        if sums.get("cells"):
            figures["direction"] = sums["degrees"] / sums["cells"]
            figures["turned"] = sums["turned"] / sums["cells"]
            figures["height"] = sums["height"] / sums["cells"]
        for name, part, whole in (("precision", "right", "said"), ("recall", "met", "true")):
            if sums.get(f"centres_{whole}"):
                figures[f"centre_{name}"] = sums[f"centres_{part}"] / sums[f"centres_{whole}"]
        return figures
