"""A smooth function over a picture, fitted to conditions by least squares.

The function is given by its values on a grid's nodes, between which it is interpolated bilinearly; its second
differences are kept small, as a thin plate's bending is. Conditions are linear in the nodes' values, so that
a fit is one solution of a linear system.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

_ALONE = 48
"""The largest system that is solved at once."""


@dataclass(frozen=True, eq=False)
class Conditions:
    """Linear functions of a field's nodes, each of few nodes only.

    Attributes:
        nodes: the numbers of the nodes, `(K, n)`.
        shares: what each of them counts for, `(K, n)`.
    """

    nodes: NDArray[np.intp]
    shares: Floats

    def __len__(self) -> int:
        return len(self.nodes)

    def __matmul__(self, values: Floats) -> Floats:
        """What they amount to for the nodes' values `(size,)`: `(K,)`."""
        return np.asarray((self.shares * values[self.nodes]).sum(axis=1), np.float64)

    def squared(self, weight: Floats, size: int) -> Floats:
        """The weighted sum of their outer products, `(size, size)`; `weight` is `(K,)`."""
        pairs = self.nodes[:, :, None] * size + self.nodes[:, None, :]
        products = self.shares[:, :, None] * self.shares[:, None, :] * weight[:, None, None]
        return _totals(pairs, products, size * size).reshape(size, size)

    def summed(self, weight: Floats, group: NDArray[np.intp], groups: int, size: int) -> Floats:
        """Their weighted sums by group, `(groups, size)`; `weight` and `group` are `(K,)`."""
        places = group[:, None] * size + self.nodes
        shares = self.shares * weight[:, None]
        return _totals(places, shares, groups * size).reshape(groups, size)


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

    def weights(self, points: Floats) -> Conditions:
        """The field's values at points `(N, 2)`; points outside count as at the edge."""
        x = np.clip(points[:, 0] / self.width * (self.columns - 1), 0, self.columns - 1 - 1e-9)
        y = np.clip(points[:, 1] / self.height * (self.rows - 1), 0, self.rows - 1 - 1e-9)
        column, row = x.astype(int), y.astype(int)
        a, b = x - column, y - row
        first = row * self.columns + column
        return Conditions(
            np.stack([first, first + 1, first + self.columns, first + self.columns + 1], axis=1),
            np.stack([(1 - a) * (1 - b), a * (1 - b), (1 - a) * b, a * b], axis=1),
        )

    def bending(self) -> tuple[Conditions, Conditions, Conditions]:
        """The second differences of the nodes' values along x, along y, and mixed.

        In pixels a squared node distance; the mixed ones times the root of two, as a thin plate counts them.
        """
        number = np.arange(self.size).reshape(self.rows, self.columns)
        root = np.sqrt(2)
        return (
            _differences([number[:, :-2], number[:, 1:-1], number[:, 2:]], [1, -2, 1]),
            _differences([number[:-2], number[1:-1], number[2:]], [1, -2, 1]),
            _differences(
                [number[:-1, :-1], number[:-1, 1:], number[1:, :-1], number[1:, 1:]],
                [root, -root, -root, root],
            ),
        )

    def slopes(self) -> tuple[Conditions, Conditions]:
        """The first differences along x and along y, in pixels a node distance."""
        number = np.arange(self.size).reshape(self.rows, self.columns)
        return (
            _differences([number[:, :-1], number[:, 1:]], [-1, 1]),
            _differences([number[:-1], number[1:]], [-1, 1]),
        )

    def middle(self) -> Conditions:
        """The value of the node in the middle."""
        number = self.rows // 2 * self.columns + self.columns // 2
        return Conditions(np.array([[number]]), np.ones((1, 1)))

    def node_points(self) -> Floats:
        """Where the nodes are, `(size, 2)` pixels."""
        x, y = np.meshgrid(np.linspace(0, self.width, self.columns), np.linspace(0, self.height, self.rows))
        return np.stack([x.ravel(), y.ravel()], axis=1)


def _totals(places: NDArray[np.intp], amounts: Floats, count: int) -> Floats:
    """The sum of the amounts at each of `count` places."""
    return np.asarray(np.bincount(places.ravel(), amounts.ravel(), count), np.float64)


def _differences(nodes: list[NDArray[np.intp]], shares: list[float]) -> Conditions:
    numbers = np.stack([part.ravel() for part in nodes], axis=1)
    return Conditions(numbers, np.broadcast_to(np.asarray(shares, np.float64), numbers.shape))


