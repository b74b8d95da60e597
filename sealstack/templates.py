"""Templates of forms in Python: add one, and read forms by it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sealstack.engine import find_readers
from sealstack.inputs import Source, only_file, only_page
from sealstack.models.values import Field
from sealstack.service.settings.environment import read_settings
from sealstack.service.templates import AUTO, Templates
from sealstack.service.templates.local import opened_templates, owner_by_key
from sealstack.service.templates.marks import parse_template
from sealstack.service.templates.names import check_name


@dataclass(frozen=True)
class Template:
    """A template in the database that the service uses too (`OCR_DATABASE_URL` or `OCR_DATA_DIR`).

    Examples:
        >>> form = Template.add("form.png", [[[[10, 20], [200, 20], [200, 60], [10, 60]], "name"]])
        >>> for field in form.query("filled.jpg"):
        ...     print(field.name, field.value)

    Attributes:
        template_id: 40 hexadecimal digits.
        key: the key of `OCR_API_KEYS` whose template it is; None when there are no keys.
    """

    template_id: str
    key: str | None = None

    @classmethod
    def add(
        cls,
        image: Source,
        fields: Sequence[Any] | str,
        *,
        name: str = "",
        page: int | None = None,
        key: str | None = None,
    ) -> Template:
        """Keep a new template.

        Args:
            image: the form, as a path, a URL, bytes, an open file, a Pillow picture or an array.
            fields: `[[[[x, y] × 4], "name"], …]`, the corners clockwise from the upper left; optionally with
                a hint as third element: `"digits"`, `"date"`, `"amount"` or `{"regex": "…"}`. JSON will do.
            name: what people shall call it, up to 128 characters.
            page: the number of the page, from 1; needed for a document of several pages.
            key: whose template it shall be.

        Raises:
            ValueError: the name is too long or more than one line.
            sealstack.service.templates.errors.InvalidTemplateError: the fields are invalid.
            sealstack.inputs.InputError: the picture is not there, or has several pages and none was chosen.
            sealstack.service.intake.errors.IntakeError: it is no picture, or too large.
            sealstack.service.settings.values.SettingsError: the database cannot be opened, or there is no
                such key.
        """
        marks = parse_template(fields if isinstance(fields, str) else json.dumps(list(fields)))
        content = only_file(image, read_settings().max_pixels, page)
        check_name(name)
        with _opened(key) as (templates, owner):
            return cls(templates.add(owner, marks, content, name), key)

    @classmethod
    def all(cls, *, key: str | None = None) -> list[Template]:
        """List the templates, oldest first."""
        with _opened(key) as (templates, owner):
            return [cls(template_id, key) for template_id in templates.ids(owner)]

    @classmethod
    def best(
        cls, image: Source, *, page: int | None = None, key: str | None = None
    ) -> tuple[Template, list[Field]]:
        """Read a form by the template that it matches best; returns that template too.

        Raises:
            sealstack.service.templates.errors.TemplateMismatchError: it matches none.
        """
        picture = only_page(image, read_settings().max_pixels, page).load()
        with _opened(key) as (templates, owner):
            reading = templates.query(owner, AUTO, picture)
        return cls(reading.template_id, key), list(reading.fields)

    @property
    def name(self) -> str:
        """What people call it; empty for none."""
        with _opened(self.key) as (templates, owner):
            return templates.get(owner, self.template_id)[0].name

    @property
    def fields(self) -> list[Any]:
        """Its fields, as `add` takes them."""
        with _opened(self.key) as (templates, owner):
            stored, _ = templates.get(owner, self.template_id)
        fields: list[Any] = json.loads(stored.fields)
        return fields

    def query(self, image: Source, *, page: int | None = None) -> list[Field]:
        """Read a form.

        Args:
            image: the filled form, as a path, a URL, bytes, an open file, a Pillow picture or an array.
            page: the number of the page, from 1; needed for a document of several pages.

        Returns:
            A value for each field, in the template's order.

        Raises:
            sealstack.service.templates.local.TemplateNotFoundError: there is no such template any more.
            sealstack.service.templates.errors.TemplateMismatchError: the picture does not show this form.
            sealstack.inputs.InputError: the picture is not there, or has several pages and none was chosen.
            sealstack.service.intake.errors.IntakeError: it is no picture, or too large.
        """
        picture = only_page(image, read_settings().max_pixels, page).load()
        with _opened(self.key) as (templates, owner):
            return list(templates.query(owner, self.template_id, picture).fields)

    def delete(self) -> None:
        """Remove the template.

        Raises:
            sealstack.service.templates.local.TemplateNotFoundError: there is no such template any more.
        """
        with _opened(self.key) as (templates, owner):
            templates.remove(owner, [self.template_id])


@contextmanager
def _opened(key: str | None) -> Iterator[tuple[Templates, str]]:
    """The templates, and the owner by that key; networks are loaded when they are first needed."""
    settings = read_settings()
    owner = owner_by_key(settings, key)
    with opened_templates(settings, find_readers()) as templates:
        yield templates, owner
