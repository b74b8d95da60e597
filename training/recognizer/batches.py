"""Batches of strips of one width, drawn from shards."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from models.text.strips import Window, as_input, padded_width
from training.recognizer.strips import Strip, load_shard

STRIDE = 8
"""Pixels of strip for one column of the network's output."""

_SHARDS_AT_ONCE = 4


@dataclass(frozen=True, eq=False)
class Batch:
    """Strips of one padded width.

    Attributes:
        strips: the strips.
        pixels: `(N, 3, 48, W)` float32, as the recognizer takes them.
        labels: the classes of each strip's characters.
    """

    strips: Sequence[Strip]
    pixels: NDArray[np.float32]
    labels: Sequence[Sequence[int]]


def label_of(text: str, classes: Mapping[str, int]) -> list[int]:
    """The class of every character.

    Raises:
        KeyError: the alphabet lacks one.
    """
    return [classes[character] for character in text]


def fits(label: Sequence[int], width: int) -> bool:
    """Whether a strip has columns enough for its label: one a character, one more between equal ones."""
    repeated = sum(one == other for one, other in pairwise(label))
    return 0 < len(label) + repeated <= width // STRIDE


def batches_of(
    strips: Sequence[Strip], classes: Mapping[str, int], budget: int, rng: np.random.Generator
) -> Iterator[Batch]:
    """Group strips as inference does, by padded width, in random order.

    Args:
        strips: any strips; those whose label cannot be told are left out.
        classes: class of each character.
        budget: padded widths of a batch taken together, pixels.
        rng: the order.

    Yields:
        Every strip once.
    """
    groups: dict[int, list[tuple[Strip, list[int]]]] = defaultdict(list)
    for place in rng.permutation(len(strips)):
        strip = strips[place]
        label = label_of(strip.text, classes)
        if fits(label, strip.width):
            groups[padded_width(strip.width)].append((strip, label))
    parts: list[list[tuple[Strip, list[int]]]] = []
    for width, group in groups.items():
        size = max(1, budget // width)
        parts += [group[start : start + size] for start in range(0, len(group), size)]
    for place in rng.permutation(len(parts)):
        chosen = [strip for strip, _ in parts[place]]
        windows = [Window(number, 0, strip.pixels) for number, strip in enumerate(chosen)]
        yield Batch(chosen, as_input(windows), [label for _, label in parts[place]])


@dataclass
class ShardReader:
    """Draws from the shards of a directory, least used first; shards may be added while it reads.

    Attributes:
        directory: of the shards.
        classes: class of each character.
        budget: see `batches_of`.
        seed: of the order.
        used: how often each shard was read; kept with checkpoints.
    """

    directory: Path
    classes: Mapping[str, int]
    budget: int
    seed: int
    used: Counter[str] = field(default_factory=Counter)

    def batches(self) -> Iterator[Batch]:
        """Batches without end.

        Raises:
            FileNotFoundError: the directory holds no shards.
        """
        while True:
            paths = sorted(self.directory.glob("strips_*[0-9].npz"))
            if not paths:
                raise FileNotFoundError(f"no shards in {self.directory}")
            rng = np.random.default_rng([self.seed, self.used.total()])
            order = [paths[place] for place in rng.permutation(len(paths))]
            chosen = sorted(order, key=lambda path: self.used[path.name])[:_SHARDS_AT_ONCE]
            strips = [strip for path in chosen for strip in load_shard(path)]
            yield from batches_of(strips, self.classes, self.budget, rng)
            self.used.update(path.name for path in chosen)
