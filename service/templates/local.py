"""The templates for those who work beside the service and not through it: Python, the command line."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from werkzeug.datastructures import Headers
from werkzeug.exceptions import Unauthorized

from sealstack.service.accounts.api_keys import ApiKeys
from sealstack.service.intake.decoders import DecodersHere
from sealstack.service.readers.inference import Inference, Readers
from sealstack.service.settings.settings import Settings
from sealstack.service.settings.values import SettingsError
from sealstack.service.storage.opening import open_database, readable_database_errors
from sealstack.service.templates import AUTO, Templates
from sealstack.templates_store.templates import StoredTemplate, TemplateNotFoundError, TemplateStore

__all__ = [
    "AmbiguousNameError",
    "StoredTemplate",
    "TemplateNotFoundError",
    "id_of_template",
    "opened_templates",
    "owner_by_key",
]

PATIENCE = 600.0
"""Seconds that a reading may take where nobody waits behind it: a busy machine may be slow."""


class AmbiguousNameError(LookupError):
    """Several templates have the name that was given; the message lists their ids."""


@contextmanager
def opened_templates(
    settings: Settings, readers: Readers, *, seconds: float = PATIENCE
) -> Iterator[Templates]:
    """Open the templates of the settings' database for a while.

    Args:
        settings: whose database.
        readers: what reads.
        seconds: how long a reading may take.

    Raises:
        SettingsError: the database cannot be opened, or not be used meanwhile.
    """
    database = open_database(settings)
    try:
        with readable_database_errors(settings):
            inference = Inference(readers, threads=1, queue=0, seconds=seconds)
            yield Templates(settings, inference, DecodersHere(), TemplateStore(database))
    finally:
        database.close()


def id_of_template(templates: Templates, owner: str, id_or_name: str) -> str:
    """The id of the template that a person means: by its id, or by its name where only one has it.

    Args:
        templates: where to look.
        owner: whose templates.
        id_or_name: an id, a name, or `AUTO`, which is returned as it is.

    Raises:
        TemplateNotFoundError: no template has this id or name.
        AmbiguousNameError: several have this name.
    """
    if id_or_name == AUTO:
        return AUTO
    stored = templates.described(owner)
    if any(one.template_id == id_or_name for one in stored):
        return id_or_name
    named = [one.template_id for one in stored if one.name and one.name == id_or_name]
    if not named:
        raise TemplateNotFoundError(id_or_name)
    if len(named) > 1:
        raise AmbiguousNameError(
            f"{len(named)} templates have the name {id_or_name}, use an id: {', '.join(named)}"
        )
    return named[0]


def owner_by_key(settings: Settings, key: str | None) -> str:
    """The owner of the templates that a key opens.

    Args:
        settings: with the keys there are.
        key: one of them; needed when there are any.

    Raises:
        SettingsError: it is none of them.
    """
    try:
        return ApiKeys(settings.api_keys).owner_of(Headers({"X-Api-Key": key} if key else {}))
    except Unauthorized:
        if key is None:
            raise SettingsError(
                "templates belong to the keys of OCR_API_KEYS: name one (--api-key, in Python key=)"
            ) from None
        raise SettingsError("this is none of the keys in OCR_API_KEYS") from None
