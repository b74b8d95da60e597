"""The text engine: detector, line classifier and recognizer together, loaded once and shared."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeAlias

from sealstack.models import weights
from sealstack.models.geometry import quads
from sealstack.models.runtime import RuntimeOptions
from sealstack.models.text.detection.crop import crop_line, turn_over
from sealstack.models.text.detection.detector import Detector
from sealstack.models.text.line_classifier import LineClassifier
from sealstack.models.text.order.columns import in_columns
from sealstack.models.text.order.page_sense import page_senses
from sealstack.models.text.recognition.ctc import Reading
from sealstack.models.text.recognition.recognizer import Recognizer
from sealstack.models.text.weights import find_weights
from sealstack.models.values import Image, Quad, TextLine

_Cut: TypeAlias = tuple[Image, Quad]
"""A line cut out, and where it was."""

_REPRESENTATIVES = 4
_SURELY_UPRIGHT = 0.1
_READ_WELL = 0.8
"""The least score of a line about which the classifier is not asked after all."""

_CLEARLY_BETTER = 0.1
"""By how much a line's score must be higher where it is read against the sense of the page."""


class TextEngine:
    """Reads the text of pictures. One is shared by all threads: every option is an argument of the call.

    Attributes:
        detector: finds lines.
        recognizer: reads strips.
        line_classifier: recognises strips that stand on their head.
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
        found = find_weights(model_dir)
        with ThreadPoolExecutor(3, thread_name_prefix="loading") as loading:
            detector = loading.submit(Detector.load, found.detector, options)
            recognizer = loading.submit(Recognizer.load, found.recognizer, options)
            line_classifier = loading.submit(LineClassifier.load, found.line_classifier, options)
            return cls(detector.result(), recognizer.result(), line_classifier.result())

    @classmethod
    def load_fast(cls, options: RuntimeOptions, line_classifier: LineClassifier) -> TextEngine:
        """Load the light networks of `models.weights`, which read a little less in a fraction of the time.

        Args:
            options: where to run them.
            line_classifier: one that is loaded already, to be shared.

        Raises:
            DeviceUnavailable: the device asked for cannot be used.
        """
        with ThreadPoolExecutor(2, thread_name_prefix="loading") as loading:
            detector = loading.submit(Detector.load, weights.fast_text_detector(), options)
            recognizer = loading.submit(Recognizer.load, weights.fast_text_recognizer(), options)
            return cls(detector.result(), recognizer.result(), line_classifier)

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
            characters: whether to give each character by itself.
            minimum_score: found lines read with a lower score are left out, as are those without text.

        Returns:
            The lines in reading order: from the top down, columns of vertical print from right to left. The
            corners of a quad that was read are in the line's own direction: text runs from the first corner
            to the second, also where it runs down the page or upside down.

        Raises:
            ValueError: the picture has no pixel or is not such an array.
        """
        found = self.detector.detect(image) if detect else [(quads.whole_picture(*image.shape[:2]), 1.0)]
        if not recognize:
            return in_columns([TextLine(quad, "", score) for quad, score in found])
        cut = [crop_line(image, quad) for quad, _ in found] if detect else [(image, found[0][0])]
        cut, readings = self._read_lines(cut, classify=classify, characters=characters)
        return in_columns(
            [
                TextLine(quad, reading.text, reading.score, reading.characters)
                for (_, quad), reading in zip(cut, readings, strict=True)
                if not detect or (reading.text.strip() and reading.score >= minimum_score)
            ]
        )

    def _read_lines(
        self, cut: list[_Cut], *, classify: bool, characters: bool
    ) -> tuple[list[_Cut], list[Reading]]:
        """Read strips in the sense of the page, and those about which there is doubt in the other as well."""
        if not classify:
            return cut, self.recognizer.read([strip for strip, _ in cut], characters=characters)
        asked = self._asked(cut)
        answers = dict(zip(asked, self._on_head(cut, asked), strict=True))
        page = page_senses(
            [quad for _, quad in cut], [answers.get(index, False) for index in range(len(cut))]
        )
        cut = [turn_over(*one) if turned else one for one, turned in zip(cut, page.turned, strict=True)]
        readings = self.recognizer.read([strip for strip, _ in cut], characters=characters)
        unasked = [
            index for index, one in enumerate(readings) if index not in answers and one.score < _READ_WELL
        ]
        badly_read = zip(unasked, self._on_head(cut, unasked), strict=True)
        doubtful = [*page.doubtful, *(index for index, on_head in badly_read if on_head)]
        others = self.recognizer.read(
            [turn_over(*cut[index])[0] for index in doubtful], characters=characters
        )
        for index, other in zip(doubtful, others, strict=True):
            if other.score > readings[index].score + _CLEARLY_BETTER:
                cut[index], readings[index] = turn_over(*cut[index]), other
        return cut, readings

    def _asked(self, cut: Sequence[_Cut]) -> list[int]:
        """The numbers of the lines about which the classifier is asked.

        The lines of a page stand all the same way up: when the longest surely do, the others are not asked
        about.
        """
        longest = _representatives(cut)
        if len(longest) < len(cut):
            turning = self.line_classifier.probabilities([cut[index][0] for index in longest])
            if all(turned < _SURELY_UPRIGHT for turned in turning):
                return longest
        return list(range(len(cut)))

    def _on_head(self, cut: Sequence[_Cut], asked: Sequence[int]) -> list[bool]:
        return self.line_classifier.upside_down([cut[index][0] for index in asked])


def _representatives(cut: Sequence[_Cut]) -> list[int]:
    """The numbers of the longest lines, which show which way up the others stand; of few lines all."""
    if len(cut) <= 2 * _REPRESENTATIVES:
        return list(range(len(cut)))
    by_length = sorted(range(len(cut)), key=lambda index: -cut[index][0].shape[1])
    return by_length[:_REPRESENTATIVES]
