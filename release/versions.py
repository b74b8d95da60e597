"""The version, which stands in several places and must be one."""

from __future__ import annotations

import re
from pathlib import Path

PLACES = {
    "service/version.py": r'__version__ = "([^"]+)"',
    "CITATION.cff": r"(?m)^version: \"?([^\"\n]+)\"?$",
    "CHANGELOG.md": r"(?m)^## (\S+), \d{4}-\d{2}-\d{2}$",
}
"""Where it stands, and the pattern that finds it; of the changelog it is the newest dated one."""


class VersionsDifferError(Exception):
    """The places tell different versions, or one tells none."""


def the_version(root: Path) -> str:
    """Read the version from every place.

    Args:
        root: the checkout.

    Raises:
        VersionsDifferError: they are not all the same.
    """
    told = {place: _first(root / place, pattern) for place, pattern in PLACES.items()}
    if len(set(told.values())) != 1 or None in told.values():
        raise VersionsDifferError(f"the version must be the same everywhere, but is {told}")
    return str(told["service/version.py"])


def _first(path: Path, pattern: str) -> str | None:
    found = re.search(pattern, path.read_text(encoding="utf-8"))
    return found[1] if found else None
