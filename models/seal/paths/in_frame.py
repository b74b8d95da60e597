"""The text paths of a seal with corners, shown to the network as straight as it may be meant to stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sealstack.models.seal.detect.frame.fit import Frame
from sealstack.models.seal.paths.network import PathNetwork
from sealstack.models.seal.paths.text_path import PathKind, TextPath
from sealstack.models.seal.paths.turned import find_turned
from sealstack.models.values import Image, SealShape


@dataclass(frozen=True)
class UprightSettings:
    """Which ways up a frame is tried; set on drawn crops.

    Attributes:
        aslant: degrees by which a frame's sides must lean for it to be levelled.
        tall: times its width that a frame must be high for it to be laid on its side.
        inset: share of a square that its line and the paper within it take.
        tidier: times as long as they lie that paths must be on average, for another way up to be taken.
    """

    aslant: float = 8.0
    tall: float = 1.3
    inset: float = 0.16
    tidier: float = 1.15


SETTINGS = UprightSettings()

_POINTS = 8  # of a column's centre line


def find_in_frame(
    network: PathNetwork, picture: Image, frame: Frame, settings: UprightSettings = SETTINGS
) -> list[TextPath]:
    """The text paths of a seal with corners.

    The network knows seals best as they are meant to stand. A frame's sides say how that may be, and the
    paths themselves which way it is: characters that lie as they should make long ones.

    Args:
        network: sees where text runs.
        picture: the seal's crop, `(H, W, 3)` uint8 BGR.
        frame: pixels of the crop.
        settings: the usual ones by default.

    Returns:
        Paths in pixels of the crop.
    """
    best = network.find(picture)
    for degrees in _turns(frame, settings):
        other = find_turned(network, picture, degrees)
        if _length(other) > settings.tidier * _length(best):
            best = other
    if len(frame.corners) == 3:
        return [path for path in best if not path.is_column]  # there is no room for one
    return best


def columns_in(frame: Frame, settings: UprightSettings = SETTINGS) -> list[list[TextPath]]:
    """The two columns that a square name seal may have, for each of the ways that they may run.

    Args:
        frame: pixels of the crop.
        settings: the usual ones by default.

    Returns:
        Pairs of columns in pixels of the crop; none in a triangle.
    """
    if len(frame.corners) != 4:
        return []
    pairs = []
    for quarter in (0, 1):
        corners = np.roll(frame.corners, -quarter, axis=0).astype(np.float64)
        middle = corners.mean(axis=0)
        upper_left, upper_right, lower_right, lower_left = middle + (corners - middle) * (1 - settings.inset)
        half = float(np.linalg.norm(upper_right - upper_left)) / 4
        pair = []
        for share in (0.75, 0.25):
            top = upper_left + share * (upper_right - upper_left)
            bottom = lower_left + share * (lower_right - lower_left)
            line = np.linspace(top, bottom, _POINTS).astype(np.float32)
            heights = np.full(_POINTS, half, np.float32)
            pair.append(TextPath(PathKind.COLUMN, line, heights, 0.0, np.zeros((0, 2), np.float32)))
        pairs.append(pair)
    return pairs


def _turns(frame: Frame, settings: UprightSettings) -> list[float]:
    """By how many degrees, counter-clockwise, a frame may have to be turned to stand upright."""
    three = len(frame.corners) == 3
    if not (three or frame.even or frame.shape is SealShape.RECTANGLE):
        return []
    x, y = (frame.corners[1] - frame.corners[0]).tolist()
    step = 60 if three else 90
    leaning = (float(np.degrees(np.arctan2(y, x))) + step / 2) % step - step / 2
    turns = [leaning] if abs(leaning) > settings.aslant else []
    across, down = np.abs(np.cos(np.radians(leaning))), np.abs(np.sin(np.radians(leaning)))
    width, height = (
        float(side) for side in np.ptp(frame.corners @ np.array([[across, -down], [down, across]]), axis=0)
    )
    return [*turns, leaning + 90] if not three and height > settings.tall * width else turns


def _length(paths: Sequence[TextPath]) -> float:
    """How long paths are for their height, on average over what they cover."""
    lengths = np.array([path.length / max(path.height, 1e-6) for path in paths])
    areas = np.array([path.length * path.height * path.confidence for path in paths])
    return float((lengths * areas).sum() / areas.sum()) if areas.sum() > 0 else 0.0
