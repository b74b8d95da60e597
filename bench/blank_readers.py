"""Readers that read nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sealstack.models.document.page import PreprocessedPage
from sealstack.models.form.align.whole import Alignment
from sealstack.models.form.template import FieldMark, FormFeatures, FormMismatchError, FormReading
from sealstack.models.values import Image, Seal, TextLine


class BlankReaders:
    """Finds nothing in any picture, at once, and describes every form alike."""

    loaded = True
    provider = "none"
    alphabet: frozenset[str] = frozenset()
    form_features_version = 1

    def load(self) -> None:
        """Load nothing."""

    def read_seals(self, image: Image, texts: Any = None) -> Sequence[Seal]:
        """Find no seal."""
        return ()

    def read_seals_at(self, image: Image, candidates: Any) -> Sequence[Seal]:
        """Read no seal."""
        return ()

    def find_parts(self, image: Image, search: Any) -> None:
        """Have no layout model."""

    def read_seal_texts(self, image: Image, search: Any) -> None:
        """Have no detector of others."""

    def read_lines(self, image: Image, **_: bool) -> Sequence[TextLine]:
        """Find no line."""
        return ()

    def preprocess(self, image: Image, *, orientation: bool, unwarping: bool) -> PreprocessedPage:
        """Leave a page as it is."""
        return PreprocessedPage(image, 0 if orientation else -1, image)

    def describe_form(self, image: Image) -> FormFeatures:
        """Describe a form."""
        return FormFeatures(self.form_features_version, b"signature", bytes(30_000))

    def likely_forms(self, image: Image, signatures: Sequence[bytes], count: int) -> Sequence[int]:
        """Take the first for the likeliest."""
        return range(min(count, len(signatures)))

    def match_form(
        self, image: Image, marks: Sequence[FieldMark], features: FormFeatures, by_words: bool
    ) -> Alignment:
        """Match no form."""
        raise FormMismatchError

    def read_form(
        self,
        image: Image,
        marks: Sequence[FieldMark],
        features: FormFeatures,
        alignment: Alignment | None = None,
    ) -> FormReading:
        """Match no form."""
        raise FormMismatchError
