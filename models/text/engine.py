"""The text engine: detector, line classifier and recognizer together, loaded once and shared."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeAlias

from models.runtime import RuntimeOptions
from models.text import quads
from models.text.crop import crop_line, turn_over
from models.text.ctc import Reading
from models.text.detector import Detector
from models.text.line_classifier import LineClassifier
from models.text.recognizer import Recognizer
from models.text.weights import find_weights
from models.values import Image, Quad, TextLine

_Cut: TypeAlias = tuple[Image, Quad]
"""A line cut out, and where it was."""

_REPRESENTATIVES = 4
_SURELY_UPRIGHT = 0.1
_READ_WELL = 0.8
"""The least score of a line about which the classifier is not asked after all."""


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
        with ThreadPoolExecutor(3, thread_name_prefix="loading") as loading:
            detector = loading.submit(Detector.load, weights.detector, options)
            recognizer = loading.submit(Recognizer.load, weights.recognizer, options)
            line_classifier = loading.submit(LineClassifier.load, weights.line_classifier, options)
            return cls(detector.result(), recognizer.result(), line_classifier.result())

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
            cut = self._turned(cut, _representatives(cut))
        readings = self.recognizer.read([strip for strip, _ in cut], characters=characters)
        if classify:
            cut, readings = self._read_again(cut, readings, characters)
        return [
            TextLine(quad, reading.text, reading.score, reading.characters)
            for (_, quad), reading in zip(cut, readings, strict=True)
            if not detect or (reading.text.strip() and reading.score >= minimum_score)
        ]

    def _turned(self, cut: list[_Cut], asked: Sequence[int]) -> list[_Cut]:
        """Strips and quads, those on their head turned.

        The lines of a page stand all the same way up: when the longest surely do, the others are not asked
        about.
        """
        if len(asked) < len(cut):
            turning = self.line_classifier.probabilities([cut[index][0] for index in asked])
            if all(turned < _SURELY_UPRIGHT for turned in turning):
                return cut
        answers = self.line_classifier.upside_down([strip for strip, _ in cut])
        return [
            turn_over(strip, quad) if turned else (strip, quad)
            for (strip, quad), turned in zip(cut, answers, strict=True)
        ]

    def _read_again(
        self, cut: list[_Cut], readings: list[Reading], characters: bool
    ) -> tuple[list[_Cut], list[Reading]]:
        """Ask about the lines that were read badly too, and read those anew that stand on their head."""
        asked = set(_representatives(cut))
        doubtful = [
            index
            for index, reading in enumerate(readings)
            if len(asked) < len(cut) and index not in asked and reading.score < _READ_WELL
        ]
        answers = self.line_classifier.upside_down([cut[index][0] for index in doubtful])
        turned = [index for index, answer in zip(doubtful, answers, strict=True) if answer]
        cut, readings = list(cut), list(readings)
        for index in turned:
            cut[index] = turn_over(*cut[index])
        anew = self.recognizer.read([cut[index][0] for index in turned], characters=characters)
        for index, reading in zip(turned, anew, strict=True):
            readings[index] = reading
        return cut, readings


def _representatives(cut: Sequence[_Cut]) -> list[int]:
    """The numbers of the longest lines, which tell which way up the others stand; of few lines all."""
    if len(cut) <= 2 * _REPRESENTATIVES:
        return list(range(len(cut)))
    by_length = sorted(range(len(cut)), key=lambda index: -cut[index][0].shape[1])
    return by_length[:_REPRESENTATIVES]
