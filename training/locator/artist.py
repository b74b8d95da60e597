"""Draws views for the locator to learn from, in a process that draws alone."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Sequence

import cv2
import numpy as np

from training.course import Sample
from training.locator.lookalikes.cutout import Cutout
from training.locator.lookalikes.things import thing
from training.locator.pictures import draw_picture
from training.locator.scenes import Drawn
from training.locator.targets import LEAST_SHOWN, targets_of
from training.locator.views import make_view

SIDE = 448
"""Pixels of a view, both ways."""

VIEWS = 16
"""Views of each draw."""

_PICTURES = 96  # kept
_THINGS = 256  # kept
_FIRST = (6, 24)  # pictures and things that the first views are made from
_NEW_THINGS = 4  # a draw
_THING = (48, 224)  # pixels a thing is drawn at
_APART = 100_000_000  # seeds in one hundred million share a stock


class _Stock:
    """Pictures and things to make views from; each draw adds a picture and a few things."""

    def __init__(self) -> None:
        self._pictures: deque[Drawn] = deque(maxlen=_PICTURES)
        self._things: deque[Cutout] = deque(maxlen=_THINGS)
        self._fresh: list[Drawn] = []

    def grow(self, rng: np.random.Generator) -> None:
        """Draw new ones, more of them when there are none."""
        pictures, things = (1, _NEW_THINGS) if self._pictures else _FIRST
        self._pictures.extend(draw_picture(rng) for _ in range(pictures))
        for _ in range(things):
            side = float(np.exp(rng.uniform(*np.log(_THING))))
            self._things.append(thing(rng, round(side)))
        self._fresh = [self._pictures[-1]]

    def picture(self, rng: np.random.Generator) -> Drawn:
        """The newest picture first, then any."""
        return self._fresh.pop() if self._fresh else self._pictures[int(rng.integers(len(self._pictures)))]

    def thing(self, rng: np.random.Generator) -> Cutout:
        """Any thing."""
        return self._things[int(rng.integers(len(self._things)))]


class ViewArtist:
    """Draws samples of kind `view`.

    A picture takes much longer to draw than a view of it: each draw adds a picture and a few things that are
    no seals to a stock, and shows the newest picture once and others of the stock by chance. So what a seed
    gives depends on the seeds before it; artists that were asked for the same seeds in the same order draw
    the same. Seeds in different hundreds of millions share nothing: what is held out is never trained on.

    Each sample's arrays: the view `(SIDE, SIDE, 3)` uint8 BGR, its maps `(MAPS, SIDE / 4, SIDE / 4)` uint8 0
    or 1, and how much each cell counts, float16. Its note says how many seals are shown: `seals`.
    """

    def __init__(self, views: int = VIEWS, side: int = SIDE) -> None:
        """Nothing drawn yet.

        Args:
            views: samples of each draw.
            side: of a view, pixels, divisible by 32.
        """
        self._views, self._side = views, side
        self._stocks: defaultdict[int, _Stock] = defaultdict(_Stock)

    def draw(self, seed: int) -> Sequence[Sample]:
        """Draw a picture, and views of it and of earlier ones."""
        cv2.setNumThreads(1)
        rng = np.random.default_rng([seed, 61])
        stock = self._stocks[seed // _APART]
        stock.grow(rng)
        return [self._sample(rng, stock) for _ in range(self._views)]

    def _sample(self, rng: np.random.Generator, stock: _Stock) -> Sample:
        view = make_view(rng, lambda: stock.picture(rng), (self._side, self._side), lambda: stock.thing(rng))
        maps, weights = targets_of(view)
        arrays = (view.image, maps.astype(np.uint8), weights.astype(np.float16))
        return Sample("view", arrays, {"seals": int((view.shown >= LEAST_SHOWN).sum())})
