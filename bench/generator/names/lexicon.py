"""Which words names are composed of: the basic lists, or a wide lexicon of real places and rare characters.

Pictures that measure keep to the basic lists, so that a seed keeps its text. Pictures to train on are drawn
inside `wide()`: there titles name real districts and streets, and invented words take in all of GB 2312.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache, wraps
from pathlib import Path
from typing import ParamSpec

import numpy as np

_wide: ContextVar[bool] = ContextVar("wide", default=False)
_traditional: ContextVar[bool] = ContextVar("traditional", default=False)

_P = ParamSpec("_P")


@contextmanager
def wide(in_traditional: bool = False) -> Iterator[None]:
    """Compose names out of the wide lexicon while the block runs; `in_traditional` characters if asked."""
    tokens = _wide.set(True), _traditional.set(in_traditional)
    try:
        yield
    finally:
        _wide.reset(tokens[0])
        _traditional.reset(tokens[1])


def lettered(compose: Callable[_P, str]) -> Callable[_P, str]:
    """Let what a function composes come in the characters that are asked for."""

    @wraps(compose)
    def composed(*arguments: _P.args, **named: _P.kwargs) -> str:
        text = compose(*arguments, **named)
        return traditional(text) if _traditional.get() else text

    return composed


def is_wide() -> bool:
    """Whether the wide lexicon is in use."""
    return _wide.get()


@lru_cache(maxsize=8)
def gazetteer(name: str) -> tuple[str, ...]:
    """The words of `gazetteer/<name>.txt`, set apart by blanks."""
    folder = Path(__file__).with_name("gazetteer")
    return tuple(folder.joinpath(f"{name}.txt").read_text(encoding="utf-8").split())


@lru_cache(maxsize=1)
def rare_characters() -> str:
    """The 3,008 characters of GB 2312 level 2: names of places and people, plants, chemistry."""
    cells = (bytes((0xA0 + row, 0xA0 + cell)) for row in range(56, 88) for cell in range(1, 95))
    return "".join(cell.decode("gb2312", errors="ignore") for cell in cells)


TRADITIONAL = {pair[0]: pair[1] for pair in gazetteer("traditional")}
"""The usual traditional form of each simplified character that has another."""


def traditional(text: str) -> str:
    """A text in traditional characters, each by its most usual form."""
    return "".join(TRADITIONAL.get(character, character) for character in text)


def more(words: tuple[str, ...], name: str) -> tuple[str, ...]:
    """A list of words, with those of a gazetteer added while the wide lexicon is in use."""
    return words + gazetteer(name) if is_wide() else words


def real_place(rng: np.random.Generator) -> str:
    """A district, a street, or both: 栖霞区, 马群街道, 栖霞区马群街道."""
    districts, streets = gazetteer("districts"), gazetteer("streets")
    kind = rng.random()
    district = districts[int(rng.integers(len(districts)))]
    street = streets[int(rng.integers(len(streets)))]
    if kind < 0.45:
        return district
    return street if kind < 0.85 else district + street
