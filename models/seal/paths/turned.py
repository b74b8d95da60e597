"""The path network on a picture that is turned first, its paths in pixels of the picture as it lies."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from sealstack.models.seal.detect.ring.fit import Ellipse
from sealstack.models.seal.paths.network import PathNetwork
from sealstack.models.seal.paths.text_path import TextPath
from sealstack.models.values import Image


def find_turned(
    network: PathNetwork, picture: Image, degrees: float, rim: Ellipse | None = None
) -> list[TextPath]:
    """The text paths that the network sees in a picture turned counter-clockwise.

    Args:
        network: sees where text runs.
        picture: a seal's crop, `(H, W, 3)` uint8 BGR.
        degrees: by which it is turned.
        rim: of a round or oval seal, pixels of the picture as it lies.

    Returns:
        Paths in pixels of the picture as it lies.
    """
    height, width = picture.shape[:2]
    turn = cv2.getRotationMatrix2D(((width - 1) / 2, (height - 1) / 2), degrees, 1.0)
    corners = np.array([[0, 0], [width - 1, 0], [width - 1, height - 1], [0, height - 1]], np.float64)
    reached = corners @ turn[:, :2].T + turn[:, 2]
    low, high = np.floor(reached.min(axis=0)), np.ceil(reached.max(axis=0))
    turn[:, 2] -= low
    size = (int(high[0] - low[0]) + 1, int(high[1] - low[1]) + 1)
    shown = cv2.warpAffine(picture, turn, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    back = np.asarray(cv2.invertAffineTransform(turn), np.float64)
    there = None if rim is None else _turned(rim, np.asarray(turn, np.float64), degrees)
    return [path.mapped(back) for path in network.find(np.asarray(shown, np.uint8), there)]


def _turned(rim: Ellipse, turn: NDArray[np.float64], degrees: float) -> Ellipse:
    x, y = (turn[:, :2] @ (rim.x, rim.y) + turn[:, 2]).tolist()
    return replace(rim, x=x, y=y, angle=rim.angle - degrees)
