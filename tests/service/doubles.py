"""Readers that read nothing, for tests of everything around the reading."""

import threading
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from sealstack.models.document.page import PreprocessedPage
from sealstack.models.external import LayoutBox, LayoutSearch, TextSearch
from sealstack.models.form.align.whole import Alignment
from sealstack.models.form.describe.features import FeaturesCorrupt
from sealstack.models.form.template import FieldMark, FormFeatures, FormMismatchError, FormReading
from sealstack.models.seal.detect.candidate import Candidate
from sealstack.models.seal.detect.ring.fit import Ellipse
from sealstack.models.seal.reader import TextsOf
from sealstack.models.values import Character, Field, Image, Seal, SealShape, SealText, TextLine


def a_seal(body: str = "上海宝山测试有限公司", *others: str, **changes: Any) -> Seal:
    values: dict[str, Any] = {
        "body": body,
        "others": others,
        "box": (143, 78, 98, 97),
        "shape": SealShape.ROUND,
        "score": 0.98765,
        "texts": tuple(a_text(text) for text in (body, *others) if text),
        "colour": "red",
    }
    return Seal(**{**values, **changes})


def a_text(text: str) -> SealText:
    polygon = np.array([[0, 0], [40.26, 0], [40, 10], [0, 10]], np.float32)
    characters = tuple(
        Character(mark, 0.95, (place / len(text), (place + 1) / len(text))) for place, mark in enumerate(text)
    )
    return SealText(polygon, text, 0.95, characters)


def a_line(text: str, quad: Sequence[Sequence[float]], score: float = 0.9, *, spans: bool = True) -> TextLine:
    size = len(text)
    characters = tuple(
        Character(mark, 0.8, (place / size, (place + 1) / size)) for place, mark in enumerate(text)
    )
    return TextLine(np.array(quad, np.float32), text, score, characters if spans else ())


def lines_of(value: str, mark: FieldMark) -> tuple[TextLine, ...]:
    """The lines that a value of several words was joined from."""
    return tuple(TextLine(mark.quad, word, 0.98765) for word in value.split())


def _reread(seal: Seal, texts: TextsOf | None) -> Seal:
    """A seal with the texts that something else reads at its place, if it does."""
    x, y, width, height = seal.box
    rim = Ellipse(x + width / 2, y + height / 2, width / 2, height / 2)
    given = texts(Candidate(rim, 0.0, seal.score)) if texts is not None else None
    return seal if given is None else replace(seal, texts=tuple(given))


class FakeReaders:
    """Answers every picture with the same seals and lines, and remembers the pictures.

    Attributes:
        images: the pictures that were read.
        line_options: how lines were asked for, one dictionary a reading.
        gate: when given, every reading waits until it is set; `started` counts those that have begun.
        failure: when given, every reading raises it.
        turn: degrees anticlockwise that pages are turned by when they are made upright.
        form_features_version: of the features of forms. A form is told by the colour of its upper left pixel;
            `describe_form` counts in `described`.
        parts: what a layout model of others finds; None stands for no such model. `layout_searches` keeps how
            it was asked.
        seal_texts: what a detector of lines of others reads, likewise, with `text_searches`.
        form_values: what fields say, by name; others say their own name.
    """

    def __init__(self, seals: Sequence[Seal] = (), lines: Sequence[TextLine] = ()) -> None:
        self.seals = list(seals)
        self.lines = list(lines)
        self.images: list[Image] = []
        self.line_options: list[dict[str, bool]] = []
        self.gate: threading.Event | None = None
        self.started = threading.Semaphore(0)
        self.failure: Exception | None = None
        self.loads = 0
        self.turn = 0
        self.form_features_version = 1
        self.form_values: dict[str, str] = {}
        self.described = 0
        self.parts: list[LayoutBox] | None = None
        self.seal_texts: list[SealText] | None = None
        self.layout_searches: list[LayoutSearch] = []
        self.text_searches: list[TextSearch] = []

    @property
    def provider(self) -> str:
        return "FakeExecutionProvider" if self.loaded else ""

    @property
    def alphabet(self) -> frozenset[str]:
        return frozenset("的一是囍堃のアんñáúéèçäöüßãõàùëïåæøőű") if self.loaded else frozenset()

    @property
    def loaded(self) -> bool:
        return self.loads > 0

    def load(self) -> None:
        self.loads += 1

    def find_parts(self, image: Image, search: LayoutSearch) -> list[LayoutBox] | None:
        self.layout_searches.append(search)
        return self.parts

    def read_seal_texts(self, image: Image, search: TextSearch) -> list[SealText] | None:
        self.text_searches.append(search)
        return self.seal_texts

    def read_seals(self, image: Image, texts: TextsOf | None = None) -> list[Seal]:
        self._read(image)
        return [_reread(seal, texts) for seal in self.seals]

    def read_seals_at(self, image: Image, candidates: Sequence[Candidate]) -> list[Seal]:
        self._read(image)
        return self.seals[: len(candidates)]

    def read_lines(self, image: Image, **options: bool) -> list[TextLine]:
        self._read(image)
        self.line_options.append(options)
        return self.lines

    def preprocess(self, image: Image, *, orientation: bool, unwarping: bool) -> PreprocessedPage:
        """Turns every page by `turn` degrees anticlockwise, and flattens by nothing."""
        self._read(image)
        rotated = np.ascontiguousarray(np.rot90(image, self.turn // 90)) if orientation else image
        return PreprocessedPage(rotated, self.turn if orientation else -1, rotated)

    def describe_form(self, image: Image) -> FormFeatures:
        self._read(image)
        self.described += 1
        colour = image[0, 0].tobytes()
        return FormFeatures(self.form_features_version, colour, colour)

    def likely_forms(self, image: Image, signatures: Sequence[bytes], count: int) -> list[int]:
        colour = image[0, 0].tobytes()
        return sorted(range(len(signatures)), key=lambda number: signatures[number] != colour)[:count]

    def match_form(
        self, image: Image, marks: Sequence[FieldMark], features: FormFeatures, by_words: bool
    ) -> Alignment:
        if len(features.data) != 3:
            raise FeaturesCorrupt("not a colour")
        if features.data != image[0, 0].tobytes():
            raise FormMismatchError
        return Alignment(np.eye(3), 0.9)

    def read_form(
        self,
        image: Image,
        marks: Sequence[FieldMark],
        features: FormFeatures,
        alignment: Alignment | None = None,
    ) -> FormReading:
        self._read(image)
        alignment = alignment or self.match_form(image, marks, features, by_words=True)
        values = [self.form_values.get(mark.name, mark.name) for mark in marks]
        fields = tuple(
            Field(mark.name, value, 0.98765 if value else 0.0, mark.quad, lines_of(value, mark))
            for mark, value in zip(marks, values, strict=True)
        )
        return FormReading(fields, alignment.score)

    def _read(self, image: Image) -> None:
        self.images.append(image)
        self.started.release()
        if self.gate is not None:
            assert self.gate.wait(30)
        if self.failure is not None:
            raise self.failure
