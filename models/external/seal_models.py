"""The networks of others that find seals and their lines, together with what reads the lines."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from sealstack.models import weights
from sealstack.models.external.bands import straightened
from sealstack.models.external.layout import LayoutBox, LayoutDetector, LayoutSearch
from sealstack.models.external.seal_text import SealTextDetector, TextSearch
from sealstack.models.runtime import RuntimeOptions
from sealstack.models.text.recognition.ctc import Reading
from sealstack.models.text.recognition.recognizer import Recognizer
from sealstack.models.values import Image, SealText


class SealModels:
    """Finds seals, or their lines, by networks given as files. May be shared by many threads."""

    def __init__(
        self, layout: LayoutDetector | None, text: SealTextDetector | None, recognizer: Recognizer | None
    ) -> None:
        """Take what finds seals, what finds their lines, and what reads those; None for none."""
        self._layout = layout
        self._text = text
        self._recognizer = recognizer

    @classmethod
    def load(cls, options: RuntimeOptions, *, layout: Path | None, text: Path | None) -> SealModels:
        """Load what is named, and the project's recognizer of seals' lines for those that are found.

        Args:
            options: where networks run.
            layout: an ONNX file of a layout detector (PicoDet, RT-DETR), None for none.
            text: an ONNX file of a detector of text in seals (`*_seal_det`), None for none.

        Raises:
            FileNotFoundError: there is no such file.
            ValueError: it is not an ONNX model, or not one of its kind.
            DeviceUnavailable: the device asked for cannot be used.
        """
        return cls(
            LayoutDetector.load(layout, options) if layout else None,
            SealTextDetector.load(text, options) if text else None,
            Recognizer.load(weights.seal_recognizer(), options) if text else None,
        )

    def find_parts(self, image: Image, search: LayoutSearch) -> Sequence[LayoutBox] | None:
        """Find the parts of a page, `(H, W, 3)` uint8 BGR; None when no layout detector was named."""
        return self._layout.detect(image, search) if self._layout else None

    def read_texts(self, image: Image, search: TextSearch) -> Sequence[SealText] | None:
        """Read the lines of a seal.

        Args:
            image: the seal, `(H, W, 3)` uint8 BGR.
            search: how lines are found.

        Returns:
            The bent lines, the outermost first, then the straight ones from the top down; polygons in pixels
            of the picture. None when no detector of text in seals was named.
        """
        if self._text is None or self._recognizer is None:
            return None
        found = [(polygon, straightened(image, polygon)) for polygon, _ in self._text.detect(image, search)]
        readings = iter(
            self._recognizer.read([one.pixels for _, strips in found for one in strips], characters=True)
        )
        ordered = []
        for polygon, strips in found:
            strip, reading = max(
                ((strip, next(readings)) for strip in strips), key=lambda pair: _worth(pair[1])
            )
            order = (not strip.radius, -strip.radius, float(polygon[:, 1].mean()))
            ordered.append((order, SealText(polygon, reading.text, reading.score, reading.characters)))
        return [text for _, text in sorted(ordered, key=lambda pair: pair[0]) if text.text.strip()]


def _worth(reading: Reading) -> float:
    """How much a reading says: print on its head is read as few characters, unsurely."""
    return reading.score * len(reading.text.strip())
