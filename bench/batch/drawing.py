"""Small pictures for batches, each different, drawn fast."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np

_SIDE = 96
_IN_A_FOLDER = 1000


def draw_files(folder: Path, count: int) -> None:
    """Draw so many small PNG files, a thousand in each folder; those that are there already are kept."""
    for number in range(count):
        path = folder / f"{number // _IN_A_FOLDER:04d}" / f"{number:07d}.png"
        if path.exists():
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        picture = np.full((_SIDE, _SIDE, 3), 255, np.uint8)
        cv2.circle(picture, (_SIDE // 2, _SIDE // 2), 44, (40, 40, 200), 3)
        cv2.putText(picture, f"{number:07d}", (10, 53), cv2.FONT_HERSHEY_SIMPLEX, 0.55, (40, 40, 200), 1)
        path.write_bytes(cv2.imencode(".png", picture)[1].tobytes())
