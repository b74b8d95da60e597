"""The form reader: a template and a picture in, what the form says in each field out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from sealstack.models.form.align.layout import place_fields
from sealstack.models.form.align.structure import thumbnail
from sealstack.models.form.align.whole import align
from sealstack.models.form.describe.features import VERSION, Form, pack, unpack
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
        """Tell which templates a picture probably shows; far cheaper than aligning it to all.

        Args:
            image: the query, `(H, W, 3)` uint8 BGR.
            signatures: of the templates.
            count: at most so many are named.

        Returns:
            Their numbers, the likeliest first.
        """
        return rank(self._recent.of(image).keypoints, signatures, count)

    def read(self, image: Image, marks: Sequence[FieldMark], features: FormFeatures) -> FormReading:
        """Read the fields of a form.

        Args:
            image: the query, `(H, W, 3)` uint8 BGR.
            marks: the template's fields.
            features: the template's, of `FEATURES_VERSION`.

        Raises:
            FormMismatchError: the picture does not show the form.
            FeaturesCorrupt: the features are damaged or of another version.
        """
        known = self._known.of(features.data, marks)
        values = [mark.quad for mark in marks]
        picture = self._recent.of(image)
        alignment = align(known.form, picture, values)
        places = place_fields(known.form, known.plans, known.words, picture, alignment)
        fields = extract_fields(image, known.plans, places, self._engine)
        return FormReading(tuple(fields), alignment.score)

    def match(self, image: Image, features: FormFeatures, *, by_words: bool = True) -> float:
        """Tell how well a picture matches a template, 0..1, by a full alignment without reading.

        Args:
            image: the query, `(H, W, 3)` uint8 BGR.
            features: the template's, of `FEATURES_VERSION`.
            by_words: whether to read the page where keypoints do not tell; that takes much longer.

        Raises:
            FormMismatchError: the picture does not show the form.
            FeaturesCorrupt: the features are damaged or of another version.
        """
        return align(unpack(features.data), self._recent.of(image), by_words=by_words).score
