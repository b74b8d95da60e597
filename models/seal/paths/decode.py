"""From a crop's maps to its text paths."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from sealstack.models.geometry.boxes import common_length
from sealstack.models.seal.detect.ring.fit import Ellipse
from sealstack.models.seal.paths.curves import Curve, curve_through, extent_of, mean_heading, sampled
from sealstack.models.seal.paths.regions import KINDS, Maps, Region, RegionSettings, centres_of, regions_of
from sealstack.models.seal.paths.text_path import PathKind, Points, TextPath


@dataclass(frozen=True)
class DecodeSettings:
    """How regions become paths; set on drawn crops. Lengths are in heights of the text.

    Attributes:
        regions: when cells are text.
        beside: how far a part of a broken path may lie beside the rest.
        gap: how much may be missing between two parts of one line or column.
        arc_gap: how much of an arc; a seal has one title, whose parts belong together however much of it is
            worn away.
        heights: greatest ratio of the heights of two parts.
        aligned: least cosine between the directions of two parts of a straight path.
        shortest: length of a path.
    """

    regions: RegionSettings = field(default_factory=RegionSettings)
    beside: float = 0.3
    gap: float = 1.5
    arc_gap: float = 4.0
    heights: float = 1.5
    aligned: float = 0.95
    shortest: float = 0.4


def decode(maps: Maps, rim: Ellipse | None = None, settings: DecodeSettings | None = None) -> list[TextPath]:
    """The text paths of a crop.

    Args:
        maps: `(MAPS, H, W)` float32, as the path network gives them.
        rim: the rim of a round or oval seal, pixels of the crop; arcs run about its centre then.
        settings: the usual ones when None.

    Returns:
        Paths in pixels of the crop: arcs, lines, columns; of one kind from top to bottom, columns from the
        right.
    """
    settings = settings or DecodeSettings()
    regions = _mended(regions_of(maps, settings.regions), rim, settings)
    centres = centres_of(maps, settings.regions)
    paths = [_path(region, rim, centres) for region in regions]
    paths = [path for path in paths if path.length >= settings.shortest * path.height]
    return sorted(paths, key=_place)


def _place(path: TextPath) -> tuple[int, float]:
    x, y = path.centre_line.mean(axis=0)
    return KINDS.index(path.kind), float(-x if path.kind is PathKind.COLUMN else y)


def _mended(regions: list[Region], rim: Ellipse | None, settings: DecodeSettings) -> list[Region]:
    """Regions, the largest first, with the parts of broken paths put together."""
    left = list(regions)
    whole: list[Region] = []
    while left:
        region = left.pop(0)
        again = True
        while again:
            again = False
            for other in left:
                if other.kind is region.kind and _continues(region, other, rim, settings):
                    region = Region.joined([region, other])
                    left = [kept for kept in left if kept is not other]
                    again = True
                    break
        whole.append(region)
    return whole


def _continues(region: Region, other: Region, rim: Ellipse | None, settings: DecodeSettings) -> bool:
    """Whether two regions of one kind are parts of one path."""
    height = 2 * region.half_height
    ratio = region.half_height / max(other.half_height, 1e-6)
    if not 1 / settings.heights < ratio < settings.heights:
        return False
    if not region.kind.is_arc and float(mean_heading(region) @ mean_heading(other)) < settings.aligned:
        return False
    curve = curve_through(Region.joined([region, other]) if region.kind.is_arc else region, rim)
    for part in (region, other):
        if float(np.median(np.abs(curve.places(part.points)[1]))) > settings.beside * height:
            return False
    if not _runs_along(curve, other):
        return False
    (first, last), (begin, end) = extent_of(curve, region), extent_of(curve, other)
    common = common_length((first, last), (begin, end))
    if common > 0.5 * height:
        return not region.kind.is_arc  # arcs lie one beside the other, lines do not: see `beside`
    allowed = settings.arc_gap if region.kind.is_arc else settings.gap
    return region.kind is PathKind.TITLE_ARC or -common < allowed * height


def _runs_along(curve: Curve, region: Region) -> bool:
    """Whether a region is read in a curve's direction."""
    along, _ = curve.places(region.points)
    ahead = curve.points(along + 1) - curve.points(along)
    return float((ahead * region.headings).sum()) > 0


def _path(region: Region, rim: Ellipse | None, centres: Points) -> TextPath:
    curve = curve_through(region, rim)
    points, half_heights = sampled(curve, region)
    return TextPath(
        region.kind,
        points.astype(np.float32),
        half_heights.astype(np.float32),
        float(region.chances.mean()),
        _along(curve, region, centres),
    )


def _along(curve: Curve, region: Region, centres: Points) -> NDArray[np.float32]:
    """The centres that stand on a region's part of a curve, in reading order."""
    along, beside = curve.places(centres.astype(np.float64))
    first, last = extent_of(curve, region)
    on_it = (np.abs(beside) < region.half_height) & (along > first) & (along < last)
    order = np.argsort(along[on_it])
    return np.asarray(centres[on_it][order], np.float32)
