"""The text engine: detector, line classifier and recognizer together, loaded once and shared."""

from __future__ import annotations

from pathlib import Path

from models.runtime import RuntimeOptions
from models.text import quads
from models.text.crop import crop_line, turn_over
from models.text.detector import Detector
from models.text.line_classifier import LineClassifier
from models.text.recognizer import Recognizer
from models.text.weights import find_weights
from models.values import Image, Quad, TextLine


class TextEngine:
    """Reads the text of pictures. One is shared by all threads: every option is an argument of the call.

    Attributes:
        detector: finds lines.
        recognizer: reads strips.
        line_classifier: tells strips that stand on their head.
    """

    def __init__(self, detector: Detector, recognizer: Recognizer, line_classifier: LineClassifier) -> None:
        self.detector = detector
        self.recognizer = recognizer
        self.line_classifier = line_classifier

    @classmethod
    def load(cls, options: RuntimeOptions, model_dir: Path | None = None) -> TextEngine:
        """Load the three networks.

        Args:
            options: where to run them.
            model_dir: a directory with other PP-OCR models; None for those of the `rapidocr` wheel.

        Raises:
            WeightsMissing: a model is not there.
            ValueError: a file is not a usable model.
            DeviceUnavailable: the device asked for cannot be used.
        """
        weights = find_weights(model_dir)
        return cls(
            Detector.load(weights.detector, options),
            Recognizer.load(weights.recognizer, options),
            LineClassifier.load(weights.line_classifier, options),
        )

    @property
    def provider(self) -> str:
        """What really computes, e.g. `CPUExecutionProvider`."""
        return self.recognizer.provider

    def read(
        self,
        image: Image,
        *,
        detect: bool = True,
        classify: bool = True,
        recognize: bool = True,
        characters: bool = False,
        minimum_score: float = 0.5,
    ) -> list[TextLine]:
        """Read the lines of a picture.

        Args:
            image: `(H, W, 3)` uint8 BGR.
            detect: whether to look for lines; if not, the whole picture is taken for one line, and that line
                is returned whatever its score.
            classify: whether to turn lines that stand on their head before they are read.
            recognize: whether to read; if not, lines have no text, and the score of their detection.
            characters: whether to tell the characters one by one.
            minimum_score: found lines read with a lower score are left out, as are those without text.

        Returns:
            The lines in reading order. The corners of a quad that was read are in the line's own direction:
            text runs from the first corner to the second, also where it runs down the page or upside down.

        Raises:
            ValueError: the picture has no pixel or is not such an array.
        """
        found = self.detector.detect(image) if detect else [(quads.whole_picture(*image.shape[:2]), 1.0)]
        if not recognize:
            return [TextLine(quad, "", score) for quad, score in found]
        cut = [crop_line(image, quad) for quad, _ in found] if detect else [(image, found[0][0])]
        if classify:
            cut = self._turned(cut)
        readings = self.recognizer.read([strip for strip, _ in cut], characters=characters)
        return [
            TextLine(quad, reading.text, reading.score, reading.characters)
            for (_, quad), reading in zip(cut, readings, strict=True)
            if not detect or (reading.text.strip() and reading.score >= minimum_score)
        ]

    def _turned(self, cut: list[tuple[Image, Quad]]) -> list[tuple[Image, Quad]]:
        """Strips and quads, those on their head turned."""
        answers = self.line_classifier.upside_down([strip for strip, _ in cut])
        return [
            turn_over(strip, quad) if turned else (strip, quad)
            for (strip, quad), turned in zip(cut, answers, strict=True)
        ]