@dataclass(eq=False)
class Fit:
    """Conditions on a field, gathered as a normal system.

    The system is that of conditions between near nodes, which couples a row of nodes with the two next to it
    only, less a few products that couple distant nodes: one for each group of `add_equal`.

    Attributes:
        grid: of the field.
    """

    grid: Grid
    _near: Floats = field(init=False)
    _side: Floats = field(init=False)
    _groups: list[Floats] = field(init=False, default_factory=list)

    def __post_init__(self) -> None:
        self._near = np.zeros((self.grid.size, self.grid.size))
        self._side = np.zeros(self.grid.size)

    def add(self, conditions: Conditions, target: Floats | float, weight: Floats | float) -> None:
        """Ask that each condition be `target`; `weight` multiplies the squared errors.

        The nodes of a condition are at most two rows apart.
        """
        weights = np.broadcast_to(np.asarray(weight, np.float64), len(conditions))
        self._near += conditions.squared(weights, self.grid.size)
        wanted = weights * np.broadcast_to(np.asarray(target, np.float64), len(conditions))
        self._side += _totals(conditions.nodes, conditions.shares * wanted[:, None], self.grid.size)

    def add_equal(self, conditions: Conditions, group: NDArray[np.intp], weight: Floats) -> None:
        """Ask that the conditions of a group be equal, whatever to: to their weighted mean.

        Args:
            conditions: K of them, the nodes of each at most two rows apart.
            group: the number of each one's group, `(K,)`.
            weight: what its squared error counts, `(K,)`, above 0.
        """
        groups = int(group.max()) + 1
        total = np.maximum(np.bincount(group, weight, groups), 1e-12)
        sums = conditions.summed(weight, group, groups, self.grid.size) / np.sqrt(total)[:, None]
        self._near += conditions.squared(weight, self.grid.size)
        self._groups.append(sums)

    def copy(self) -> Fit:
        """The same conditions, to which others may be added apart."""
        other = Fit(self.grid)
        other._near, other._side = self._near.copy(), self._side.copy()
        other._groups = list(self._groups)
        return other

    def solve(self) -> Floats:
        """The nodes' values, `(size,)`, with the least weighted squared error.

        Rows of nodes are eliminated two by two, which is far cheaper than a solution of the whole system at
        once; what couples distant nodes is put in afterwards (Woodbury's identity).
        """
        sums = np.concatenate([np.zeros((0, self.grid.size)), *self._groups])
        sides = np.concatenate([self._side[:, None], sums.T], axis=1)
        solved = _solved_by_blocks(self._near, sides, 2 * self.grid.columns)
        values, spread = solved[:, 0], solved[:, 1:]
        if not len(sums):
            return np.asarray(values, np.float64)
        coupled = np.eye(len(sums)) - np.einsum("gn,nh->gh", sums, spread)
        return np.asarray(
            values + spread @ _solved_by_halves(coupled, sums @ values[:, None])[:, 0], np.float64
        )


def _solved_by_halves(matrix: Floats, sides: Floats) -> Floats:
    """Solve a positive definite system, `(size, sides)`.

    In parts so small that no library divides them among threads, which on a busy machine takes a hundred
    times as long as the computation.
    """
    half = len(matrix) // 2
    if len(matrix) <= _ALONE:
        return np.asarray(np.linalg.solve(matrix, sides), np.float64)
    upper = _solved_by_halves(
        matrix[:half, :half], np.concatenate([matrix[:half, half:], sides[:half]], axis=1)
    )
    taken = np.einsum("ij,jk->ik", matrix[half:, :half], upper)
    count = len(matrix) - half
    lower = _solved_by_halves(matrix[half:, half:] - taken[:, :count], sides[half:] - taken[:, count:])
    return np.concatenate([upper[:, count:] - np.einsum("ij,jk->ik", upper[:, :count], lower), lower])


def _solved_by_blocks(matrix: Floats, sides: Floats, block: int) -> Floats:
    """Solve a symmetric system whose blocks are coupled with their neighbours only, `(size, sides)`."""
    size = len(matrix)
    parts = [slice(start, min(start + block, size)) for start in range(0, size, block)]
    ahead: list[Floats] = []  # of each block, what its successor takes off it
    rest: list[Floats] = []
    for number, part in enumerate(parts):
        own, wanted = matrix[part, part], sides[part]
        if number:
            above = matrix[part, parts[number - 1]]
            own, wanted = own - above @ ahead[-1], wanted - above @ rest[-1]
        after = matrix[part, parts[number + 1]] if number + 1 < len(parts) else np.zeros((len(own), 0))
        solved = np.linalg.solve(own, np.concatenate([after, wanted], axis=1))
        ahead.append(solved[:, : after.shape[1]])
        rest.append(solved[:, after.shape[1] :])
    result = [rest[-1]]
    for step, known in zip(ahead[-2::-1], rest[-2::-1], strict=True):
        result.append(known - step @ result[-1])
    return np.concatenate(result[::-1])
