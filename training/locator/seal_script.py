"""Square seals in something like seal script: even strokes, folded until they fill their cells.

Nobody can read them, and the locator need not: what it learns is that dense strokes in a frame, or spared out
of a ground of ink, are a seal. A `Design` of this kind has a drawing and no text.
"""

from __future__ import annotations

import numpy as np

from bench.generator.curves import rectangle_outline
from bench.generator.design import Design, Outline
from bench.generator.designs.rims import Drawing, frame
from bench.generator.truth import Points

Strokes = list[Points]
"""Lines through points, 0..1 both ways of the box they fill."""

_GRIDS = {
    (1, 1): 0.06,
    (1, 2): 0.08,
    (1, 3): 0.04,
    (2, 1): 0.03,
    (2, 2): 0.37,
    (2, 3): 0.12,
    (3, 3): 0.14,
    (3, 4): 0.08,
    (4, 4): 0.08,
}
"""Columns and rows of characters, and how often a seal has so many."""

_SPLIT = (
    0.3,
    0.35,
    0.35,
)  # chances of a whole character, of parts side by side, of parts one below the other
_GUTTER = 0.1  # between two parts, share of their box
_INVERTED = 0.35
_BARE = 0.06  # seals without a frame: carved ones whose edge was cut away are seen by their strokes
_SMOOTH = 0.5  # seals whose strokes bend round; the others fold at right angles


def script_design(rng: np.random.Generator) -> Design:
    """A square or upright seal of one to sixteen characters, as chance has it; it has no text."""
    grids = list(_GRIDS)
    columns, rows = grids[int(rng.choice(len(grids), p=list(_GRIDS.values())))]
    aspect = columns / rows * float(rng.uniform(1.0, 1.25) if columns != rows else rng.uniform(0.92, 1.08))
    half_width, half_height = min(1.0, aspect), min(1.0, 1 / aspect)
    inverted = bool(rng.random() < _INVERTED)
    drawing, pad = _ground(rng, half_width, half_height, inverted)
    smooth = bool(rng.random() < _SMOOTH)
    cell = 2 * (np.array([half_width, half_height]) - pad) / [columns, rows]
    thickness = float(rng.uniform(0.045, 0.085)) * float(cell.min())
    room = float(rng.uniform(0.82, 0.94))
    for column in range(columns):
        for row in range(rows):
            corner = np.array([column, row]) * cell - [half_width - pad, half_height - pad]
            for stroke in character(rng):
                line = _bent(stroke) if smooth else stroke
                placed = corner + cell * (0.5 + room * (line - 0.5))
                drawing.append(Outline(_not_closed(placed), thickness, cut=inverted))
    return Design("rectangle", (half_width, half_height), tuple(drawing), (), inverted)


def character(rng: np.random.Generator) -> Strokes:
    """The strokes of something like a character: one part, or two or three beside or below each other."""
    kind = int(rng.choice(3, p=_SPLIT))
    if kind == 0:
        return _part(rng)
    shares = rng.dirichlet([8] * (2 if rng.random() < 0.75 else 3))
    strokes, start = [], 0.0
    for share in shares * (1 - _GUTTER * (len(shares) - 1)):
        inner = _part(rng)
        for stroke in inner:
            moved = stroke.copy()
            moved[:, kind - 1] = start + share * moved[:, kind - 1]
            strokes.append(moved)
        start += share + _GUTTER
    return strokes


def _part(rng: np.random.Generator) -> Strokes:
    kinds = (_ladder, _folded, _nested, _boxes, _waves, _branches, _comb)
    drawn = kinds[int(rng.integers(len(kinds)))](rng)
    if rng.random() < 0.3:
        return [stroke * [1, -1] + [0, 1] for stroke in drawn]
    return drawn


def _ladder(rng: np.random.Generator) -> Strokes:
    """Bars between two posts."""
    posts = [np.array([[x, 0.0], [x, 1.0]]) for x in (0.0, 1.0)]
    return [*posts, *(np.array([[0, y], [1.0, y]]) for y in np.linspace(0, 1, int(rng.integers(3, 7))))]


