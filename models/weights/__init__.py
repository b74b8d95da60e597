"""Networks, and a table, that travel with the project beside those of the `rapidocr` wheel; each has a card.

Others of the same names in a directory of one's own may take their place: freshly trained ones, to be judged.
"""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

_RECOGNIZER = "seal_recognizer.onnx"
_LOCATOR = "seal_locator.onnx"
_PATHS = "seal_paths.onnx"
_BIGRAMS = "seal_bigrams.npz"
_LIGHT_RECOGNIZER = "seal_recognizer_light.onnx"
_FAST_DETECTOR = "text_detector_fast.onnx"
_FAST_RECOGNIZER = "text_recognizer_fast.onnx"


def seal_recognizer(directory: Path | None = None) -> Path:
    """The recognizer of unrolled seal strips, see `seal_recognizer.md`; found as `seal_network` says."""
    return seal_network(_RECOGNIZER, directory)


def seal_locator(directory: Path | None = None) -> Path:
    """The network that sees where seals lie, see `seal_locator.md`; found as `seal_network` says."""
    return seal_network(_LOCATOR, directory)


def seal_paths(directory: Path | None = None) -> Path:
    """The network that sees where text runs in a seal, see `seal_paths.md`; found as `seal_network` says."""
    return seal_network(_PATHS, directory)


def seal_bigrams(directory: Path | None = None) -> Path:
    """The table of characters that stand beside each other in names, see `seal_bigrams.md`.

    Args:
        directory: where another of this name may lie.

    Returns:
        The file in the directory, or, where that lacks it, the one beside this module.
    """
    file = directory / _BIGRAMS if directory is not None else None
    return file if file is not None and file.is_file() else _beside_this_module(_BIGRAMS)


def seal_network(name: str, directory: Path | None = None) -> Path:
    """Find one of the networks of seals.

    Args:
        name: of its file.
        directory: where others of these names may lie.

    Returns:
        The ONNX file of that name in the directory, or, where that lacks it, the one beside this module.

    Raises:
        FileNotFoundError: the directory does not exist, or holds no network of these names.
    """
    if directory is not None:
        known = (_RECOGNIZER, _LOCATOR, _PATHS, _LIGHT_RECOGNIZER)
        if not any((directory / one).is_file() for one in known):
            raise FileNotFoundError(f"{directory} holds none of {', '.join(known)}")
        if (directory / name).is_file():
            return directory / name
    return _beside_this_module(name)


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
    return _beside_this_module(_FAST_DETECTOR)


def fast_text_recognizer() -> Path:
    """The light recognizer, see `text_recognizer_fast.md`; for `Recognizer.load`."""
    return _beside_this_module(_FAST_RECOGNIZER)


def _beside_this_module(name: str) -> Path:
    return Path(str(files(__name__).joinpath(name)))
