"""Designs of the five shapes of seals, each made up by chance."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

import numpy as np

from bench.generator.design import Design
from bench.generator.designs.diamond_seal import diamond_design
from bench.generator.designs.name_seal import name_design
from bench.generator.designs.oval_seal import oval_design
from bench.generator.designs.rectangle_seal import rectangle_design
from bench.generator.designs.round_seal import official_design
from bench.generator.designs.round_variants import (
    bilingual_design,
    dated_design,
    english_ring_design,
    footed_design,
    ruled_design,
    two_arc_design,
)
from bench.generator.designs.triangle_seal import triangle_design

__all__ = ["SHAPES", "Designer", "design_of"]


class Designer(Protocol):
    """Makes up one design."""

    def __call__(self, rng: np.random.Generator, *, bundled_only: bool = False) -> Design:
        """A design; `bundled_only` writes with the bundled font only."""


DESIGNERS: dict[str, tuple[tuple[Designer, float], ...]] = {
    "round": (
        (official_design, 0.62),
        (footed_design, 0.16),
        (dated_design, 0.06),
        (ruled_design, 0.05),
        (bilingual_design, 0.05),
        (two_arc_design, 0.04),
        (english_ring_design, 0.02),
    ),
    "oval": ((oval_design, 1.0),),
    "rectangle": ((rectangle_design, 0.58), (name_design, 0.42)),
    "diamond": ((diamond_design, 1.0),),
    "triangle": ((triangle_design, 1.0),),
}
"""Each shape's designers and how often each is taken."""

SHAPES = {"round": 0.5, "oval": 0.17, "rectangle": 0.19, "diamond": 0.07, "triangle": 0.07}
"""How often each shape is taken when none is asked for."""


def design_of(rng: np.random.Generator, shape: str | None = None, *, bundled_only: bool = False) -> Design:
    """A design of a shape, or of any.

    Raises:
        ValueError: there is no such shape.
    """
    if shape is None:
        shape = str(rng.choice(list(SHAPES), p=list(SHAPES.values())))
    if shape not in DESIGNERS:
        raise ValueError(f"shape is one of {', '.join(DESIGNERS)}, not {shape!r}")
    designers, shares = zip(*DESIGNERS[shape], strict=True)
    designer: Callable[..., Design] = designers[int(rng.choice(len(designers), p=shares))]
    return designer(rng, bundled_only=bundled_only)
