"""Propose the frames of seals from straight lines: worn ones, and those that print or a table crosses.

Connected pieces of ink show a frame that stands alone. Where its line is broken, or where print touches it,
the line still runs straight: segments of edges (von Gioi et al., "LSD: a line segment detector", Image
Processing On Line 2, 2012) that lie on one line are joined, and three or four lines that are inked between
their crossings, but not beyond them, are a frame. The lines of a table run on.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import cv2
import numpy as np
from numpy.typing import NDArray

from sealstack.models.seal.detect.frame.fit import ordered
from sealstack.models.seal.ink.density import Plane
from sealstack.models.values import Polygon

_SIDE = 480  # pixels of the longer side while looking for lines
_SHORTEST_SEGMENT = 10.0  # pixels there
_MOST_SEGMENTS = 220
_MOST_LINES = 34
_MOST_ALIKE = 12  # lines of one direction
_ALIKE = 0.07  # radians between segments of one line
_NEAR = 3.0  # pixels between them
_REACH = 2  # pixels beside a line that still are on it
_PARALLEL = 0.25  # radians
_CROSSING = 0.5
_LEAST_SIDE = 0.055  # of the picture's longer side
_FLATTEST = 7.0  # longer to shorter side
_UNLIKE = 1.4  # opposite sides of a quad
_LEAST_COVERAGE = 0.55  # of the weakest side
_LEAST_MEAN = 0.72
_LEAST_BESIDE_EDGE = 0.88
_EDGE_COVERAGE = 0.8  # what a side that is cut off counts as
_ON = 0.25  # of a side: how far beyond its ends it is looked for
_RUNS_ON = 0.8
_MOST = 6
_SAME = 0.7  # intersection over union of boxes


@dataclass(frozen=True, eq=False)
class _Lines:
    """Straight lines of a plane.

    Attributes:
        points: `(N, 2)` one point of each.
        directions: `(N, 2)` unit vectors.
        sums: `(N, T)` running sums of the inked pixels along each, from `-T / 2` to `T / 2` pixels.
        edges: `(N,)` whether it is an edge of the picture, where a seal may be cut off.
    """

    points: NDArray[np.float64]
    directions: NDArray[np.float64]
    sums: NDArray[np.float64]
    edges: NDArray[np.bool_]

    def along(self, line: NDArray[np.intp], points: NDArray[np.float64]) -> NDArray[np.float64]:
        """How far along its line each point lies."""
        return np.asarray(((points - self.points[line]) * self.directions[line]).sum(axis=-1))

    def inked(
        self, line: NDArray[np.intp], begin: NDArray[np.float64], end: NDArray[np.float64]
    ) -> NDArray[np.float64]:
        """Share 0..1 of ink between two places along lines."""
        middle = self.sums.shape[1] // 2
        first, last = (np.clip(np.round(t + middle), 0, 2 * middle - 1).astype(int) for t in (begin, end))
        low, high = np.minimum(first, last), np.maximum(first, last)
        return np.asarray((self.sums[line, high] - self.sums[line, low]) / np.maximum(high - low, 1))


def propose_frames(evidence: Plane) -> list[Polygon]:
    """Propose frames.

    Args:
        evidence: `(H, W)` float32, 0 (paper) to 1 (surely ink).

    Returns:
        At most six outlines, `(3, 2)` or `(4, 2)` float32 pixels, the best inked first.
    """
    scale = _SIDE / max(evidence.shape)
    size = (max(8, round(evidence.shape[1] * scale)), max(8, round(evidence.shape[0] * scale)))
    small = np.asarray(cv2.resize(evidence, size, interpolation=cv2.INTER_AREA), dtype=np.float32)
    lines = _lines(small)
    if lines is None:
        return []
    outlines, scores = [], []
    for members in (_quads(lines), _triples(lines)):
        corners, score = _inked_outlines(lines, members, size)
        outlines += list(corners)
        scores += list(score)
    best = [outlines[index] for index in np.argsort(scores)[::-1][:200]]
    return [ordered(np.asarray(corners / scale, dtype=np.float32)) for corners in _distinct(best)]


def _lines(evidence: Plane) -> _Lines | None:
    """The best supported lines, and the picture's edges; None when there are too few for a frame."""
    smooth = cv2.GaussianBlur(evidence, (0, 0), 0.8)
    found = cv2.createLineSegmentDetector(cv2.LSD_REFINE_NONE).detect((smooth * 255).astype(np.uint8))[0]
    if found is None:
        return None
    segments = found.reshape(-1, 2, 2).astype(np.float64)
    lengths = np.linalg.norm(segments[:, 1] - segments[:, 0], axis=1)
    order = np.argsort(lengths)[::-1][:_MOST_SEGMENTS]
    joined = _joined(segments[order[lengths[order] >= _SHORTEST_SEGMENT]])
    if len(joined) < 2:
        return None
    height, width = evidence.shape
    edges = [((0, 0), (1, 0)), ((0, 0), (0, 1)), ((0, height - 1), (1, 0)), ((width - 1, 0), (0, 1))]
    points = np.array([point for point, _ in joined] + [point for point, _ in edges], dtype=np.float64)
    directions = np.array([along for _, along in joined] + [along for _, along in edges], dtype=np.float64)
    is_edge = np.arange(len(points)) >= len(joined)
    return _Lines(points, directions, _sums(evidence, points, directions, is_edge), is_edge)


