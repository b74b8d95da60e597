"""Networks that travel with the project, beside those of the `rapidocr` wheel; each has a model card here."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path


def seal_recognizer() -> Path:
    """The recognizer of unrolled seal strips, see `seal_recognizer.md`.

    Returns:
        An ONNX file that `models.text.recognizer.Recognizer.load` takes.
    """
    return Path(str(files(__name__).joinpath("seal_recognizer.onnx")))


def seal_locator() -> Path:
    """The network that sees where seals lie, see `seal_locator.md`.

    Returns:
        An ONNX file that `models.seal.area.AreaFinder.load` takes.
    """
    return Path(str(files(__name__).joinpath("seal_locator.onnx")))
