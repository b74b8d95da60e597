"""Icons from a directory of masks that was made beforehand, in colours of print; none when there is none.

`SEALSTACK_ICONS` names the directory. Every `*.npz` in it holds `masks`, `(N, H, W)` uint8 cover, or
`pictures`, `(N, H, W, 3)` uint8 BGR: made from sets of free icons such as simple-icons (CC0), @mdi/svg
(Apache 2.0) and flag-icons (MIT) with any renderer of SVG.
"""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from training.locator.lookalikes.cutout import Colour, Cutout, Drawing, vivid

ENVIRONMENT = "SEALSTACK_ICONS"
"""The environment variable that names the directory."""


def icon(rng: np.random.Generator, side: int) -> Cutout | None:
    """An icon as it stands on pages and in screens, `side` pixels; None when there are none."""
    masks, pictures = _known(os.environ.get(ENVIRONMENT, ""))
    number = int(rng.integers(len(masks) + len(pictures))) if masks or pictures else -1
    if number < 0:
        return None
    drawing = Drawing(side, side)
    if number >= len(masks):
        image = cv2.resize(pictures[number - len(masks)], (side, side), interpolation=cv2.INTER_LINEAR)
        outline = (
            drawing.circle(0.5, 0.5, 0.49)
            if rng.random() < 0.5
            else np.array([[0, 0], [1, 0], [1, 1], [0, 1.0]])
        )
        drawing.fill(outline, (0, 0, 0))
        drawing.image = np.asarray(image, np.uint8)
        return drawing.cutout()
    chance, ink = rng.random(), vivid(rng)
    reach = 1.0
    if chance < 0.45:
        field: Colour = ink
        ink = (255, 255, 255) if rng.random() < 0.7 else vivid(rng)
        reach = float(rng.uniform(0.5, 0.75))
        if chance < 0.25:
            drawing.disc(0.5, 0.5, 0.49, field)
        else:
            drawing.fill(np.array([[0.02, 0.02], [0.98, 0.02], [0.98, 0.98], [0.02, 0.98]]), field)
    elif chance < 0.6:
        reach = float(rng.uniform(0.5, 0.75))
        drawing.stroke(drawing.circle(0.5, 0.5, 0.46), ink, float(rng.uniform(0.015, 0.06)), closed=True)
    size = max(8, round(side * reach))
    mask = cv2.resize(masks[number], (size, size), interpolation=cv2.INTER_LINEAR)
    drawing.lay(np.asarray(mask, np.uint8), ink, 0.5, 0.5)
    return drawing.cutout()


@lru_cache(maxsize=2)
def _known(directory: str) -> tuple[list[NDArray[np.uint8]], list[NDArray[np.uint8]]]:
    masks: list[NDArray[np.uint8]] = []
    pictures: list[NDArray[np.uint8]] = []
    for path in sorted(Path(directory).glob("*.npz")) if directory else []:
        with np.load(path) as held:
            masks += list(held["masks"]) if "masks" in held.files else []
            pictures += list(held["pictures"]) if "pictures" in held.files else []
    return masks, pictures
