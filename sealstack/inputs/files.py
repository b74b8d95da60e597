"""Files, folders, patterns and URLs: what a name stands for, and its bytes."""

from __future__ import annotations

import glob
import os
import sys
from pathlib import Path
from urllib.parse import unquote, urlsplit

from sealstack.service.intake.errors import IntakeError
from sealstack.service.intake.remote.download import DownloadLimits, download

PICTURES = frozenset({".png", ".jpg", ".jpeg", ".bmp", ".webp", ".tif", ".tiff", ".gif"})
"""The endings of picture files."""

DOCUMENTS = PICTURES | {".pdf"}
"""The endings of files that are taken from folders."""

STANDARD_INPUT = "-"

_MOST_BYTES = 1 << 30
_SECONDS = 60.0


class InputError(Exception):
    """Something named as input is not there, or is no picture; the message names it and says why."""


def expand(name: str) -> list[str]:
    """List the files that a name stands for: those of a folder or a pattern, in order, or just itself.

    Folders are searched with all that is below them; what begins with a dot is left out there.

    Raises:
        InputError: there are none.
    """
    if is_url(name) or name == STANDARD_INPUT:
        return [name]
    path = Path(name).expanduser()
    if path.is_dir():
        found = sorted(str(each) for each in path.rglob("*") if _is_document(each, path))
        if not found:
            raise InputError(f"{name}: there is no picture and no PDF in this folder")
        return found
    if not path.exists() and any(mark in name for mark in "*?["):
        found = sorted(each for each in glob.glob(str(path), recursive=True) if os.path.isfile(each))
        if not found:
            raise InputError(f"{name}: no file is named like this")
        return found
    return [str(path)]


def file_content(name: str) -> bytes:
    """Read a file, a URL, or for `-` the standard input.

    Raises:
        InputError: it is not there.
    """
    try:
        if name == STANDARD_INPUT:
            return sys.stdin.buffer.read()
        if is_url(name):
            # who types a URL may fetch it from where they like: no request of a stranger comes this way
            return download(name, DownloadLimits(_MOST_BYTES, _SECONDS, allow_private=True))
        return Path(name).expanduser().read_bytes()
    except IntakeError as error:
        raise InputError(f"{name}: {error}") from None
    except OSError as error:
        raise InputError(f"{name}: {error.strerror.lower() if error.strerror else error}") from None


def is_url(name: str) -> bool:
    """Whether a name is a URL that can be fetched."""
    return name.lower().startswith(("http://", "https://"))


def path_of(name: str) -> Path:
    """The path that a name has: absolute for a file, host and path for a URL."""
    if is_url(name):
        parts = urlsplit(name)
        return Path(parts.netloc + unquote(parts.path))
    return Path("stdin") if name == STANDARD_INPUT else Path(name).expanduser().absolute()


def _is_document(path: Path, folder: Path) -> bool:
    is_hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
    return not is_hidden and path.suffix.lower() in DOCUMENTS and path.is_file()
