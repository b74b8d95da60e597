"""Opening what the settings name: the database and the accounts."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError

from sealstack.service.accounts import AccountKeyError, AccountStore, SecretKeyCipher
from sealstack.service.accounts.encryption import KEY_FILE_NAME
from sealstack.service.settings.settings import Settings
from sealstack.service.settings.values import SettingsError
from sealstack.templates_store import migration
from sealstack.templates_store.database import Database, DatabaseUrlError, default_url


def open_database(settings: Settings) -> Database:
    """Open the database and bring its tables up to this version, making both where there are none.

    Every process may do so at its start: one migrates, the others wait. Where the settings say so, nothing is
    migrated, and other tables than those of this version are an error.

    Raises:
        SettingsError: the database cannot be opened or migrated; the message says why.
    """
    with readable_opening_errors(settings):
        database = Database(database_url(settings))
        if settings.migrate:
            migration.upgrade(database)
        else:
            migration.require_latest(database)
        return database


@contextmanager
def readable_opening_errors(settings: Settings) -> Iterator[None]:
    """Turn errors of opening the settings' database into one sentence that names it.

    Raises:
        SettingsError: in the place of the errors of the driver, the operating system and the migrations.
    """
    try:
        with readable_database_errors(settings):
            yield
    except DatabaseUrlError as error:
        raise SettingsError(f"OCR_DATABASE_URL: {error}") from error
    except migration.MigrationError as error:
        raise SettingsError(f"the database {database_name(settings)} {error}") from error
    except OSError as error:
        raise _unusable(settings, error) from error


@contextmanager
def readable_database_errors(settings: Settings) -> Iterator[None]:
    """Turn errors of the driver of the settings' database into one sentence that names it.

    Raises:
        SettingsError: in the place of the driver's errors.
    """
    try:
        yield
    except SQLAlchemyError as error:
        raise _unusable(settings, error) from error


def _unusable(settings: Settings, error: Exception) -> SettingsError:
    return SettingsError(f"the database {database_name(settings)} cannot be used: {plain_reason(error)}")


def database_url(settings: Settings) -> str:
    """The URL of the settings' database."""
    return settings.database_url or default_url(settings.data_dir.expanduser())


def database_name(settings: Settings) -> str:
    """Say which database the settings name: its file, or its URL without the password.

    Raises:
        SettingsError: `OCR_DATABASE_URL` is no URL.
    """
    try:
        url = make_url(database_url(settings))
    except ArgumentError:
        raise SettingsError("OCR_DATABASE_URL: it is no URL") from None
    is_file = url.get_backend_name() == "sqlite" and url.database is not None
    return str(url.database) if is_file else url.render_as_string(hide_password=True)


def open_account_store(settings: Settings, database: Database) -> AccountStore:
    """Open the stored accounts.

    Raises:
        SettingsError: `OCR_ACCOUNT_KEY` is no key.
    """
    return AccountStore(database, open_cipher(settings))


def open_cipher(settings: Settings) -> SecretKeyCipher:
    """Open what the accounts' secret keys are encrypted with, and know by it whether there ever was one.

    Raises:
        SettingsError: `OCR_ACCOUNT_KEY` is no key.
    """
    try:
        return SecretKeyCipher(settings.account_key, settings.data_dir.expanduser() / KEY_FILE_NAME)
    except AccountKeyError as error:
        raise SettingsError(str(error)) from error


def plain_reason(error: Exception) -> str:
    """Say what a database driver or the operating system said, without the statement and its values."""
    cause = error.orig if isinstance(error, DBAPIError) and error.orig else error
    if isinstance(cause, OSError) and cause.strerror is not None:
        reason = cause.strerror.lower()
        return reason if cause.filename is None else f"{cause.filename}: {reason}"
    return str(cause).strip().partition("\n")[0]
