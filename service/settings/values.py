"""Reading the values of settings from the text of environment variables."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from sealstack.models.runtime.options import DEVICES, PRECISIONS, is_device

_YES = frozenset({"1", "true", "yes", "on"})
_NO = frozenset({"0", "false", "no", "off"})


FAST = "fast"
TEXT_MODELS = ("accurate", FAST)
"""The networks that general text may be read with."""


class SettingsError(ValueError):
    """A setting has an invalid value; the message names the variable and says what would do."""


def parse_text(variable: str, text: str) -> str:
    """Take the text as it is."""
    return text


def parse_names(variable: str, text: str) -> tuple[str, ...]:
    """Split a comma-separated list; empty members are left out."""
    return tuple(name.strip() for name in text.split(",") if name.strip())


def parse_path(variable: str, text: str) -> Path:
    """Take the text as the path of an existing folder.

    Raises:
        SettingsError: there is no such folder.
    """
    path = Path(text).expanduser()
    if not path.is_dir():
        raise SettingsError(f"{variable} must name an existing folder, but is {text!r}")
    return path


def parse_file(variable: str, text: str) -> Path:
    """Take the text as the path of an existing file.

    Raises:
        SettingsError: there is no such file.
    """
    path = Path(text).expanduser()
    if not path.is_file():
        raise SettingsError(f"{variable} must name an existing file, but is {text!r}")
    return path


def parse_folder(variable: str, text: str) -> Path:
    """Take the text as the absolute path of a folder, which may still have to be made.

    Raises:
        SettingsError: there is something else in its place.
    """
    path = Path(text).expanduser().absolute()
    if path.exists() and not path.is_dir():
        raise SettingsError(f"{variable} must name a folder, but {text!r} is a file")
    return path


def parse_flag(variable: str, text: str) -> bool:
    """Read yes or no.

    Raises:
        SettingsError: the text is neither.
    """
    word = text.lower()
    if word not in _YES | _NO:
        raise SettingsError(f"{variable} must be 1 or 0 (true, false, yes, no, on, off), but is {text!r}")
    return word in _YES


def parse_number(least: int, most: int) -> Callable[[str, str], int]:
    """Make a parser of whole numbers from `least` to `most`, both included."""

    def parse(variable: str, text: str) -> int:
        number = int(text) if re.fullmatch(r"-?[0-9]{1,12}", text) else None
        if number is None or not least <= number <= most:
            raise SettingsError(f"{variable} must be a whole number from {least} to {most}, but is {text!r}")
        return number

    return parse


def parse_choice(*choices: str) -> Callable[[str, str], str]:
    """Make a parser of one of a few words."""

    def parse(variable: str, text: str) -> str:
        if text.lower() not in choices:
            raise SettingsError(f"{variable} must be one of {', '.join(choices)}, but is {text!r}")
        return text.lower()

    return parse


def parse_choice_of_device(variable: str, text: str) -> str:
    """Read the name of a device.

    Raises:
        SettingsError: it is none of `auto`, `cpu`, `openvino`, `gpu` and `gpu:<number>`.
    """
    if not is_device(text):
        raise SettingsError(f"{variable} must be {DEVICES}, but is {text!r}")
    return text


def parse_precision(variable: str, text: str) -> str:
    """Read how exactly networks compute.

    Raises:
        SettingsError: it is none of `auto`, `f32` and `bf16`.
    """
    if text not in PRECISIONS:
        raise SettingsError(f"{variable} must be one of {', '.join(PRECISIONS)}, but is {text!r}")
    return text


def parse_text_model(variable: str, text: str) -> str:
    """Read which networks read general text.

    Raises:
        SettingsError: it is none of `accurate` and `fast`.
    """
    if text not in TEXT_MODELS:
        raise SettingsError(f"{variable} must be one of {', '.join(TEXT_MODELS)}, but is {text!r}")
    return text
