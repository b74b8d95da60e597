"""Pictures of seals to train on: the kinds that recognizers find hard, each at its share, cut close.

What `bench.generator.scenes` draws measures recognizers and keeps to its seeds; this draws with the same
parts, but titles up to 30 characters, small ovals, characters of 8 to 16 pixels, Latin rings, white on ink,
traditional characters and faxes have shares of their own here, and names come from the wide lexicon.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

import numpy as np

from bench.generator import names
from bench.generator.crops import Pressing, make_crop
from bench.generator.curves import Ellipse, rectangle_outline
from bench.generator.degradations import fax
from bench.generator.design import Design, Outline
from bench.generator.designs import design_of
from bench.generator.designs.oval_seal import invoice_design, supervision_design
from bench.generator.designs.rectangle_seal import rectangle_design
from bench.generator.designs.round_seal import official_design
from bench.generator.designs.round_variants import bilingual_design, english_ring_design
from bench.generator.difficulty import DIFFICULTIES
from bench.generator.names.companies import BRANCHES
from bench.generator.names.lexicon import lettered, real_place, wide
from bench.generator.scenes import Scene

_Drawn = TypeVar("_Drawn")

_DIFFICULTIES = {"easy": 0.2, "medium": 0.4, "hard": 0.4}
_TRADITIONAL_SHARE = 0.1
_GREY_SHARE = 0.12
_FAX_SHARE = 0.16  # of what a fax does not turn into blots:
_FAXED_UP_TO = 0.5  # severity
_FAXED_FROM = 15.0  # height of the title's characters, pixels
_WHITE_ON_INK_SHARE = 0.05
_LARGEST = 190.0  # half the longer side, pixels; larger seals are read at about this size


def _long_title(rng: np.random.Generator) -> Design:
    """A round seal with a title of 20 to 30 characters."""
    return official_design(rng, title=_long_name(rng))


@lettered
def _long_name(rng: np.random.Generator) -> str:
    """A company with its branch, or a public body with the places that it is of; 20 to 30 characters."""
    while True:
        if rng.random() < 0.6:
            branch = BRANCHES[int(rng.integers(len(BRANCHES)))]
            name = names.company(rng, 8, 20) + real_place(rng) + branch
        else:
            name = real_place(rng) + real_place(rng) + names.authority(rng, 6, 18)
        if 20 <= len(name) <= 30:
            return name


def _small_oval(rng: np.random.Generator) -> Design:
    """An invoice seal with the longest of usual names."""
    return invoice_design(rng, title=names.company(rng, 14, 18))


def _latin(rng: np.random.Generator) -> Design:
    """English along an arc, words set apart by blanks."""
    return bilingual_design(rng) if rng.random() < 0.6 else english_ring_design(rng)


KINDS: dict[str, tuple[Callable[[np.random.Generator], Design], float]] = {
    "round": (lambda rng: design_of(rng, "round"), 0.33),
    "long title": (_long_title, 0.1),
    "latin": (_latin, 0.06),
    "oval": (lambda rng: design_of(rng, "oval"), 0.1),
    "small oval": (_small_oval, 0.13),
    "supervision": (supervision_design, 0.05),
    "framed": (rectangle_design, 0.16),
    "name": (lambda rng: design_of(rng, "rectangle"), 0.04),
    "diamond": (lambda rng: design_of(rng, "diamond"), 0.015),
    "triangle": (lambda rng: design_of(rng, "triangle"), 0.015),
}
"""What is drawn, and how often."""


def seal_scene(rng: np.random.Generator) -> Scene:
    """One seal on its paper, with little around it."""
    difficulty = _one_of(rng, _DIFFICULTIES)
    severity = float(rng.uniform(*DIFFICULTIES[difficulty]))
    grey = bool(rng.random() < _GREY_SHARE)
    kind = _one_of(rng, {name: share for name, (_, share) in KINDS.items()})
    design = in_wide_names(rng, KINDS[kind][0], _TRADITIONAL_SHARE)
    if rng.random() < _WHITE_ON_INK_SHARE * (2 if design.shape == "rectangle" else 1):
        design = white_on_ink(design)
    pressing = Pressing(design, _radius(rng, kind, design), room=(1.02, 1.25))
    image, truths, masks, tags = make_crop(rng, severity, None, grey, False, False, pressing)
    tall = pressing.radius * _title_height(design)
    if severity < _FAXED_UP_TO and tall > _FAXED_FROM and rng.random() < _FAX_SHARE:
        image, tags = fax(image, rng), (*tags, "fax")
    return Scene(image, truths, masks, difficulty, "crop", (difficulty, "crop", *tags))


def in_wide_names(
    rng: np.random.Generator, draw: Callable[[np.random.Generator], _Drawn], traditional_share: float
) -> _Drawn:
    """Draw something with names out of the wide lexicon; out of the basic one where no face has them.

    Args:
        rng: where chance comes from.
        draw: draws it, with a `LookupError` when no face has every character of a text.
        traditional_share: how often in traditional characters.
    """
    for _ in range(4):
        try:
            with wide(in_traditional=bool(rng.random() < traditional_share)):
                return draw(rng)
        except LookupError:
            continue
    return draw(rng)


def white_on_ink(design: Design) -> Design:
    """The design with its ground inked and its text left white."""
    if design.inverted or design.shape not in {"rectangle", "round", "oval"}:
        return design
    across, down = design.half_axes
    if design.shape == "rectangle":
        ground = rectangle_outline(across, down)
    else:
        ground = Ellipse(across, down).at_angle(np.linspace(0, 2 * np.pi, 240, endpoint=False))
    return replace(design, drawing=(Outline(ground),), inverted=True)


def _radius(rng: np.random.Generator, kind: str, design: Design) -> float:
    """Half the longer side, pixels: half of the seals have characters of 8 to 16 pixels."""
    if kind == "small oval":
        return float(rng.uniform(40, 85))
    small = rng.random() < 0.5
    pixels = np.exp(rng.uniform(*np.log([8, 17] if small else [16, 52])))
    return float(np.clip(pixels / _title_height(design), 26, _LARGEST))


def _title_height(design: Design) -> float:
    """Height of the main title's characters in units of half the longer side."""
    quads = [character.quad for path in design.paths if path.of_body for character in path.characters]
    return float(np.median([np.linalg.norm(quad[3] - quad[0]) for quad in quads]))


def _one_of(rng: np.random.Generator, shares: dict[str, float]) -> str:
    """A name, as often as its share says."""
    return str(rng.choice(list(shares), p=list(shares.values())))
