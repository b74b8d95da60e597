"""Making shards of strips to measure on: seals from the project's generator, a quarter printed lines."""

from __future__ import annotations

import logging
from pathlib import Path

import numpy as np

from bench.generator.scenes import make_scene
from sealstack.models.runtime import RuntimeOptions
from sealstack.models.text.recognition.recognizer import Recognizer
from sealstack.models.text.weights import find_weights
from training.recognizer.printed_lines import printed_line
from training.recognizer.seal_strips import strips_of
from training.recognizer.strips import Strip, save_shard

_log = logging.getLogger(__name__)

_SHAPES = {"round": 0.7, "oval": 0.19, "rectangle": 0.07, "diamond": 0.02, "triangle": 0.02}
_DIFFICULTIES = {"easy": 0.14, "medium": 0.33, "hard": 0.53}
_PRINTED_SHARE = 0.25
_SCENES = 64  # a shard


def make_shard(path: Path, seed: int, known: frozenset[str], titles: int = 4) -> int:
    """Make one shard.

    Args:
        path: where to write it.
        seed: the same seed gives the same strips.
        known: the characters that texts may have.
        titles: how many strips of each title.

    Returns:
        How many strips it holds.
    """
    rng = np.random.default_rng([seed, 41])
    strips: list[Strip] = []
    for number in range(_SCENES):
        shape = str(rng.choice(list(_SHAPES), p=list(_SHAPES.values())))
        difficulty = str(rng.choice(list(_DIFFICULTIES), p=list(_DIFFICULTIES.values())))
        scene = make_scene(seed * 1000 + number, difficulty, shape=shape)
        strips += strips_of(scene, rng, titles)
    count = round(len(strips) * _PRINTED_SHARE / (1 - _PRINTED_SHARE))
    lines = [printed_line(rng, str(rng.choice(["easy", "medium", "hard"]))) for _ in range(count)]
    lines = [line for line in lines if line.width <= 900]
    kept = [s for s in strips + lines if set(s.text) <= known]
    order = rng.permutation(len(kept))
    save_shard(path, [kept[place] for place in order])
    return len(kept)


def make_shards(directory: Path, first_seed: int, count: int, titles: int = 4) -> None:
    """Make shards `first_seed`, `first_seed + 1`, ... that are not there yet."""
    directory.mkdir(parents=True, exist_ok=True)
    known = frozenset(Recognizer.load(find_weights().recognizer, RuntimeOptions("cpu", 1)).alphabet)
    for seed in range(first_seed, first_seed + count):
        path = directory / f"strips_{seed:07d}.npz"
        if not path.exists():
            _log.info("%s: %d strips", path.name, make_shard(path, seed, known, titles))
