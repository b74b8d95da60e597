"""What can be done with templates, whatever dialect asks for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sealstack.models.drawing.form import draw_fields
from sealstack.models.form.template import FieldMark
from sealstack.models.values import Field, Image
from sealstack.service.intake.decode import check_image_size
from sealstack.service.intake.decoders import Decoders
from sealstack.service.intake.errors import NotAPictureError
from sealstack.service.readers.inference import Inference, Readers
from sealstack.service.settings.settings import Settings
from sealstack.service.templates.marks import check_inside, write_template
from sealstack.service.templates.matching import (
    LONGEST_SIDE,
    Match,
    TemplateMatcher,
    guarded,
    stored_features,
)
from sealstack.service.texts import Text
from sealstack.templates_store.templates import (
    StoredTemplate,
    TemplateStore,
)

AUTO = "auto"
"""In place of a template's id in a query: the best of the owner's templates."""

_SEVERAL_PAGES = Text(
    "文件应只有一页，实际有{pages}页。", "A file must have one page only, but this one has {pages}."
)


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
        self._matcher = TemplateMatcher(decoders, store)

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
            features = place.run(lambda readers: guarded(lambda: readers.describe_form(image)))
        return self._store.add(owner, write_template(marks), size, content, stored_features(features), name)

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
        asked_for = self._matcher.find(owner, template_id) if template_id != AUTO else None

        def read(readers: Readers, image: Image) -> TemplateReading:
            match = self._matcher.best(readers, owner, image) if asked_for is None else Match(asked_for)
            known = match.known
            reading, _ = self._matcher.with_features(
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
            return [match.known.template for match in self._matcher.alike(readers, owner, image)]

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
