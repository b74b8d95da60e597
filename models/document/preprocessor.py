"""Pages made upright and flat: orientation first, then unwarping."""

from __future__ import annotations

from models.document.orientation import OrientationFinder, turn_page
from models.document.page import PreprocessedPage
from models.document.unwarp.flattener import PageFlattener
from models.runtime import RuntimeOptions
from models.text.engine import TextEngine
from models.values import Image


class DocumentPreprocessor:
    """Makes pages upright and flat. May be shared by many threads: nothing about a call is kept in it."""

    def __init__(self, orientation: OrientationFinder, flattener: PageFlattener) -> None:
        self._orientation = orientation
        self._flattener = flattener

    @classmethod
    def load(cls, engine: TextEngine, options: RuntimeOptions) -> DocumentPreprocessor:
        """Make one on a loaded text engine.

        Args:
            engine: whose networks tell lines and read them.
            options: where further networks run.
        """
        return cls(OrientationFinder(engine), PageFlattener(engine))

    def process(self, image: Image, *, orientation: bool = True, unwarping: bool = True) -> PreprocessedPage:
        """Make a page upright, then flat, as far as asked for.

        Args:
            image: `(H, W, 3)` uint8 BGR.
            orientation: whether to turn it upright.
            unwarping: whether to flatten it.

        Returns:
            The page; a step that was not asked for, or changes nothing, hands the very picture on.

        Raises:
            ValueError: the picture has no pixel or is not such an array.
        """
        angle = self._orientation.find(image) if orientation else -1
        rotated = turn_page(image, max(angle, 0))
        return PreprocessedPage(self._flattener.flatten(rotated) if unwarping else rotated, angle, rotated)
