"""Strips to train on, and how they are kept on disk."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from models.values import Image

TEACHER_CLASSES = 8
"""How many of the stock recognizer's likeliest classes are kept for a column."""


@dataclass(frozen=True, eq=False)
class Teaching:
    """What the stock recognizer says of a strip, for the trained one to stay with.

    Attributes:
        classes: `(T, TEACHER_CLASSES)` uint16, the likeliest classes of each column.
        probabilities: the same shape, float16.
    """

    classes: NDArray[np.uint16]
    probabilities: NDArray[np.float16]


@dataclass(frozen=True, eq=False)
class Strip:
    """A picture of one run of text with what is to be read in it.

    Attributes:
        pixels: `(48, W, 3)` uint8 BGR.
        text: what is to be read.
        kind: `arc`, `lower`, `inner`, `line`, `cells` or `print`.
        difficulty: `easy`, `medium` or `hard`.
        teaching: kept for the strips that the stock recognizer reads right.
    """

    pixels: Image
    text: str
    kind: str
    difficulty: str
    teaching: Teaching | None = None

    @property
    def width(self) -> int:
        """In pixels."""
        return int(self.pixels.shape[1])


def save_shard(path: Path, strips: Sequence[Strip]) -> None:
    """Write strips to one `.npz` file; it appears under its name only when it is whole."""
    entries = [
        {
            "text": s.text,
            "kind": s.kind,
            "difficulty": s.difficulty,
            "width": s.width,
            "taught": s.teaching is not None,
        }
        for s in strips
    ]
    taught = [s.teaching for s in strips if s.teaching is not None]
    columns = [len(teaching.classes) for teaching in taught]
    half_done = path.with_suffix(".part.npz")
    np.savez(
        half_done,
        entries=np.frombuffer(json.dumps(entries, ensure_ascii=False).encode(), np.uint8),
        pixels=np.concatenate([s.pixels for s in strips], axis=1),
        columns=np.array(columns, np.int64),
        classes=np.concatenate([t.classes for t in taught] or [np.zeros((0, TEACHER_CLASSES), np.uint16)]),
        probabilities=np.concatenate(
            [t.probabilities for t in taught] or [np.zeros((0, TEACHER_CLASSES), np.float16)]
        ),
    )
    half_done.rename(path)


def load_shard(path: Path) -> list[Strip]:
    """Read what `save_shard` wrote."""
    with np.load(path) as kept:
        entries = json.loads(kept["entries"].tobytes().decode())
        pixels, classes, probabilities = kept["pixels"], kept["classes"], kept["probabilities"]
        ends = iter(np.cumsum(kept["columns"]).tolist())
    strips = []
    left = first = 0
    for entry in entries:
        teaching = None
        if entry["taught"]:
            end = next(ends)
            teaching = Teaching(classes[first:end], probabilities[first:end])
            first = end
        right = left + entry["width"]
        strips.append(
            Strip(pixels[:, left:right], entry["text"], entry["kind"], entry["difficulty"], teaching)
        )
        left = right
    return strips


def load_shards(paths: Iterable[Path]) -> list[Strip]:
    """Read several shards."""
    return [strip for path in sorted(paths) for strip in load_shard(path)]
