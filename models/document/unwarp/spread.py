"""Spreading print where a page turns away from the camera, as on a curl or towards a book's spine.

A sheet bent about one axis shows how far each of its columns stands off the plane through its four corners:
seen from a camera, a point at height `z` over the plane comes to lie `z / (D - z)` times farther from the
camera's foot than it is. The upper and the lower edge show that at their two distances from the foot, which
gives the foot and the heights; the foot and the corners' perspective give the camera's distance `D`; heights
give the length of the sheet along its bend, which is where print belongs. Metric rectification by the
boundaries of a cylinder: Meng, Pan, Xiang and Duan (IEEE TPAMI 34, 2012).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sealstack.models.document.unwarp.rows.smooth_field import Floats

PLACES = 201
"""Along an edge, at which its bend is given."""


@dataclass(frozen=True)
class SpreadLimits:
    """When a page's edges are believed to be those of a bent sheet; set on drawn pages.

    Attributes:
        least_bend: of the page's width that its edges must depart from straight in all.
        most_rest: of the edges' variance, what one sheet bent about one axis may leave unexplained.
        farthest_foot: of the page's height, how far off the camera may stand over the corners' plane.
        shortest_lens: focal lengths tried, of the picture's longer side.
        longest_lens: the same.
        taller: bounds of how much taller than seen a page may be.
        most_spread: a bend longer than this against its chord is none of paper on a desk.
    """

    least_bend: float = 0.008
    most_rest: float = 0.02
    farthest_foot: float = 6.0
    shortest_lens: float = 0.6
    longest_lens: float = 6.0
    taller: tuple[float, float] = (0.85, 1.2)
    most_spread: float = 1.6


LIMITS = SpreadLimits()


@dataclass(frozen=True, eq=False)
class Sheet:
    """A bent sheet of paper as it is seen, its corners those of a rectangle, and flat.

    Attributes:
        size: width and height of the rectangle, pixels.
        flat_size: width and height of the flat sheet, pixels.
        seen: places along the upper edge, as far across as they are seen, 0..1, growing, `(N,)`.
        flat: where on the flat sheet each of them is, 0..1, growing, `(N,)`.
        farther: by what share of its distance from the camera's foot each of them lies farther off, `(N,)`.
        foot_down: how far below the upper edge the camera's foot is, pixels of the rectangle.
    """

    size: tuple[float, float]
    flat_size: tuple[float, float]
    seen: Floats
    flat: Floats
    farther: Floats
    foot_down: float

    def to_flat(self, points: Floats) -> Floats:
        """Carry points of the rectangle, `(N, 2)` pixels, onto the flat sheet."""
        across = points[:, 0] / self.size[0]
        farther = np.interp(across, self.seen, self.farther)
        down = (points[:, 1] + self.foot_down * farther) / (1 + farther)
        return np.stack(
            [
                _through(across, self.seen, self.flat) * self.flat_size[0],
                down / self.size[1] * self.flat_size[1],
            ],
            axis=1,
        )

    def from_flat(self, points: Floats) -> Floats:
        """Carry points of the flat sheet, `(N, 2)` pixels, to where they are seen."""
        across = _through(points[:, 0] / self.flat_size[0], self.flat, self.seen)
        farther = np.interp(across, self.seen, self.farther)
        down = points[:, 1] / self.flat_size[1] * self.size[1]
        return np.stack([across * self.size[0], down * (1 + farther) - self.foot_down * farther], axis=1)


def fit_sheet(
    bends: tuple[Floats, Floats],
    size: tuple[float, float],
    to_picture: Floats,
    picture: tuple[int, int],
    limits: SpreadLimits = LIMITS,
) -> Sheet | None:
    """Fit a bent sheet to two opposite edges of a page.

    Args:
        bends: by how much the upper and the lower edge depart from straight lines at `PLACES` even places,
            pixels of the frame in which the page's corners are a rectangle's.
        size: of that rectangle, along these edges and across, pixels.
        to_picture: `(3, 3)`, from the rectangle, its first corner at 0, to pixels of the picture.
        picture: width and height of the picture, pixels.
        limits: when a bend is believed.

    Returns:
        The sheet; None when the edges are straight, or are not those of such a sheet.
    """
    near, far = bends
    width, height = size
    if np.ptp(np.concatenate(bends)) < limits.least_bend * width:
        return None
    moments = np.array([[near @ near, near @ far], [near @ far, far @ far]])
    variances, directions = np.linalg.eigh(moments)
    # near and far edge depart in proportion to their distances from the camera's foot
    one, other = directions[:, 1]
    if variances[0] > limits.most_rest * variances[1] or abs(other - one) < 1e-3:
        return None
    foot_down = -height * one / (other - one)
    if abs(foot_down) > limits.farthest_foot * height:
        return None
    farther = (-foot_down * near + (height - foot_down) * far) / (foot_down**2 + (height - foot_down) ** 2)
    foot_across, distance, taller = _camera(to_picture, picture, foot_down, limits)
    seen = np.linspace(0, 1, PLACES)
    across = (seen * width + foot_across * farther) / (1 + farther)
    heights = distance * farther / (1 + farther)
    steps = np.diff(across)
    if steps.min() <= 0:
        return None
    lengths = np.concatenate([[0.0], np.cumsum(np.hypot(steps, np.diff(heights)))])
    if lengths[-1] > limits.most_spread * width:
        return None
    flat = np.asarray(lengths / lengths[-1], np.float64)
    flat_size = (float(lengths[-1]), height * float(np.clip(taller, *limits.taller)))
    return Sheet(size, flat_size, seen, flat, np.asarray(farther, np.float64), float(foot_down))


def _camera(
    to_picture: Floats, picture: tuple[int, int], foot_down: float, limits: SpreadLimits
) -> tuple[float, float, float]:
    """Where across the camera's foot is, its distance, and how much taller the page is than the rectangle.

    Of the lens that brings the foot to its place down the page.

    The lens is not known, but with it the perspective of the corners gives the camera (Zhang, "A flexible new
    technique for camera calibration", IEEE TPAMI 22, 2000); the picture's middle is taken for its axis.
    """
    lenses = max(picture) * np.geomspace(limits.shortest_lens, limits.longest_lens, 60)
    from_pixels = np.zeros((len(lenses), 3, 3))
    from_pixels[:, 0, 0] = from_pixels[:, 1, 1] = 1 / lenses
    from_pixels[:, 0, 2], from_pixels[:, 1, 2] = -picture[0] / 2 / lenses, -picture[1] / 2 / lenses
    from_pixels[:, 2, 2] = 1
    rays = from_pixels @ to_picture
    rays[rays[:, 2, 2] < 0] *= -1
    lengths = np.linalg.norm(rays[:, :, :2], axis=1)
    axes = rays[:, :, :2] / lengths[:, None]
    normal = np.cross(axes[:, :, 0], axes[:, :, 1])
    left, _, upper = np.linalg.svd(np.concatenate([axes, normal[:, :, None]], axis=2))
    places = -np.einsum("nji,nj->ni", left @ upper, rays[:, :, 2])
    right, down = lengths.T
    best = int(np.argmin(np.abs(places[:, 1] / down - foot_down)))
    across, _, away = places[best] / right[best]
    return float(across), abs(float(away)), float(down[best] / right[best])


def _through(places: Floats, known: Floats, wanted: Floats) -> Floats:
    inside = np.interp(places, known, wanted)
    return np.asarray(inside + np.minimum(places, 0) + np.maximum(places - 1, 0), np.float64)
