"""What a condition makes: a picture with its truth, and a template of its own where it needs one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Picture: TypeAlias = NDArray[np.uint8]


@dataclass(frozen=True, eq=False)
class Template:
    """A template that belongs to one query.

    Attributes:
        image: `(H, W, 3)` uint8 BGR.
        marks: each field's name and quad, `(4, 2)` float32 pixels.
    """

    image: Picture
    marks: tuple[tuple[str, NDArray[np.float32]], ...]


@dataclass(frozen=True, eq=False)
class Query:
    """A form to be read.

    Attributes:
        image: `(H, W, 3)` uint8 BGR.
        values: what its fields say, by name.
        stamped: the fields that a seal lies over.
        template: what it is to be read by; None for the template of its kind.
        elsewhere: what the page says in places that are no field of the template.
    """

    image: Picture
    values: dict[str, str]
    stamped: tuple[str, ...] = ()
    template: Template | None = None
    elsewhere: tuple[str, ...] = ()