def _joined(
    segments: NDArray[np.float64],
) -> list[tuple[NDArray[np.float64], NDArray[np.float64]]]:
    """Segments of one line joined, as point and direction: the best supported, few of a direction."""
    ways = segments[:, 1] - segments[:, 0]
    lengths = np.linalg.norm(ways, axis=1)
    angles = np.arctan2(ways[:, 1], ways[:, 0]) % np.pi
    middles = segments.mean(axis=1)
    free = np.ones(len(segments), dtype=bool)
    lines = []
    for seed in range(len(segments)):
        if not free[seed]:
            continue
        apart = np.abs((angles - angles[seed] + np.pi / 2) % np.pi - np.pi / 2)
        normal = np.array([-np.sin(angles[seed]), np.cos(angles[seed])])
        on = free & (apart < _ALIKE) & (np.abs((middles - middles[seed]) @ normal) < _NEAR)
        free &= ~on
        ends = segments[on].reshape(-1, 2).astype(np.float32)
        vx, vy, x, y = cv2.fitLine(ends, cv2.DIST_L2, 0, 0.01, 0.01).reshape(-1)
        lines.append((float(lengths[on].sum()), np.array([x, y], float), np.array([vx, vy], float)))
    chosen: list[tuple[NDArray[np.float64], NDArray[np.float64]]] = []
    for _, point, along in sorted(lines, key=lambda line: -line[0]):
        alike = sum(abs(float(along @ other)) > np.cos(0.1) for _, other in chosen)
        if alike < _MOST_ALIKE:
            chosen.append((point, along))
        if len(chosen) == _MOST_LINES:
            break
    return chosen


def _sums(
    evidence: Plane,
    points: NDArray[np.float64],
    directions: NDArray[np.float64],
    edges: NDArray[np.bool_],
) -> NDArray[np.float64]:
    """See `_Lines.sums`."""
    half = int(np.hypot(*evidence.shape)) + 2
    steps = np.arange(-half, half, dtype=np.float64)
    thick = cv2.dilate(evidence, np.ones((2 * _REACH + 1, 2 * _REACH + 1), np.uint8))
    places = points[:, None] + steps[None, :, None] * directions[:, None]
    x, y = (np.ascontiguousarray(places[..., axis], dtype=np.float32) for axis in (0, 1))
    inked = cv2.remap(thick, x, y, cv2.INTER_NEAREST, borderMode=cv2.BORDER_CONSTANT, borderValue=0) > 0.5
    share = np.where(edges[:, None], _EDGE_COVERAGE, inked.astype(np.float64))
    return np.asarray(share.cumsum(axis=1))


def _between(lines: _Lines) -> NDArray[np.float64]:
    """Angles between all lines, `(N, N)` radians 0..pi/2."""
    return np.asarray(np.arccos(np.clip(np.abs(lines.directions @ lines.directions.T), 0, 1)))


def _quads(lines: _Lines) -> NDArray[np.intp]:
    """Pairs of parallels across other pairs of them, as the lines of four sides in their order, `(N, 4)`."""
    between, count = _between(lines), len(lines.points)
    first, second = np.triu_indices(count, 1)
    alike = between[first, second] < _PARALLEL
    normal = np.stack([-lines.directions[:, 1], lines.directions[:, 0]], axis=1)
    apart = np.abs(((lines.points[second] - lines.points[first]) * normal[first]).sum(axis=1))
    keep = alike & (apart > _LEAST_SIDE * _SIDE)
    keep &= ~(lines.edges[first] & lines.edges[second])
    pairs = np.stack([first[keep], second[keep]], axis=1)
    if len(pairs) < 2:
        return np.empty((0, 4), np.intp)
    one, other = np.triu_indices(len(pairs), 1)
    across = between[pairs[one, 0], pairs[other, 0]] > _CROSSING
    one, other = pairs[one[across]], pairs[other[across]]
    return np.stack([one[:, 0], other[:, 0], one[:, 1], other[:, 1]], axis=1)


def _triples(lines: _Lines) -> NDArray[np.intp]:
    """Three lines that all cross, `(N, 3)`."""
    between = _between(lines)
    members = np.array(list(combinations(range(len(lines.points)), 3)), dtype=np.intp)
    least = np.min([between[members[:, i], members[:, i - 1]] for i in range(3)], axis=0)
    return np.asarray(members[least > _CROSSING])


