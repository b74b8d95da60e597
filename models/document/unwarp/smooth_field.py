"""A smooth function over a picture, fitted to conditions by least squares.

The function is given by its values on a grid's nodes, between which it is interpolated bilinearly; its second
differences are kept small, as a thin plate's bending is. Conditions are linear in the nodes' values, so that
a fit is one solution of a linear system.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import cv2
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Grid:
    """The nodes of a field.

    Attributes:
        width: of the picture, pixels.
        height: of the picture, pixels.
        columns: nodes along x, at least 3.
        rows: nodes along y, at least 3.
    """

    width: float
    height: float
    columns: int
    rows: int

    @property
    def size(self) -> int:
        """How many nodes."""
        return self.columns * self.rows

    def weights(self, points: Floats) -> Floats:
        """What each node counts for at points `(N, 2)`: `(N, size)`; points outside count as at the edge."""
        x = np.clip(points[:, 0] / self.width * (self.columns - 1), 0, self.columns - 1 - 1e-9)
        y = np.clip(points[:, 1] / self.height * (self.rows - 1), 0, self.rows - 1 - 1e-9)
        column, row = x.astype(int), y.astype(int)
        a, b = x - column, y - row
        result = np.zeros((len(points), self.size))
        index = np.arange(len(points))
        for right, below in ((0, 0), (1, 0), (0, 1), (1, 1)):
            share = (a if right else 1 - a) * (b if below else 1 - b)
            result[index, (row + below) * self.columns + column + right] += share
        return result

    def bending(self) -> Floats:
        """The second differences of the nodes' values, `(K, size)`, in pixels a squared node distance."""
        number = np.arange(self.size).reshape(self.rows, self.columns)
        triples = [
            (number[:, :-2], number[:, 1:-1], number[:, 2:]),
            (number[:-2], number[1:-1], number[2:]),
        ]
        parts = []
        for before, at, after in triples:
            part = np.zeros((at.size, self.size))
            index = np.arange(at.size)
            part[index, before.ravel()] = part[index, after.ravel()] = 1
            part[index, at.ravel()] = -2
            parts.append(part)
        mixed = np.zeros((number[1:, 1:].size, self.size))
        index = np.arange(len(mixed))
        for sign, corner in (
            (1, number[:-1, :-1]),
            (-1, number[:-1, 1:]),
            (-1, number[1:, :-1]),
            (1, number[1:, 1:]),
        ):
            mixed[index, corner.ravel()] += sign * np.sqrt(2)
        return np.concatenate([*parts, mixed])

    def slopes(self) -> tuple[Floats, Floats]:
        """The first differences along x and along y, each `(K, size)`, in pixels a node distance."""
        number = np.arange(self.size).reshape(self.rows, self.columns)
        result = []
        for before, after in ((number[:, :-1], number[:, 1:]), (number[:-1], number[1:])):
            part = np.zeros((before.size, self.size))
            index = np.arange(before.size)
            part[index, after.ravel()], part[index, before.ravel()] = 1, -1
            result.append(part)
        return result[0], result[1]

    def node_points(self) -> Floats:
        """Where the nodes are, `(size, 2)` pixels."""
        x, y = np.meshgrid(np.linspace(0, self.width, self.columns), np.linspace(0, self.height, self.rows))
        return np.stack([x.ravel(), y.ravel()], axis=1)

    def sampled(self, values: Floats, width: int, height: int) -> Floats:
        """The field at `height` x `width` places spread evenly over the picture, corners included."""
        x, y = np.meshgrid(
            np.linspace(0, self.columns - 1, width, dtype=np.float32),
            np.linspace(0, self.rows - 1, height, dtype=np.float32),
        )
        table = values.reshape(self.rows, self.columns).astype(np.float32)
        return np.asarray(cv2.remap(table, x, y, cv2.INTER_LINEAR), np.float64)


@dataclass(eq=False)
class Fit:
    """Conditions on a field, gathered as a normal system.

    Attributes:
        grid: of the field.
    """

    grid: Grid
    _matrix: Floats = field(init=False)
    _side: Floats = field(init=False)

    def __post_init__(self) -> None:
        self._matrix = np.zeros((self.grid.size, self.grid.size))
        self._side = np.zeros(self.grid.size)

    def add(self, rows: Floats, target: Floats | float, weight: Floats | float) -> None:
        """Ask that `rows @ values` be `target`; `weight` multiplies the squared errors."""
        weighted = rows * np.broadcast_to(np.asarray(weight, np.float64), len(rows))[:, None]
        self._matrix += weighted.T @ rows
        self._side += weighted.T @ np.broadcast_to(np.asarray(target, np.float64), len(rows))

    def copy(self) -> Fit:
        """The same conditions, to which others may be added apart."""
        other = Fit(self.grid)
        other._matrix, other._side = self._matrix.copy(), self._side.copy()
        return other

    def solve(self) -> Floats:
        """The nodes' values, `(size,)`, with the least weighted squared error."""
        return np.asarray(np.linalg.solve(self._matrix, self._side), np.float64)
