"""Which of an owner's templates a picture shows, and the features by which that is found out."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from sealstack.models.form.align.whole import Alignment
from sealstack.models.form.describe.features import FeaturesCorrupt
from sealstack.models.form.template import FieldMark, FormFeatures, FormMismatchError
from sealstack.models.values import Image
from sealstack.service.intake.decoders import Decoders
from sealstack.service.readers.inference import Readers
from sealstack.service.templates.errors import ReadingFailedError, TemplateMismatchError
from sealstack.service.templates.marks import read_template
from sealstack.templates_store.templates import (
    StoredFeatures,
    StoredSignature,
    StoredTemplate,
    TemplateNotFoundError,
    TemplateStore,
)

Result = TypeVar("Result")

_LOG = logging.getLogger(__name__)

LONGEST_SIDE = 4096
"""The most pixels of either side of a picture, as the published service documents."""

_LIKELY = 5  # how many templates are aligned in full when the best is looked for


@dataclass(frozen=True, eq=False)
class KnownTemplate:
    """A template as the store has it, with the features of its picture."""

    template: StoredTemplate
    features: FormFeatures

    @property
    def template_id(self) -> str:
        """Its id, 40 hexadecimal digits."""
        return self.template.template_id

    @cached_property
    def marks(self) -> tuple[FieldMark, ...]:
        """Its fields."""
        return read_template(self.template.fields)


@dataclass(frozen=True, eq=False)
class Match:
    """A template that a picture shows, or is said to show.

    Attributes:
        known: the template.
        alignment: how it lies on the picture; None where that is not known yet.
    """

    known: KnownTemplate
    alignment: Alignment | None = None

    @property
    def score(self) -> float:
        """How well the picture matches, 0..1."""
        return self.alignment.score if self.alignment else 0.0


class TemplateMatcher:
    """Finds templates with their features, and those that a picture shows."""

    def __init__(self, decoders: Decoders, store: TemplateStore) -> None:
        """Bring together where pictures are decoded, and where templates are kept."""
        self._decoders = decoders
        self._store = store

    def find(self, owner: str, template_id: str) -> KnownTemplate:
        """Look a template up with its features.

        Raises:
            TemplateNotFoundError: the owner has no template with this id.
        """
        template, stored = self._store.find_with_features(owner, template_id)
        return KnownTemplate(template, FormFeatures(stored.version, stored.signature, stored.content))

    def best(self, readers: Readers, owner: str, image: Image) -> Match:
        """Choose the template that a picture matches best.

        Args:
            readers: what reads.
            owner: whose templates.
            image: `(H, W, 3)` uint8 BGR.

        Raises:
            TemplateMismatchError: it shows the form of none.
            ReadingFailedError: the readers failed.
        """
        candidates = self._likely(readers, owner, image)
        # reading the page takes longer than comparing it with all candidates: not unless it must be
        for by_words in (False, True):
            matches = self._matches(readers, owner, image, candidates, by_words)
            if matches:
                return max(matches, key=lambda match: match.score)
        raise TemplateMismatchError(any_template=True)

    def alike(self, readers: Readers, owner: str, image: Image) -> list[Match]:
        """List the templates whose form a picture shows by its keypoints, the likeliest first.

        Raises:
            ReadingFailedError: the readers failed.
        """
        matches = self._matches(readers, owner, image, self._likely(readers, owner, image), by_words=False)
        return sorted(matches, key=lambda match: -match.score)

    def with_features(
        self, readers: Readers, owner: str, known: KnownTemplate, use: Callable[[FormFeatures], Result]
    ) -> tuple[Result, FormFeatures]:
        """Do something with a template's features, made anew when they are of another version or damaged.

        Args:
            readers: what reads.
            owner: whose template it is.
            known: the template.
            use: what is done with its features.

        Returns:
            What `use` returned, and the features that it was given.

        Raises:
            TemplateNotFoundError: the template was removed meanwhile.
            TemplateMismatchError: `use` says that the picture shows another form.
            ReadingFailedError: the readers failed.
        """
        features = known.features
        if features.version != readers.form_features_version:
            features = self._rebuild(readers, owner, known.template_id)
        try:
            return guarded(lambda: use(features)), features
        except FeaturesCorrupt as error:
            _LOG.warning("the features of template %s are made anew: %s", known.template_id, error)
        features = self._rebuild(readers, owner, known.template_id)
        return guarded(lambda: use(features)), features

    def _likely(self, readers: Readers, owner: str, image: Image) -> list[KnownTemplate]:
        """Choose the templates that are worth being aligned, by their signatures."""
        signatures = [self._current(readers, owner, one) for one in self._store.signatures(owner)]
        likely = guarded(lambda: readers.likely_forms(image, [one.signature for one in signatures], _LIKELY))
        found = []
        for number in likely:
            with suppress(TemplateNotFoundError):  # it was removed meanwhile
                found.append(self.find(owner, signatures[number].template_id))
        return found

    def _matches(
        self, readers: Readers, owner: str, image: Image, candidates: Sequence[KnownTemplate], by_words: bool
    ) -> list[Match]:
        """Compare a picture with templates, and return those that it matches."""
        matches = []
        for known in candidates:
            with suppress(TemplateMismatchError, TemplateNotFoundError):  # another form, or removed meanwhile
                matches.append(self._match(readers, owner, image, known, by_words))
        return matches

    def _match(
        self, readers: Readers, owner: str, image: Image, known: KnownTemplate, by_words: bool
    ) -> Match:
        alignment, features = self.with_features(
            readers,
            owner,
            known,
            lambda features: readers.match_form(image, known.marks, features, by_words),
        )
        return Match(KnownTemplate(known.template, features), alignment)

    def _current(self, readers: Readers, owner: str, known: StoredSignature) -> StoredSignature:
        """Give a signature of this version's extractor."""
        if known.version == readers.form_features_version:
            return known
        try:
            features = self._rebuild(readers, owner, known.template_id)
        except TemplateNotFoundError:
            return known  # removed meanwhile; it is met again when it is aligned
        return StoredSignature(known.template_id, features.version, features.signature)

    def _rebuild(self, readers: Readers, owner: str, template_id: str) -> FormFeatures:
        # the picture was small enough when it was added, whatever the limit is now; and while a thread that
        # reads waits here, nobody else's picture is read and forgotten
        picture = self._decoders.decode(
            self._store.picture(owner, template_id),
            max_pixels=LONGEST_SIDE * LONGEST_SIDE,
            pdf_page=1,
            counted=False,
        )
        features = guarded(lambda: readers.describe_form(picture.image))
        self._store.replace_features(owner, template_id, stored_features(features))
        return features


def stored_features(features: FormFeatures) -> StoredFeatures:
    """Write features as the store keeps them."""
    return StoredFeatures(features.version, features.signature, features.data)


def guarded(reading: Callable[[], Result]) -> Result:
    """Do a reading; what goes wrong in it is raised as one of this package's errors.

    Raises:
        TemplateMismatchError: the picture shows another form.
        models.form.describe.features.FeaturesCorrupt: the template's features are damaged.
        ReadingFailedError: anything else, which is logged.
    """
    try:
        return reading()
    except FormMismatchError:
        raise TemplateMismatchError from None
    except FeaturesCorrupt:
        raise
    except Exception as error:
        _LOG.exception("the form reader failed")
        raise ReadingFailedError from error
