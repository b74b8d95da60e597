"""The text paths of a round or oval seal, seen as it lies and again as it is meant to stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sealstack.models.seal.detect.ring.fit import Ellipse
from sealstack.models.seal.paths.network import PathNetwork
from sealstack.models.seal.paths.text_path import PathKind, TextPath
from sealstack.models.seal.paths.turned import find_turned
from sealstack.models.values import Image


@dataclass(frozen=True)
class TurnSettings:
    """When a ring is looked at a second time; set on drawn crops.

    Attributes:
        aslant: degrees by which its title must lean for it to be turned upright.
        sure: least confidence of a title's arc that says how a seal is meant to stand.
    """

    aslant: float = 20.0
    sure: float = 0.8


SETTINGS = TurnSettings()


def find_in_ring(
    network: PathNetwork, picture: Image, rim: Ellipse, settings: TurnSettings = SETTINGS
) -> list[TextPath]:
    """The text paths of a round or oval seal.

    The network knows seals best as they are meant to stand. The title's arc says how that is, so one that was
    stamped aslant is looked at again, turned upright.

    Args:
        network: sees where text runs.
        picture: the seal's crop, `(H, W, 3)` uint8 BGR.
        rim: pixels of the crop.
        settings: the usual ones by default.

    Returns:
        Paths in pixels of the crop; those of both looks, so that one text may have two.
    """
    paths = network.find(picture, rim)
    leaning = _leaning(paths, settings.sure)
    if abs(leaning) < settings.aslant:
        return paths
    return [*paths, *find_turned(network, picture, leaning, rim)]


def _leaning(paths: Sequence[TextPath], sure: float) -> float:
    """By how many degrees, clockwise, the title's arc is turned; 0 where none is seen."""
    titles = [path for path in paths if path.kind is PathKind.TITLE_ARC and path.confidence >= sure]
    if not titles:
        return 0.0
    x, y = max(titles, key=lambda path: path.length * path.confidence).direction
    return float(np.degrees(np.arctan2(y, x)))
