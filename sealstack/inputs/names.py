"""What files about inputs are called, so that none of them takes the place of another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path


class OutputNames:
    """Hands out each name once, however the letters' case is."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def claim(self, wanted: str) -> str:
        """Give the name that is wanted, or where it was given before, that name with a number from 2 on."""
        name, number = wanted, 1
        while name.casefold() in self._taken:
            number += 1
            name = f"{wanted}_{number}"
        self._taken.add(name.casefold())
        return name


def stems(paths: Sequence[Path]) -> list[str]:
    """Name files by their stems; those that share one by the folders too in which they differ.

    Returns:
        A name for each path, in order. Files of one folder that differ in their ending alone share theirs.
    """
    sharing: dict[str, list[Path]] = defaultdict(list)
    for path in paths:
        sharing[_stem(path).casefold()].append(path)
    shared = {stem: _shared_folders(those) for stem, those in sharing.items() if len(those) > 1}
    return [
        "_".join([*path.parts[shared.get(_stem(path).casefold(), len(path.parts)) : -1], _stem(path)])
        for path in paths
    ]


def _shared_folders(paths: Sequence[Path]) -> int:
    """Count the folders, from the root down, that all paths have in common."""
    folders = [path.parts[:-1] for path in paths]
    differing = (depth for depth, level in enumerate(zip(*folders, strict=False)) if len(set(level)) > 1)
    return next(differing, min(len(each) for each in folders))


def _stem(path: Path) -> str:
    return path.stem or "image"
