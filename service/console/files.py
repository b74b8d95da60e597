"""The built files of the console, read once, as they are sent: with their type, their tag, and compressed."""

from __future__ import annotations

import gzip
import hashlib
import mimetypes
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import PurePosixPath

PAGE = "index.html"

_KINDS = {".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8"}
_KINDS |= {".html": "text/html; charset=utf-8", ".json": "application/json", ".svg": "image/svg+xml"}
_COMPRESSED = frozenset({".js", ".css", ".html", ".json", ".svg", ".txt"})


@dataclass(frozen=True)
class BuiltFile:
    """One file.

    Attributes:
        content: its bytes.
        compressed: the same under gzip; None where that gains nothing, as with pictures.
        content_type: what it is.
        tag: a digest of its content, for `ETag`.
        lasts: whether its name changes with its content, so that browsers may keep it for ever.
    """

    content: bytes
    compressed: bytes | None
    content_type: str
    tag: str
    lasts: bool


@cache
def built_file(name: str) -> BuiltFile | None:
    """Give a built file; None when there is none of that name.

    Args:
        name: its path below the folder of the built files, with slashes.
    """
    path = PurePosixPath(name)
    if name not in _names():
        return None
    content = resources.files(__package__).joinpath("static", *path.parts).read_bytes()
    is_text = path.suffix in _COMPRESSED
    return BuiltFile(
        content,
        gzip.compress(content, 9, mtime=0) if is_text else None,
        _KINDS.get(path.suffix) or mimetypes.guess_type(name)[0] or "application/octet-stream",
        hashlib.sha256(content).hexdigest()[:32],
        lasts=path.parts[0] == "assets",
    )


def built_files() -> dict[str, BuiltFile]:
    """All of them by name."""
    return {name: found for name in sorted(_names()) if (found := built_file(name))}


@cache
def _names() -> frozenset[str]:
    """The files that there are: nothing else is opened, whatever is asked for."""
    root = resources.files(__package__).joinpath("static")
    found = {entry.name for entry in root.iterdir() if entry.is_file()}
    for folder in root.iterdir():
        if folder.is_dir():
            found.update(f"{folder.name}/{entry.name}" for entry in folder.iterdir() if entry.is_file())
    return frozenset(found)
