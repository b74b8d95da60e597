"""The form reader: a template and a picture in, what the form says in each field out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from sealstack.models.form.align.layout import place_fields
from sealstack.models.form.align.structure import thumbnail
from sealstack.models.form.align.whole import Alignment, align
from sealstack.models.form.describe.features import VERSION, Form, pack
from sealstack.models.form.describe.keypoints import find_keypoints
from sealstack.models.form.describe.signature import rank, signature_of
from sealstack.models.form.extract.fields import extract_fields
from sealstack.models.form.known_forms import KnownForms
from sealstack.models.form.query_picture import RecentPictures, read_lines
from sealstack.models.form.template import FieldMark, FormFeatures, FormReading
from sealstack.models.runtime import RuntimeOptions
from sealstack.models.text.engine import TextEngine
from sealstack.models.values import Image


class FormReader:
    """Reads forms. One may be shared by many threads.

    Attributes:
        FEATURES_VERSION: of the features that `describe` makes now; others are to be made anew.
    """

    FEATURES_VERSION: ClassVar[int] = VERSION

    def __init__(self, engine: TextEngine) -> None:
        """Take the engine whose detector and recognizer read the fields."""
        self._engine = engine
        self._recent = RecentPictures(engine)
        self._known = KnownForms()

    @classmethod
    def load(cls, engine: TextEngine, options: RuntimeOptions) -> FormReader:
        """Make a reader that shares an engine; forms need no networks of their own."""
        del options
        return cls(engine)

    def describe(self, image: Image) -> FormFeatures:
        """Work out what is kept of a template's picture; independent of its marks.

        Args:
            image: the template's picture, `(H, W, 3)` uint8 BGR, upright.
        """
        keypoints = find_keypoints(image)
        lines = tuple(read_lines(image, self._engine))
        form = Form(image.shape[0], image.shape[1], keypoints, thumbnail(image), lines)
        return FormFeatures(VERSION, signature_of(keypoints), pack(form))

    def likely(self, image: Image, signatures: Sequence[bytes], count: int = 5) -> list[int]:
        """Find which templates a picture probably shows; far cheaper than aligning it to all.

        Args:
            image: the query, `(H, W, 3)` uint8 BGR.
            signatures: of the templates.
            count: how many are named at the most.

        Returns:
            Their numbers, the likeliest first.
        """
        return rank(self._recent.of(image).keypoints, signatures, count)

    def read(
        self,
        image: Image,
        marks: Sequence[FieldMark],
        features: FormFeatures,
        alignment: Alignment | None = None,
    ) -> FormReading:
        """Read the fields of a form.

        Args:
            image: the query, `(H, W, 3)` uint8 BGR.
            marks: the template's fields.
            features: the template's, of `FEATURES_VERSION`.
            alignment: what `match` returned for the same three, where it was called.

        Raises:
            FormMismatchError: the picture does not show the form.
            FeaturesCorrupt: the features are damaged or of another version.
        """
        known = self._known.of(features.data, marks)
        picture = self._recent.of(image)
        if alignment is None:
            alignment = align(known.form, picture, known.values)
        places = place_fields(known.form, known.plans, known.words, picture, alignment)
        fields = extract_fields(image, known.plans, places, self._engine)
        return FormReading(tuple(fields), alignment.score)

    def match(
        self, image: Image, marks: Sequence[FieldMark], features: FormFeatures, *, by_words: bool = True
    ) -> Alignment:
        """Find how a template lies on a picture, and how well it matches, without reading its fields.

        Args:
            image: the query, `(H, W, 3)` uint8 BGR.
            marks: the template's fields.
            features: the template's, of `FEATURES_VERSION`.
            by_words: whether to read the page where keypoints do not decide; that takes much longer.

        Returns:
            The alignment, for `read`.

        Raises:
            FormMismatchError: the picture does not show the form.
            FeaturesCorrupt: the features are damaged or of another version.
        """
        known = self._known.of(features.data, marks)
        return align(known.form, self._recent.of(image), known.values, by_words=by_words)
