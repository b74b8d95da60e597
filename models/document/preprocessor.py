"""Pages made upright and flat: orientation first, then unwarping."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from sealstack.models.document.orientation import OrientationFinder, turn_page
from sealstack.models.document.orientation_network import OrientationNetwork
from sealstack.models.document.page import PreprocessedPage
from sealstack.models.document.unwarp.flattener import PageFlattener
from sealstack.models.document.unwarp.network import UnwarpingNetwork
from sealstack.models.runtime import RuntimeOptions
from sealstack.models.text.engine import TextEngine
from sealstack.models.values import Image


class FindsOrientation(Protocol):
    """Tells which way up a page stands."""

    def find(self, image: Image) -> int:
        """Tell by how many degrees anticlockwise a page must be turned: 0, 90, 180 or 270."""


class Flattens(Protocol):
    """Makes pages flat."""

    def flatten(self, image: Image) -> Image:
        """Flatten an upright page."""


class DocumentPreprocessor:
    """Makes pages upright and flat. May be shared by many threads: nothing about a call is kept in it."""

    def __init__(self, orientation: FindsOrientation, flattener: Flattens) -> None:
        self._orientation = orientation
        self._flattener = flattener

    @classmethod
    def load(
        cls,
        engine: TextEngine,
        options: RuntimeOptions,
        *,
        orientation_model: Path | None = None,
        unwarping_model: Path | None = None,
    ) -> DocumentPreprocessor:
        """Make one on a loaded text engine.

        Args:
            engine: whose networks tell lines and read them.
            options: where further networks run.
            orientation_model: an ONNX file as PP-LCNet_x1_0_doc_ori, to tell the orientation instead.
            unwarping_model: an ONNX file as UVDoc, to flatten pages instead.

        Raises:
            FileNotFoundError: there is no such model file.
            ValueError: it is not an ONNX model, or not one of its kind.
            DeviceUnavailable: the device asked for cannot be used.
        """
        orientation = (
            OrientationNetwork.load(orientation_model, options)
            if orientation_model
            else OrientationFinder(engine)
        )
        flattener = (
            UnwarpingNetwork.load(unwarping_model, options) if unwarping_model else PageFlattener(engine)
        )
        return cls(orientation, flattener)

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
