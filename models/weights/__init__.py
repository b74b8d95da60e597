"""Networks that travel with the project, beside those of the `rapidocr` wheel; each has a model card here.

Others of the same names in a directory of one's own may take their place: freshly trained ones, to be judged.
"""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

_RECOGNIZER = "seal_recognizer.onnx"
_LOCATOR = "seal_locator.onnx"
_PATHS = "seal_paths.onnx"
_LIGHT_RECOGNIZER = "seal_recognizer_light.onnx"
_FAST_DETECTOR = "text_detector_fast.onnx"
_FAST_RECOGNIZER = "text_recognizer_fast.onnx"


def seal_recognizer(directory: Path | None = None) -> Path:
    """The recognizer of unrolled seal strips, see `seal_recognizer.md`.

    Args:
        directory: where a `seal_recognizer.onnx` of one's own may lie.

    Returns:
        An ONNX file that `models.text.recognition.recognizer.Recognizer.load` takes.

    Raises:
        FileNotFoundError: the directory does not exist, or holds no network of these names.
    """
    return _file(_RECOGNIZER, directory)


def seal_locator(directory: Path | None = None) -> Path:
    """The network that sees where seals lie, see `seal_locator.md`.

    Args:
        directory: where a `seal_locator.onnx` of one's own may lie.

    Returns:
        An ONNX file that `models.seal.detect.detector.SealDetector.load` takes.

    Raises:
        FileNotFoundError: the directory does not exist, or holds no network of these names.
    """
    return _file(_LOCATOR, directory)


def seal_paths(directory: Path | None = None) -> Path:
    """The network that sees where text runs in a seal, see `seal_paths.md`.

    Args:
        directory: where a `seal_paths.onnx` of one's own may lie.

    Returns:
        An ONNX file that `models.seal.paths.network.PathNetwork.load` takes.

    Raises:
        FileNotFoundError: the directory does not exist, or holds no network of these names.
    """
    return _file(_PATHS, directory)


def light_seal_recognizer(directory: Path | None = None) -> Path | None:
    """A recognizer that takes the first pass over strips, to be judged; none travels with the project.

    Args:
        directory: where a `seal_recognizer_light.onnx` of one's own may lie.

    Returns:
        The file in the directory; None where it has none, or no directory is given.
    """
    file = directory / _LIGHT_RECOGNIZER if directory is not None else None
    return file if file is not None and file.is_file() else None


def fast_text_detector() -> Path:
    """The light detector of lines, see `text_detector_fast.md`; for `Detector.load`."""
    return _file(_FAST_DETECTOR, None)


def fast_text_recognizer() -> Path:
    """The light recognizer, see `text_recognizer_fast.md`; for `Recognizer.load`."""
    return _file(_FAST_RECOGNIZER, None)


def _file(name: str, directory: Path | None) -> Path:
    """The file of that name in a directory, or the one beside this module when the directory lacks it."""
    if directory is not None:
        known = (_RECOGNIZER, _LOCATOR, _PATHS, _LIGHT_RECOGNIZER)
        if not any((directory / one).is_file() for one in known):
            raise FileNotFoundError(f"{directory} holds none of {', '.join(known)}")
        if (directory / name).is_file():
            return directory / name
    return Path(str(files(__name__).joinpath(name)))
