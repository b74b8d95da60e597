"""The templates for those who work beside the service and not through it: Python, the command line."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from werkzeug.datastructures import Headers
from werkzeug.exceptions import Unauthorized

from service.api_keys import ApiKeys
from service.inference import Inference, Readers
from service.opening import open_database
from service.setting_values import SettingsError
from service.settings import Settings
from service.templates import Templates
from templates_store.templates import TemplateNotFoundError, TemplateStore

__all__ = ["TemplateNotFoundError", "opened_templates", "owner_by_key"]


@contextmanager
def opened_templates(settings: Settings, readers: Readers) -> Iterator[Templates]:
    """Open the templates of the settings' database for a while.

    Args:
        settings: whose database.
        readers: what reads.

    Raises:
        SettingsError: the database cannot be opened.
    """
    database = open_database(settings)
    try:
        yield Templates(settings, Inference(readers, threads=1, queue=0), TemplateStore(database))
    finally:
        database.close()


def owner_by_key(settings: Settings, key: str | None) -> str:
    """Tell whose templates are meant.

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
            raise SettingsError("templates belong to the keys of OCR_API_KEYS: say whose are meant") from None
        raise SettingsError("this is none of the keys in OCR_API_KEYS") from None
