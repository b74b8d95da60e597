"""Pages made upright and flat: orientation first, then unwarping."""

from __future__ import annotations

from models.document.orientation import OrientationFinder, turn_page
from models.document.page import PreprocessedPage
from models.runtime import RuntimeOptions
from models.text.engine import TextEngine
from models.values import Image


class DocumentPreprocessor:
    """Makes pages upright and flat. May be shared by many threads: nothing about a call is kept in it."""

    def __init__(self, orientation: OrientationFinder) -> None:
        self._orientation = orientation

    @classmethod
    def load(cls, engine: TextEngine, options: RuntimeOptions) -> DocumentPreprocessor:
        """Make one on a loaded text engine.

        Args:
            engine: whose networks tell lines and read them.
            options: where further networks run.
        """
        return cls(OrientationFinder(engine))

    def process(self, image: Image, *, orientation: bool = True, unwarping: bool = True) -> PreprocessedPage:
        """Make a page upright, then flat, as far as asked for.

        Args:
            image: `(H, W, 3)` uint8 BGR.
            orientation: whether to turn it upright.
            unwarping: whether to flatten it.

        Raises:
            ValueError: the picture has no pixel or is not such an array.
        """
        angle = self._orientation.find(image) if orientation else -1
        rotated = turn_page(image, max(angle, 0))
        return PreprocessedPage(rotated, angle, rotated)
