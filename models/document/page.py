"""What document preprocessing makes of a page."""

from __future__ import annotations

from dataclasses import dataclass

from sealstack.models.values import Image


@dataclass(frozen=True, eq=False)
class PreprocessedPage:
    """A page made upright and flat.

    Attributes:
        image: the result, `(H, W, 3)` uint8 BGR.
        angle: degrees anticlockwise that the picture was turned by: 0, 90, 180 or 270; -1 when its
            orientation was not looked at.
        rotated: the picture turned and not yet flattened, `(H, W, 3)` uint8 BGR.
    """

    image: Image
    angle: int
    rotated: Image
