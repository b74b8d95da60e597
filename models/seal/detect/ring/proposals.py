"""Where a ring might be: guesses for the rim fit, generous and cheap.

Every edge votes for the centres of the circles it may belong to, at a distance of the radius along its
gradient (Kimme, Ballard & Sklansky, "Finding circles by an array of accumulators", Comm. ACM 18 (1975),
pp. 120-122). The votes are smoothed in proportion to the radius, so that foreshortened rings gather theirs
as well.
"""

from __future__ import annotations

import cv2
import numpy as np

from sealstack.models.seal.detect.ring.fit import Ellipse, polar_maps
from sealstack.models.seal.ink.density import Plane

_CELL = 4  # pixels a cell of the accumulator
_RADIUS_STEP = 1.12
_EDGE_LIMIT = 12_000


def propose_rings(evidence: Plane, smallest: float, limit: int) -> list[Ellipse]:
    """Guess circles that may be rims.

    Args:
        evidence: `(H, W)` float32, 0 (paper) to 1 (surely ink).
        smallest: radius in pixels below which nothing is looked for.
        limit: at most this many guesses, the best first.
    """
    height, width = evidence.shape
    radii = smallest * _RADIUS_STEP ** np.arange(40)
    radii = radii[radii < 0.62 * min(height, width)]
    if not len(radii):
        return []  # too narrow for any
    votes = _vote(evidence, radii)
    if votes is None:
        return []
    return _most_ring_like(evidence, _peaks(votes, radii, 4 * limit), limit)


def _peaks(votes: np.ndarray, radii: np.ndarray, limit: int) -> list[Ellipse]:
    """The circles with most votes, no two of them much alike, the best first."""
    strength = votes.copy()
    flat = strength.reshape(len(radii), -1)
    best = flat.max(axis=1)
    guesses: list[Ellipse] = []
    while len(guesses) < limit and best.max() > 0:
        level = int(best.argmax())
        row, column = divmod(int(flat[level].argmax()), strength.shape[2])
        radius = float(radii[level])
        guesses.append(Ellipse((column + 0.5) * _CELL, (row + 0.5) * _CELL, radius, radius))
        reach = max(1, int(0.3 * radius / _CELL))
        levels = slice(max(0, level - 2), level + 3)
        rows, columns = (slice(max(0, at - reach), at + reach + 1) for at in (row, column))
        strength[levels, rows, columns] = 0
        best[levels] = flat[levels].max(axis=1)
    return guesses


def _vote(evidence: Plane, radii: np.ndarray) -> np.ndarray | None:
    """Votes for centres, `(radii, H / cell, W / cell)` float32, as a share of the circumference."""
    height, width = evidence.shape
    smooth = cv2.GaussianBlur(evidence, (0, 0), 1.2)
    gradient_x = cv2.Sobel(smooth, cv2.CV_32F, 1, 0)
    gradient_y = cv2.Sobel(smooth, cv2.CV_32F, 0, 1)
    magnitude = np.hypot(gradient_x, gradient_y)
    rows, columns = np.nonzero(magnitude > 0.35)
    if rows.size < 20:
        return None
    thinning = max(1.0, rows.size / _EDGE_LIMIT)
    if thinning > 1:
        chosen = np.linspace(0, rows.size - 1, _EDGE_LIMIT).astype(np.int64)
        rows, columns = rows[chosen], columns[chosen]
    strength = magnitude[rows, columns]
    # in cells from here on
    step_x = gradient_x[rows, columns] / (strength * _CELL)
    step_y = gradient_y[rows, columns] / (strength * _CELL)
    column, row = columns.astype(np.float32) / _CELL, rows.astype(np.float32) / _CELL
    shape = (height // _CELL + 1, width // _CELL + 1)
    votes = np.empty((len(radii), *shape), dtype=np.float32)
    for level, radius in enumerate(radii):
        cells = np.zeros(shape[0] * shape[1], dtype=np.float32)
        for distance in (np.float32(-radius), np.float32(radius)):
            x, y = (column + distance * step_x).astype(np.int32), (row + distance * step_y).astype(np.int32)
            # seen as unsigned, what lies above or left of the picture is far below or right of it
            inside = (x.view(np.uint32) < shape[1]) & (y.view(np.uint32) < shape[0])
            cells += np.bincount((y * shape[1] + x)[inside], minlength=cells.size)
        spread = max(0.8, 0.09 * radius / _CELL)
        blurred = cv2.GaussianBlur(cells.reshape(shape), (0, 0), spread)
        # the peak of a perfect ring's votes, so that rings of all sizes compare
        full = 2 * np.pi * radius * 2 / thinning / (2 * np.pi * spread**2)
        # background of text: what the neighbourhood gets anyway
        around = cv2.blur(blurred, (1 + 2 * int(4 * spread),) * 2)
        votes[level] = (blurred - 0.8 * around) / full
    return votes


def _most_ring_like(evidence: Plane, guesses: list[Ellipse], limit: int) -> list[Ellipse]:
    """Keep the guesses around which some radius is inked nearly all the way round, paper outside."""
    if not guesses:
        return []
    polar = polar_maps(evidence, guesses, 0.7, 1.5, 60, 40) > 0.5
    share = polar.mean(axis=2)
    beyond = np.stack([np.roll(share, -shift, axis=1) for shift in (4, 5, 6)]).mean(axis=0)
    score = (share - 0.5 * beyond)[:, :30].max(axis=1)
    return [guesses[index] for index in np.argsort(score)[::-1][:limit]]
