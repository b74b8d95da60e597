"""What can be done with templates, whatever dialect asks for it."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from sealstack.models.drawing.form import draw_fields
from sealstack.models.form.align.whole import Alignment
from sealstack.models.form.describe.features import FeaturesCorrupt
from sealstack.models.form.template import FieldMark, FormFeatures, FormMismatchError
from sealstack.models.values import Field, Image
from sealstack.service.intake.decode import check_image_size
from sealstack.service.intake.decoders import Decoders
from sealstack.service.intake.errors import NotAPictureError
from sealstack.service.readers.inference import Inference, Readers
from sealstack.service.settings.settings import Settings
from sealstack.service.templates.errors import ReadingFailedError, TemplateMismatchError
from sealstack.service.templates.marks import check_inside, read_template, write_template
from sealstack.service.texts import Text
from sealstack.templates_store.templates import (
    StoredFeatures,
    StoredSignature,
    StoredTemplate,
    TemplateNotFoundError,
    TemplateStore,
)

Result = TypeVar("Result")

_LOG = logging.getLogger(__name__)

AUTO = "auto"
"""In place of a template's id in a query: the best of the owner's templates."""

LONGEST_SIDE = 4096
"""The most pixels of either side of a picture, as the published service documents."""

_LIKELY = 5  # how many templates are aligned in full when the best is looked for

_SEVERAL_PAGES = Text(
    "文件应只有一页，实际有{pages}页。", "A file must have one page only, but this one has {pages}."
)


@dataclass(frozen=True, eq=False)
class _Known:
    """A template as the store has it, with the features of its picture."""

    template: StoredTemplate
    features: FormFeatures

    @property
    def template_id(self) -> str:
        return self.template.template_id

    @cached_property
    def marks(self) -> tuple[FieldMark, ...]:
        """Its fields."""
        return read_template(self.template.fields)


@dataclass(frozen=True, eq=False)
class _Match:
    """A template that a picture shows, or is said to show.

    Attributes:
        known: the template.
        alignment: how it lies on the picture; None where that is not known yet.
    """

    known: _Known
    alignment: Alignment | None = None

    @property
    def score(self) -> float:
        """How well the picture matches, 0..1."""
        return self.alignment.score if self.alignment else 0.0


@dataclass(frozen=True, eq=False)
class TemplateReading:
    """A form that was read by a template.

    Attributes:
        template_id: of the template; the one that was chosen when the best was asked for.
        fields: one for each field of the template, in its order.
        overlay: the picture with each field drawn where it landed; None unless asked for.
    """

    template_id: str
    fields: tuple[Field, ...]
    overlay: Image | None = None


class Templates:
    """The templates of every owner.

    Owners are distinguished by any text; one neither sees nor changes what is another's.
    """

    def __init__(
        self, settings: Settings, inference: Inference, decoders: Decoders, store: TemplateStore
    ) -> None:
        """Bring together where pictures are read and decoded, and where templates are kept."""
        self._max_pixels = settings.max_pixels
        self._inference = inference
        self._decoders = decoders
        self._store = store

    def require_room(self) -> None:
        """Make sure that a picture could be read at this moment, before it is fetched.

        Raises:
            service.readers.inference.Overloaded: too many readings wait already.
        """
        self._inference.require_room()

    def add(self, owner: str, marks: Sequence[FieldMark], content: bytes, name: str = "") -> str:
        """Keep a new template; it is on the disk when its id is returned.

        Args:
            owner: who adds it.
            marks: its fields.
            content: the file of its picture.
            name: what people shall call it, up to 128 characters.

        Raises:
            service.templates.errors.InvalidTemplateError: a field lies outside of the picture.
            service.intake.errors.IntakeError: the file is no picture, or too large a one.
            service.readers.inference.Overloaded: too many readings wait already.
            ReadingFailedError: the readers failed.
        """
        with self._inference.place() as place:
            image = self._decode(content, place.deadline)
            size = (image.shape[1], image.shape[0])
            check_inside(marks, *size)
            features = place.run(lambda readers: _guarded(lambda: readers.describe_form(image)))
        return self._store.add(owner, write_template(marks), size, content, _stored(features), name)

    def query(
        self, owner: str, template_id: str, picture: bytes | Image, *, with_overlay: bool = False
    ) -> TemplateReading:
        """Read a picture by a template.

        Args:
            owner: who asks.
            template_id: one of the owner's templates, or `AUTO`.
            picture: its file, or `(H, W, 3)` uint8 BGR.
            with_overlay: whether to draw where each field landed.

        Raises:
            TemplateNotFoundError: the owner has no template with this id.
            TemplateMismatchError: the picture does not show the form of the template, or of any.
            service.intake.errors.IntakeError: the file is no picture, or too large a one.
            service.readers.inference.Overloaded: too many readings wait already.
            ReadingFailedError: the readers failed.
        """
        asked_for = self._find(owner, template_id) if template_id != AUTO else None

        def read(readers: Readers, image: Image) -> TemplateReading:
            match = self._best(readers, owner, image) if asked_for is None else _Match(asked_for)
            known = match.known
            reading, _ = self._with_features(
                readers,
                owner,
                known,
                lambda features: readers.read_form(image, known.marks, features, match.alignment),
            )
            overlay = draw_fields(image, reading.fields) if with_overlay else None
            return TemplateReading(known.template_id, reading.fields, overlay)

        with self._inference.place() as place:
            image = self._decode(picture, place.deadline)
            return place.run(lambda readers: read(readers, image))

    def alike(self, owner: str, content: bytes) -> list[StoredTemplate]:
        """List the templates whose form a picture shows by its keypoints, the likeliest first.

        Args:
            owner: whose templates.
            content: the file of the picture.

        Raises:
            service.intake.errors.IntakeError: the file is no picture, or too large a one.
            service.readers.inference.Overloaded: too many readings wait already.
            ReadingFailedError: the readers failed.
        """

        def look(readers: Readers, image: Image) -> list[StoredTemplate]:
            candidates = self._likely(readers, owner, image)
            matches = self._matches(readers, owner, image, candidates, by_words=False)
            return [match.known.template for match in sorted(matches, key=lambda match: -match.score)]

        with self._inference.place() as place:
            image = self._decode(content, place.deadline)
            return place.run(lambda readers: look(readers, image))

    def get(self, owner: str, template_id: str) -> tuple[StoredTemplate, bytes]:
        """Give a template and the file of its picture.

        Raises:
            TemplateNotFoundError: the owner has no template with this id.
        """
        return self._store.find(owner, template_id), self._store.picture(owner, template_id)

    def update(
        self, owner: str, template_id: str, marks: Sequence[FieldMark], name: str | None = None
    ) -> None:
        """Put other fields in place of a template's, and another name where one is given.

        Raises:
            TemplateNotFoundError: the owner has no template with this id.
            service.templates.errors.InvalidTemplateError: a field lies outside of the picture.
        """
        template = self._store.find(owner, template_id)
        check_inside(marks, template.width, template.height)
        self._store.replace_fields(owner, template_id, write_template(marks), name)

    def remove(self, owner: str, template_ids: Sequence[str]) -> None:
        """Remove templates, all of them or none.

        Raises:
            TemplateNotFoundError: the owner has no template with one of the ids; none is removed then.
        """
        self._store.remove(owner, template_ids)

    def ids(self, owner: str) -> list[str]:
        """List the ids of an owner's templates, oldest first."""
        return self._store.ids(owner)

    def all(self, owner: str) -> list[tuple[str, str]]:
        """List the id and the fields, in JSON, of each of an owner's templates, oldest first."""
        return self._store.all(owner)

    def described(self, owner: str) -> list[StoredTemplate]:
        """List an owner's templates, oldest first."""
        return self._store.described(owner)

    def _find(self, owner: str, template_id: str) -> _Known:
        template, stored = self._store.find_with_features(owner, template_id)
        return _Known(template, FormFeatures(stored.version, stored.signature, stored.content))

    def _best(self, readers: Readers, owner: str, image: Image) -> _Match:
        """Choose the template that a picture matches best."""
        candidates = self._likely(readers, owner, image)
        # reading the page takes longer than comparing it with all candidates: not unless it must be
        for by_words in (False, True):
            matches = self._matches(readers, owner, image, candidates, by_words)
            if matches:
                return max(matches, key=lambda match: match.score)
        raise TemplateMismatchError(any_template=True)

    def _likely(self, readers: Readers, owner: str, image: Image) -> list[_Known]:
        """Choose the templates that are worth being aligned, by their signatures."""
        signatures = [self._current(readers, owner, one) for one in self._store.signatures(owner)]
        likely = _guarded(lambda: readers.likely_forms(image, [one.signature for one in signatures], _LIKELY))
        found = []
        for number in likely:
            with suppress(TemplateNotFoundError):  # it was removed meanwhile
                found.append(self._find(owner, signatures[number].template_id))
        return found

    def _matches(
        self, readers: Readers, owner: str, image: Image, candidates: Sequence[_Known], by_words: bool
    ) -> list[_Match]:
        """Compare a picture with templates, and return those that it matches."""
        matches = []
        for known in candidates:
            with suppress(TemplateMismatchError, TemplateNotFoundError):  # another form, or removed meanwhile
                matches.append(self._match(readers, owner, image, known, by_words))
        return matches

    def _match(self, readers: Readers, owner: str, image: Image, known: _Known, by_words: bool) -> _Match:
        alignment, features = self._with_features(
            readers,
            owner,
            known,
            lambda features: readers.match_form(image, known.marks, features, by_words),
        )
        return _Match(_Known(known.template, features), alignment)

    def _current(self, readers: Readers, owner: str, known: StoredSignature) -> StoredSignature:
        """Give a signature of this version's extractor."""
        if known.version == readers.form_features_version:
            return known
        try:
            features = self._rebuild(readers, owner, known.template_id)
        except TemplateNotFoundError:
            return known  # removed meanwhile; it is met again when it is aligned
        return StoredSignature(known.template_id, features.version, features.signature)

    def _with_features(
        self, readers: Readers, owner: str, known: _Known, use: Callable[[FormFeatures], Result]
    ) -> tuple[Result, FormFeatures]:
        """Do something with a template's features, made anew when they are of another version or damaged.

        Returns:
            What `use` returned, and the features that it was given.
        """
        features = known.features
        if features.version != readers.form_features_version:
            features = self._rebuild(readers, owner, known.template_id)
        try:
            return _guarded(lambda: use(features)), features
        except FeaturesCorrupt as error:
            _LOG.warning("the features of template %s are made anew: %s", known.template_id, error)
        features = self._rebuild(readers, owner, known.template_id)
        return _guarded(lambda: use(features)), features

    def _rebuild(self, readers: Readers, owner: str, template_id: str) -> FormFeatures:
        # the picture was small enough when it was added, whatever the limit is now; and while a thread that
        # reads waits here, nobody else's picture is read and forgotten
        picture = self._decoders.decode(
            self._store.picture(owner, template_id),
            max_pixels=LONGEST_SIDE * LONGEST_SIDE,
            pdf_page=1,
            counted=False,
        )
        features = _guarded(lambda: readers.describe_form(picture.image))
        self._store.replace_features(owner, template_id, _stored(features))
        return features

    def _decode(self, content: bytes | Image, deadline: float) -> Image:
        if not isinstance(content, bytes):
            check_image_size(content, self._max_pixels, LONGEST_SIDE)
            return content
        picture = self._decoders.decode(
            content, max_pixels=self._max_pixels, pdf_page=1, max_side=LONGEST_SIDE, deadline=deadline
        )
        if picture.pages > 1:
            raise NotAPictureError(_SEVERAL_PAGES.filled(pages=picture.pages))
        return picture.image


def _stored(features: FormFeatures) -> StoredFeatures:
    return StoredFeatures(features.version, features.signature, features.data)


def _guarded(reading: Callable[[], Result]) -> Result:
    """Do a reading; what goes wrong in it is raised as one of this package's errors."""
    try:
        return reading()
    except FormMismatchError:
        raise TemplateMismatchError from None
    except FeaturesCorrupt:
        raise
    except Exception as error:
        _LOG.exception("the form reader failed")
        raise ReadingFailedError from error
