"""Floors: the least that each figure must be, written by hand and kept in a TOML file.

A table is named after a set of pictures and a group of its figures, and holds floors by the figures' names:

    [drawn.oval]
    body_exact = 0.45
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.accuracy.figures import Figures
from bench.accuracy.tables import table


@dataclass(frozen=True)
class Floor:
    """The least that one figure must be.

    Attributes:
        pictures: the set of pictures it is measured on, such as `drawn`.
        group: the group within the set, such as `all`.
        figure: its name, such as `body_exact`.
        least: 0..1.
    """

    pictures: str
    group: str
    figure: str
    least: float

    @property
    def name(self) -> str:
        """How the file names it: `drawn.all.body_exact`."""
        return f"{self.pictures}.{self.group}.{self.figure}"


@dataclass(frozen=True)
class Held:
    """A floor beside what was measured.

    Attributes:
        floor: the floor.
        value: what was measured, 0..1.
        count: how many seals, pictures, lines or fields its group has.
    """

    floor: Floor
    value: float
    count: int

    @property
    def below(self) -> bool:
        """Whether the figure fell below its floor."""
        return self.value < self.floor.least


def read_floors(path: Path, sets: Sequence[str]) -> list[Floor]:
    """Read the floors of a file, in its order.

    Args:
        path: a TOML file.
        sets: what sets of pictures there may be.

    Raises:
        OSError: it cannot be read.
        ValueError: it is no TOML, or holds something else than floors from 0 to 1 of groups of such sets.
    """
    content = tomllib.loads(path.read_text(encoding="utf-8"))
    unknown = [name for name in content if name not in sets]
    if unknown:
        raise ValueError(f"{path}: pictures are {' or '.join(sets)}, not {unknown[0]!r}")
    return [
        _floor(path, pictures, group, figure, least)
        for pictures, groups in content.items()
        for group, figures in _table(path, pictures, groups).items()
        for figure, least in _table(path, f"{pictures}.{group}", figures).items()
    ]


def hold(floors: Iterable[Floor], measured: Mapping[str, Figures]) -> list[Held]:
    """Set the floors of the sets that were measured beside the figures.

    Raises:
        ValueError: a floor names a figure that was not measured.
    """
    held = []
    for floor in floors:
        if floor.pictures not in measured:
            continue
        figures = measured[floor.pictures].get(floor.group, {})
        if floor.figure not in figures:
            raise ValueError(f"{floor.name} has a floor, but was not measured")
        held.append(Held(floor, figures[floor.figure], int(figures.get("n", 0))))
    return held


def floors_table(held: Iterable[Held]) -> str:
    """Write floors and figures as a Markdown table; those below are marked."""
    rows = [
        [
            one.floor.name,
            str(one.count),
            f"{one.floor.least:.4f}",
            f"{one.value:.4f}",
            "BELOW" if one.below else "",
        ]
        for one in held
    ]
    return table(["figure", "n", "floor", "value", ""], rows)


def _table(path: Path, name: str, value: object) -> Mapping[str, object]:
    if not isinstance(value, dict):
        raise ValueError(f"{path}: {name} must be a table")
    return value


def _floor(path: Path, pictures: str, group: str, figure: str, least: object) -> Floor:
    name = f"{pictures}.{group}.{figure}"
    if isinstance(least, bool) or not isinstance(least, int | float) or not 0 <= least <= 1:
        raise ValueError(f"{path}: {name} must be a number from 0 to 1, not {least!r}")
    return Floor(pictures, group, figure, float(least))
