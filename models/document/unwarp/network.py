"""A learned unwarping network in ONNX form: UVDoc, as published in two forms.

Verhoeven, Magne and Sorkine-Hornung, "UVDoc: Neural Grid-based Document Unwarping" (SIGGRAPH Asia 2023). An
export of the authors' own network takes an RGB picture 0..1 of 488 x 712 pixels and gives a grid of places
-1..1, `(1, 2, 45, 31)`, across and down, its corners at the middles of the outermost pixels; the flat page is
drawn by looking those places up. PaddleX's export draws by itself: it takes a BGR picture 0..1 of any size
and gives the flat page, as large.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from sealstack.models.runtime import Session
from sealstack.models.runtime.network import Network
from sealstack.models.values import Image

_WIDTH, _HEIGHT = 488, 712


class UnwarpingNetwork(Network):
    """Flattens pages. May be shared by many threads."""

    def __init__(self, session: Session) -> None:
        """Take a loaded network, and look whether it gives a grid or a picture.

        Raises:
            ValueError: it gives neither.
        """
        super().__init__(session)
        try:
            answer = session.run(np.zeros((1, 3, _HEIGHT, _WIDTH), np.float32)).shape
        except Exception as error:  # whatever the runtime raises for a picture that the network cannot take
            raise ValueError(f"the unwarping model takes no (1, 3, {_HEIGHT}, {_WIDTH}) picture") from error
        if len(answer) != 4 or answer[0] != 1 or answer[1] not in (2, 3) or min(answer[2:]) < 2:
            raise ValueError(f"the unwarping model answers {answer}: neither a grid nor a picture")
        self._gives_grid = answer[1] == 2

    def flatten(self, image: Image) -> Image:
        """Flatten a page, `(H, W, 3)` uint8 BGR; the result has the same size."""
        if self._gives_grid:
            return _drawn(image, self._session.run(_as_input(_reduced(image)[..., ::-1]))[0])
        picture = self._session.run(_as_input(image))[0].transpose(1, 2, 0)
        return np.ascontiguousarray(np.clip(picture * 255, 0, 255).round().astype(np.uint8))


def _as_input(picture: NDArray[np.uint8]) -> NDArray[np.float32]:
    """A picture as `(1, 3, H, W)` values 0..1."""
    return np.ascontiguousarray(picture.transpose(2, 0, 1)[None].astype(np.float32) / 255)


def _reduced(image: Image) -> Image:
    return np.asarray(cv2.resize(image, (_WIDTH, _HEIGHT), interpolation=cv2.INTER_AREA), np.uint8)


def _drawn(image: Image, grid: NDArray[np.float32]) -> Image:
    """The page that a grid `(2, rows, columns)` of places -1..1 leads to."""
    height, width = image.shape[:2]
    _, rows, columns = grid.shape
    across, down = np.meshgrid(
        np.linspace(0, columns - 1, width, dtype=np.float32),
        np.linspace(0, rows - 1, height, dtype=np.float32),
    )
    places = [
        cv2.remap(np.ascontiguousarray((plane + 1) / 2 * (side - 1)), across, down, cv2.INTER_LINEAR)
        for plane, side in zip(grid, (width, height), strict=True)
    ]
    flat = cv2.remap(image, places[0], places[1], cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(flat, np.uint8)