def _inked_outlines(
    lines: _Lines, members: NDArray[np.intp], size: tuple[int, int]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The outlines inked from corner to corner that end there: corners `(N, S, 2)` and scores `(N,)`."""
    members = members[lines.edges[members].sum(axis=1) <= 1]
    if not len(members):
        return np.empty((0, members.shape[1], 2)), np.empty(0)
    corners = _crossings(lines, members)
    keep = _well_made(corners, size)
    members, corners = members[keep], corners[keep]
    begin, end = lines.along(members, corners), lines.along(members, np.roll(corners, -1, axis=1))
    coverage = lines.inked(members, begin + 0.06 * (end - begin), end - 0.06 * (end - begin))
    keep = (coverage.min(axis=1) >= _LEAST_COVERAGE) & (coverage.mean(axis=1) >= _LEAST_MEAN)
    members, corners, coverage = members[keep], corners[keep], coverage[keep]
    ends = _ends_that_run_on(lines, members, begin[keep], end[keep])
    # three sides and the picture's edge are little to go by
    cut = lines.edges[members].any(axis=1)
    drawn = np.where(lines.edges[members], 1.0, coverage).min(axis=1, initial=1.0)
    keep = np.where(cut, (ends == 0) & (drawn >= _LEAST_BESIDE_EDGE), ends < 2)
    score = 0.5 * coverage.min(axis=1) + 0.5 * coverage.mean(axis=1) - 0.1 * ends
    # a triangle is half of a quad, and of two outlines the larger explains more ink
    length = np.linalg.norm(corners - np.roll(corners, 1, axis=1), axis=2).sum(axis=1)
    return corners[keep], (score + 0.1 * length / _SIDE)[keep]


def _crossings(lines: _Lines, members: NDArray[np.intp]) -> NDArray[np.float64]:
    """Where each line of an outline meets the one before, `(N, S, 2)`."""
    before = np.roll(members, 1, axis=1)
    p, d = lines.points[members], lines.directions[members]
    q, e = lines.points[before], lines.directions[before]
    cross = d[..., 0] * e[..., 1] - d[..., 1] * e[..., 0]
    apart = q - p
    along = (apart[..., 0] * e[..., 1] - apart[..., 1] * e[..., 0]) / np.where(
        np.abs(cross) < 1e-3, 1e-3, cross
    )
    return np.asarray(p + along[..., None] * d)


def _well_made(corners: NDArray[np.float64], size: tuple[int, int]) -> NDArray[np.bool_]:
    """Which outlines lie in the picture and have a seal's proportions."""
    margin = 0.06 * _SIDE
    inside = ((corners > -margin) & (corners < np.array(size) + margin)).all(axis=(1, 2))
    sides = np.linalg.norm(np.roll(corners, -1, axis=1) - corners, axis=2)
    shortest, longest = sides.min(axis=1), sides.max(axis=1)
    good = inside & (shortest > _LEAST_SIDE * _SIDE) & (longest < 0.97 * _SIDE * 1.2)
    if corners.shape[1] == 3:
        return np.asarray(good & (longest < 1.7 * shortest))
    opposite = sides / np.roll(sides, 2, axis=1)
    return np.asarray(good & (longest < _FLATTEST * shortest) & (opposite.max(axis=1) < _UNLIKE))


def _ends_that_run_on(
    lines: _Lines, members: NDArray[np.intp], begin: NDArray[np.float64], end: NDArray[np.float64]
) -> NDArray[np.int_]:
    """At how many ends the sides run on beyond the corner, as the lines of tables do."""
    length = np.abs(end - begin)
    way = np.sign(end - begin)
    gap, reach = 6.0, np.maximum(12.0, _ON * length)
    after = lines.inked(members, end + way * gap, end + way * (gap + reach))
    before = lines.inked(members, begin - way * gap, begin - way * (gap + reach))
    drawn = ~lines.edges[members]
    return np.asarray(((after > _RUNS_ON) & drawn).sum(axis=1) + ((before > _RUNS_ON) & drawn).sum(axis=1))


def _distinct(outlines: list[NDArray[np.float64]]) -> list[NDArray[np.float64]]:
    """The first of all that have about the same box."""
    kept: list[NDArray[np.float64]] = []
    for corners in outlines:
        if all(_shared(corners, other) < _SAME for other in kept):
            kept.append(corners)
        if len(kept) == _MOST:
            break
    return kept


def _shared(first: NDArray[np.float64], second: NDArray[np.float64]) -> float:
    """Intersection over union of the boxes."""
    low = np.maximum(first.min(axis=0), second.min(axis=0))
    high = np.minimum(first.max(axis=0), second.max(axis=0))
    common = float(np.prod(np.maximum(high - low, 0)))
    found = [float(np.prod(np.ptp(corners, axis=0))) for corners in (first, second)]
    return common / max(sum(found) - common, 1e-6)
