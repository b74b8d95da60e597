"""What PaddleX writes beside a network: `inference.yml`, how pictures are shown to it and what it returns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

IMAGENET_MEAN, IMAGENET_DEVIATION = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)
"""Of pictures 0..1; what PaddleDetection's and PaddleOCR's networks are trained with."""

_NAME = "inference.yml"


@dataclass(frozen=True)
class Description:
    """What is known of a network; None and empty where its file says nothing.

    Attributes:
        size: height and width that pictures are resized to, pixels.
        mean: taken off each channel of a picture 0..1.
        deviation: what each channel is divided by then.
        labels: the names of its classes, by their numbers.
    """

    size: tuple[int, int] | None = None
    mean: tuple[float, float, float] | None = None
    deviation: tuple[float, float, float] | None = None
    labels: tuple[str, ...] = ()


def describe(model: Path) -> Description:
    """Read the description beside a model file.

    Args:
        model: the ONNX file.

    Raises:
        ValueError: there is a description, and it cannot be understood.
    """
    path = model.with_name(_NAME)
    if not path.is_file():
        return Description()
    import yaml  # here, as hardly anybody has such a file

    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
        steps = {step.get("type"): step for step in _listed(content, "Preprocess")}
        size = steps.get("Resize", {}).get("target_size")
        mean, deviation = _normalisation(steps.get("NormalizeImage"))
        labels = tuple(str(label) for label in _listed(content, "label_list"))
        return Description(None if size is None else (int(size[0]), int(size[1])), mean, deviation, labels)
    except (yaml.YAMLError, UnicodeDecodeError, AttributeError, TypeError, ValueError, IndexError) as error:
        raise ValueError(f"{path} cannot be understood: {' '.join(str(error).split())}") from error


def _listed(content: Mapping[str, Any], name: str) -> Sequence[Any]:
    return content.get(name) or ()


_Triple = tuple[float, float, float]


def _normalisation(step: Mapping[str, Any] | None) -> tuple[_Triple | None, _Triple | None]:
    if step is None:
        return None, None
    if step.get("norm_type") == "none":
        return (0.0, 0.0, 0.0), (1.0, 1.0, 1.0)
    return _triple(step["mean"]), _triple(step["std"])


def _triple(values: Sequence[Any]) -> _Triple:
    first, second, third = (float(value) for value in values)
    return first, second, third
