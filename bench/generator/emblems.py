"""What stands in the middle of a seal: star, hammer and sickle, gear, sheaf, plain marks."""

from __future__ import annotations

import numpy as np

from bench.generator.curves import Ellipse, regular_star
from bench.generator.design import Outline, Ring
from bench.generator.truth import Points

Drawing = tuple[Ring | Outline, ...]


def moved(points: Points, centre: tuple[float, float]) -> Points:
    """Points shifted from the origin to `centre`."""
    return points + np.array(centre)


def star(radius: float, centre: tuple[float, float] = (0.0, 0.0), turn: float = 0.0) -> Drawing:
    """The five-pointed star, filled."""
    return (Outline(moved(regular_star(5, radius, turn=turn), centre)),)


def hammer_and_sickle(radius: float, centre: tuple[float, float] = (0.0, 0.0)) -> Drawing:
    """A party emblem, simplified: a hammer laid across a sickle."""
    outer = np.linspace(np.radians(-60), np.radians(190), 40)
    inner = outer[::-1]
    blade = np.concatenate(
        [
            np.stack([np.sin(outer), -np.cos(outer)], axis=-1) * 0.85,
            np.stack([np.sin(inner), -np.cos(inner)], axis=-1)
            * np.interp(np.linspace(0, 1, 40), [0, 0.7, 1], [0.55, 0.58, 0.84])[:, None],
        ]
    )
    handle = np.array([[-0.35, 0.6], [-0.2, 0.42], [-0.75, 0.95], [-0.95, 0.95]])
    shaft = np.array([[-0.35, -0.25], [-0.2, -0.4], [0.85, 0.65], [0.7, 0.8]])
    head = np.array([[-0.75, -0.3], [-0.15, -0.9], [0.1, -0.65], [-0.5, -0.05]])
    return tuple(Outline(moved(part * radius, centre)) for part in (blade, handle, shaft, head))


def gear(radius: float, centre: tuple[float, float] = (0.0, 0.0), teeth: int = 12) -> Drawing:
    """A toothed wheel around a small star, as workshop and union emblems have."""
    steps = np.arange(teeth * 4)
    angle = steps * 2 * np.pi / (teeth * 4)
    reach = np.where(steps % 4 < 2, radius, radius * 0.84)
    rim = np.stack([reach * np.sin(angle), -reach * np.cos(angle)], axis=-1)
    hole = Ellipse(radius * 0.62, radius * 0.62).at_angle(np.linspace(0, 2 * np.pi, 40, endpoint=False))
    return (Outline(moved(rim, centre)), Outline(moved(hole, centre), cut=True), *star(radius * 0.5, centre))


def sheaf(radius: float, centre: tuple[float, float] = (0.0, 0.0)) -> Drawing:
    """Two ears of grain around a star, in the manner of state emblems."""
    parts: list[Ring | Outline] = list(star(radius * 0.42, (centre[0], centre[1] - radius * 0.08)))
    leaf = np.array([[0, -0.16], [0.075, 0], [0, 0.16], [-0.075, 0]]) * radius
    for side in (-1, 1):
        for step in np.linspace(35, 165, 9):
            angle = np.radians(side * step)
            lean = angle + side * 0.5
            turn = np.array([[np.cos(lean), -np.sin(lean)], [np.sin(lean), np.cos(lean)]])
            place = np.array([np.sin(angle), -np.cos(angle)]) * radius * 0.85
            parts.append(Outline(moved(leaf @ turn.T + place, centre)))
    return tuple(parts)


def round_mark(radius: float, centre: tuple[float, float] = (0.0, 0.0), kind: int = 0) -> Drawing:
    """An abstract company mark: a ring with a figure in it."""
    circle = Ellipse(radius, radius).at_angle(np.linspace(0, 2 * np.pi, 48, endpoint=False))
    square = np.array([[-0.45, -0.45], [0.45, -0.45], [0.45, 0.45], [-0.45, 0.45]]) * radius
    wave = np.array(
        [[-0.8, 0.1], [-0.3, -0.45], [0.1, 0.15], [0.5, -0.3], [0.8, 0.05], [0.4, 0.6], [-0.4, 0.55]]
    )
    triangle = np.array([[0, -0.75], [0.65, 0.4], [-0.65, 0.4]]) * radius
    figure = (square, wave * radius, triangle)[kind % 3]
    if kind % 2:
        return (Outline(moved(circle, centre)), Outline(moved(figure, centre), cut=True))
    return (Outline(moved(circle, centre), radius * 0.12), Outline(moved(figure, centre)))


def random_emblem(
    rng: np.random.Generator, radius: float, centre: tuple[float, float] = (0.0, 0.0)
) -> Drawing:
    """An emblem as chance has it; the star in most cases."""
    kind = rng.random()
    if kind < 0.85:
        return star(radius, centre, float(rng.normal(0, 0.02)))
    if kind < 0.89:
        return hammer_and_sickle(radius, centre)
    if kind < 0.93:
        return gear(radius, centre, int(rng.integers(10, 17)))
    if kind < 0.96:
        return sheaf(radius * 1.15, centre)
    return round_mark(radius, centre, int(rng.integers(6)))