def _folded(rng: np.random.Generator) -> Strokes:
    """One line that goes to and fro."""
    turns = int(rng.integers(4, 8))
    levels = np.repeat(np.linspace(0, 1, turns), 2)
    ends = np.tile([0.0, 1.0, 1.0, 0.0], turns)[: 2 * turns]
    return [np.stack([ends, levels] if rng.random() < 0.6 else [levels, ends], axis=-1)]


def _nested(rng: np.random.Generator) -> Strokes:
    """Bows within bows, about a post."""
    strokes = [np.array([[0.5, 0.0], [0.5, 1.0]])] if rng.random() < 0.6 else []
    for depth in np.linspace(0, 0.34, int(rng.integers(2, 4))):
        strokes.append(np.array([[depth, 0.0], [depth, 1 - depth], [1 - depth, 1 - depth], [1 - depth, 0.0]]))
    return strokes


def _boxes(rng: np.random.Generator) -> Strokes:
    """A box within a box, or one parted by bars."""
    outer = np.array([[0, 0], [1, 0], [1, 1], [0, 1], [0, 0.0]])
    if rng.random() < 0.5:
        return [outer, 0.27 + 0.46 * outer]
    return [outer, np.array([[0.5, 0.0], [0.5, 1.0]]), np.array([[0.0, 0.5], [1.0, 0.5]])]


def _waves(rng: np.random.Generator) -> Strokes:
    """Upright lines side by side, wavy as water is."""
    y = np.linspace(0, 1, 13)
    sway = float(rng.uniform(0, 0.06))
    shift = sway * np.sin(y * float(rng.uniform(4, 10)))
    return [np.stack([x + shift, y], axis=-1) for x in np.linspace(0.06, 0.94, int(rng.integers(2, 5)))]


def _branches(rng: np.random.Generator) -> Strokes:
    """A post with arms that go up and roots that go down."""
    high, low = float(rng.uniform(0.3, 0.48)), float(rng.uniform(0.52, 0.7))
    arms = np.array([[0, 0], [0, high], [1, high], [1, 0.0]])
    roots = np.array([[0, 1], [0, low], [1, low], [1, 1.0]])
    return [np.array([[0.5, 0.0], [0.5, 1.0]]), arms, roots]


def _comb(rng: np.random.Generator) -> Strokes:
    """Teeth on a bar, and a bow below."""
    middle = float(rng.uniform(0.35, 0.6))
    teeth = [np.array([[x, 0.0], [x, middle]]) for x in np.linspace(0, 1, int(rng.integers(3, 6)))]
    bow = np.array([[0, 1], [0, middle + 0.2], [1, middle + 0.2], [1, 1.0]])
    return [*teeth, np.array([[0, middle], [1.0, middle]]), bow]


def _bent(stroke: Points) -> Points:
    """A line with its corners cut twice (Chaikin's way), its ends as they were."""
    for _ in range(2):
        here, there = stroke[:-1], stroke[1:]
        cut = np.stack([0.75 * here + 0.25 * there, 0.25 * here + 0.75 * there], axis=1).reshape(-1, 2)
        stroke = np.concatenate([stroke[:1], cut[1:-1], stroke[-1:]])
    return stroke


def _not_closed(line: Points) -> Points:
    """A line there and back: an `Outline` is closed, and would join its ends."""
    return np.concatenate([line, line[-2:0:-1]])


def _ground(
    rng: np.random.Generator, half_width: float, half_height: float, inverted: bool
) -> tuple[Drawing, float]:
    """The frame, or the ground of ink, and how deep the free inside begins."""
    corner = float(rng.uniform(0.03, 0.2)) if rng.random() < 0.4 else 0.0
    outline = rectangle_outline(half_width, half_height, corner)
    if inverted:
        return [Outline(outline)], float(rng.uniform(0.05, 0.12))
    if rng.random() < _BARE:
        return [], 0.0
    drawing, depth = frame(rng, outline, 0.08, float(rng.uniform(0.025, 0.12)))
    return drawing, depth + float(rng.uniform(0.02, 0.07))
