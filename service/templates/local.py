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
from sealstack.service.templates import Templates
from sealstack.templates_store.templates import StoredTemplate, TemplateNotFoundError, TemplateStore

__all__ = ["StoredTemplate", "TemplateNotFoundError", "opened_templates", "owner_by_key"]

PATIENCE = 600.0
"""Seconds that a reading may take where nobody waits behind it: a busy machine may be slow."""


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
