"""The stored templates: added, found, listed, changed, removed, each owner's apart from all others'."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import ColumnElement, delete, select, update
from sqlalchemy.orm import Session

from sealstack.templates_store.database import Database
from sealstack.templates_store.template_tables import TemplateFeaturesRow, TemplatePictureRow, TemplateRow

_ID_BYTES = 20  # 160 bits, written as the 40 hexadecimal digits that clients of the published service know
_ID = re.compile(r"[0-9a-f]{40}")
_AT_ONCE = 500  # ids in one statement; databases limit its parameters


class TemplateNotFoundError(LookupError):
    """The owner has no template with this id.

    Attributes:
        template_id: the id.
    """

    def __init__(self, template_id: str) -> None:
        super().__init__(template_id)
        self.template_id = template_id


@dataclass(frozen=True)
class StoredTemplate:
    """A template without its picture.

    Attributes:
        template_id: 40 hexadecimal digits.
        width: of its upright picture, pixels.
        height: of its upright picture, pixels.
        fields: its fields in order, JSON as it was given.
        created: when it was added.
        name: what people call it; empty for none.
    """

    template_id: str
    width: int
    height: int
    fields: str
    created: datetime
    name: str = ""


@dataclass(frozen=True)
class StoredFeatures:
    """What an extractor made of a template's picture.

    Attributes:
        version: of the extractor.
        signature: by which likely templates are found.
        content: everything that aligning needs.
    """

    version: int
    signature: bytes
    content: bytes


@dataclass(frozen=True)
class StoredSignature:
    """The signature of one template.

    Attributes:
        template_id: of the template.
        version: of the extractor that made it.
        signature: the signature.
    """

    template_id: str
    version: int
    signature: bytes


class TemplateStore:
    """The templates in one database.

    What a method has changed is on the disk when it returns, whole; when it raises, nothing has changed.
    """

    def __init__(self, database: Database) -> None:
        """Work on a database that has been migrated."""
        self._database = database

    def add(
        self,
        owner: str,
        fields: str,
        size: tuple[int, int],
        picture: bytes,
        features: StoredFeatures,
        name: str = "",
    ) -> str:
        """Keep a new template.

        Args:
            owner: who adds it, at most 160 characters.
            fields: its fields in order, JSON.
            size: `(width, height)` of its upright picture, pixels.
            picture: the file of its picture.
            features: what was made of the picture.
            name: what people shall call it, at most 128 characters.

        Returns:
            Its id, which nobody can guess.
        """
        template_id = secrets.token_hex(_ID_BYTES)
        row = TemplateRow(
            template_id=template_id,
            owner=owner,
            width=size[0],
            height=size[1],
            name=name,
            fields=fields,
            created=datetime.now(UTC),
        )
        with self._database.writing() as session:
            session.add(row)
            session.flush()
            session.add(TemplatePictureRow(number=row.number, content=picture))
            session.add(
                TemplateFeaturesRow(
                    number=row.number,
                    version=features.version,
                    signature=features.signature,
                    content=features.content,
                )
            )
        return template_id

    def find(self, owner: str, template_id: str) -> StoredTemplate:
        """Look a template up.

        Raises:
            TemplateNotFoundError: the owner has none with this id.
        """
        with self._database.reading() as session:
            row = session.scalar(select(TemplateRow).where(_is(owner, template_id)))
            if row is None:
                raise TemplateNotFoundError(template_id)
            return _stored(row)

    def find_with_features(self, owner: str, template_id: str) -> tuple[StoredTemplate, StoredFeatures]:
        """Look a template up together with what was made of its picture.

        Raises:
            TemplateNotFoundError: the owner has none with this id.
        """
        wanted = select(TemplateRow, TemplateFeaturesRow).join(
            TemplateFeaturesRow, TemplateFeaturesRow.number == TemplateRow.number
        )
        with self._database.reading() as session:
            found = session.execute(wanted.where(_is(owner, template_id))).one_or_none()
            if found is None:
                raise TemplateNotFoundError(template_id)
            template, features = found
            return _stored(template), StoredFeatures(features.version, features.signature, features.content)

    def picture(self, owner: str, template_id: str) -> bytes:
        """Get the file of a template's picture.

        Raises:
            TemplateNotFoundError: the owner has no template with this id.
        """
        wanted = select(TemplatePictureRow.content).join(
            TemplateRow, TemplateRow.number == TemplatePictureRow.number
        )
        with self._database.reading() as session:
            content = session.scalar(wanted.where(_is(owner, template_id)))
        if content is None:
            raise TemplateNotFoundError(template_id)
        return content

    def replace_features(self, owner: str, template_id: str, features: StoredFeatures) -> None:
        """Put other features in place of a template's; does nothing when it has been removed meanwhile."""
        number = select(TemplateRow.number).where(_is(owner, template_id)).scalar_subquery()
        with self._database.writing() as session:
            session.execute(
                update(TemplateFeaturesRow)
                .where(TemplateFeaturesRow.number == number)
                .values(version=features.version, signature=features.signature, content=features.content)
            )

    def replace_fields(self, owner: str, template_id: str, fields: str, name: str | None = None) -> None:
        """Put other fields in place of a template's, and another name where one is given.

        Raises:
            TemplateNotFoundError: the owner has no template with this id.
        """
        with self._database.writing() as session:
            values = {"fields": fields} if name is None else {"fields": fields, "name": name}
            changed = update(TemplateRow).where(_is(owner, template_id)).values(values)
            if session.scalar(changed.returning(TemplateRow.number)) is None:
                raise TemplateNotFoundError(template_id)

    def remove(self, owner: str, template_ids: Sequence[str]) -> None:
        """Remove templates, all of them or none.

        Raises:
            TemplateNotFoundError: the owner has no template with one of the ids; none is removed then.
        """
        wanted = list(dict.fromkeys(template_ids))
        possible = [one for one in wanted if _ID.fullmatch(one)]
        removed: set[str] = set()
        with self._database.writing() as session:
            for start in range(0, len(possible), _AT_ONCE):
                removed.update(_remove(session, owner, possible[start : start + _AT_ONCE]))
            for template_id in wanted:
                if template_id not in removed:
                    raise TemplateNotFoundError(template_id)

    def all(self, owner: str) -> list[tuple[str, str]]:
        """List the id and the fields of each of an owner's templates, oldest first."""
        wanted = select(TemplateRow.template_id, TemplateRow.fields).where(TemplateRow.owner == owner)
        with self._database.reading() as session:
            return [(row[0], row[1]) for row in session.execute(wanted.order_by(TemplateRow.number))]

    def described(self, owner: str) -> list[StoredTemplate]:
        """List an owner's templates with all that is kept beside their pictures, oldest first."""
        wanted = select(TemplateRow).where(TemplateRow.owner == owner).order_by(TemplateRow.number)
        with self._database.reading() as session:
            return [_stored(row) for row in session.scalars(wanted)]

    def ids(self, owner: str) -> list[str]:
        """List the ids of an owner's templates, oldest first."""
        wanted = select(TemplateRow.template_id).where(TemplateRow.owner == owner)
        with self._database.reading() as session:
            return list(session.scalars(wanted.order_by(TemplateRow.number)))

    def signatures(self, owner: str) -> list[StoredSignature]:
        """List the signatures of an owner's templates, oldest first."""
        wanted = (
            select(TemplateRow.template_id, TemplateFeaturesRow.version, TemplateFeaturesRow.signature)
            .join(TemplateFeaturesRow, TemplateFeaturesRow.number == TemplateRow.number)
            .where(TemplateRow.owner == owner)
            .order_by(TemplateRow.number)
        )
        with self._database.reading() as session:
            return [StoredSignature(row[0], row[1], row[2]) for row in session.execute(wanted)]


def _stored(row: TemplateRow) -> StoredTemplate:
    return StoredTemplate(row.template_id, row.width, row.height, row.fields, row.created, row.name)


def _remove(session: Session, owner: str, template_ids: Sequence[str]) -> Iterator[str]:
    gone = delete(TemplateRow).where(TemplateRow.owner == owner, TemplateRow.template_id.in_(template_ids))
    yield from session.scalars(gone.returning(TemplateRow.template_id))


def _is(owner: str, template_id: str) -> ColumnElement[bool]:
    if not _ID.fullmatch(template_id):  # not every text can be asked of every database
        raise TemplateNotFoundError(template_id)
    return (TemplateRow.template_id == template_id) & (TemplateRow.owner == owner)
