"""Whole pictures with seals, made from a seed: crops of paper around a seal, and pages."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bench.generator.crops import make_crop
from bench.generator.difficulty import DIFFICULTIES
from bench.generator.pages import make_page
from bench.generator.truth import SealTruth

MAKERS = {"crop": make_crop, "page": make_page}
"""What makes each kind of picture."""


@dataclass(frozen=True, eq=False)
class Scene:
    """A picture with its truth.

    Attributes:
        image: `(H, W, 3)` uint8 BGR.
        truths: its seals, the most prominent first; empty when there is none.
        masks: per seal, its ink's opacity on the picture, `(H, W)` float32; empty unless asked for.
        difficulty: `easy`, `medium` or `hard`.
        kind: `crop` or `page`.
        tags: difficulty, kind, and what was done to the picture.
    """

    image: NDArray[np.uint8]
    truths: tuple[SealTruth, ...]
    masks: tuple[NDArray[np.float32], ...]
    difficulty: str
    kind: str
    tags: tuple[str, ...]


def make_scene(
    seed: int,
    difficulty: str | None = None,
    kind: str = "crop",
    *,
    shape: str | None = None,
    grey: bool | None = None,
    with_masks: bool = False,
    bundled_only: bool = False,
) -> Scene:
    """Make a picture.

    Args:
        seed: the same seed and arguments give the same picture.
        difficulty: `easy`, `medium`, `hard`; as chance has it when None.
        kind: `crop` (a seal and a little of its surroundings) or `page`.
        shape: every seal of this shape; as chance has it when None.
        grey: a grey copy or not; as chance has it (one in ten) when None.
        with_masks: keep each seal's ink.
        bundled_only: draw with the bundled font only, so that a seed gives the same picture everywhere.

    Raises:
        ValueError: an unknown difficulty or kind.
    """
    rng = np.random.default_rng([seed, 7])
    difficulty = difficulty or str(rng.choice(list(DIFFICULTIES)))
    if difficulty not in DIFFICULTIES:
        raise ValueError(f"difficulty is one of {', '.join(DIFFICULTIES)}, not {difficulty!r}")
    if kind not in MAKERS:
        raise ValueError(f"kind is {' or '.join(MAKERS)}, not {kind!r}")
    severity = float(rng.uniform(*DIFFICULTIES[difficulty]))
    grey = bool(rng.random() < 0.1) if grey is None else grey
    image, truths, masks, tags = MAKERS[kind](rng, severity, shape, grey, with_masks, bundled_only)
    return Scene(image, truths, masks, difficulty, kind, (difficulty, kind, *tags))
