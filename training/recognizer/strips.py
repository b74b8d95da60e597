"""Strips to train on, and how they are kept on disk."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from sealstack.models.values import Image


@dataclass(frozen=True, eq=False)
class Strip:
    """A picture of one run of text with what is to be read in it.

    Attributes:
        pixels: `(48, W, 3)` uint8 BGR.
        text: what is to be read.
        kind: `arc`, `lower`, `inner`, `line`, `cells` or `print`.
        difficulty: `easy`, `medium` or `hard`.
    """

    pixels: Image
    text: str
    kind: str
    difficulty: str

    @property
    def width(self) -> int:
        """In pixels."""
        return int(self.pixels.shape[1])


def save_shard(path: Path, strips: Sequence[Strip]) -> None:
    """Write strips to one `.npz` file; it appears under its name only when it is whole."""
    entries = [{"text": s.text, "kind": s.kind, "difficulty": s.difficulty, "width": s.width} for s in strips]
    half_done = path.with_suffix(".part.npz")
    np.savez(
        half_done,
        entries=np.frombuffer(json.dumps(entries, ensure_ascii=False).encode(), np.uint8),
        pixels=np.concatenate([s.pixels for s in strips], axis=1),
    )
    half_done.rename(path)


def load_shard(path: Path) -> list[Strip]:
    """Read what `save_shard` wrote."""
    with np.load(path) as kept:
        entries = json.loads(kept["entries"].tobytes().decode())
        pixels = kept["pixels"]
    rights = np.cumsum([entry["width"] for entry in entries]).tolist()
    return [
        Strip(pixels[:, right - entry["width"] : right], entry["text"], entry["kind"], entry["difficulty"])
        for entry, right in zip(entries, rights, strict=True)
    ]


def load_shards(paths: Iterable[Path]) -> list[Strip]:
    """Read several shards."""
    return [strip for path in sorted(paths) for strip in load_shard(path)]
