"""Opening what the settings name: the database and the accounts."""

from __future__ import annotations

from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from service.accounts import Account, AccountKeyError, Accounts, AccountStore, SecretKeyCipher
from service.accounts.encryption import KEY_FILE_NAME
from service.setting_values import SettingsError
from service.settings import Settings
from templates_store import migration
from templates_store.database import Database, DatabaseUrlError, default_url


def open_database(settings: Settings) -> Database:
    """Open the database and bring its tables up to this version, making both where there are none.

    Every process may do so at its start: one migrates, the others wait.

    Raises:
        SettingsError: the database cannot be opened or migrated; the message says why.
    """
    data_dir = settings.data_dir.expanduser()
    try:
        database = Database(settings.database_url or default_url(data_dir))
        migration.upgrade(database)
    except DatabaseUrlError as error:
        raise SettingsError(f"OCR_DATABASE_URL: {error}") from error
    except migration.MigrationError as error:
        raise SettingsError(str(error)) from error
    except (OSError, SQLAlchemyError) as error:
        raise SettingsError(f"the database cannot be opened: {plain_reason(error)}") from error
    return database


def open_account_store(settings: Settings, database: Database) -> AccountStore:
    """Open the stored accounts.

    Raises:
        SettingsError: `OCR_ACCOUNT_KEY` is no key.
    """
    try:
        cipher = SecretKeyCipher(settings.account_key, settings.data_dir.expanduser() / KEY_FILE_NAME)
    except AccountKeyError as error:
        raise SettingsError(str(error)) from error
    return AccountStore(database, cipher)


def open_accounts(settings: Settings, database: Database) -> Accounts:
    """Open all accounts, that of the settings among them.

    Raises:
        SettingsError: a stored secret key cannot be decrypted; the message says what to do.
    """
    configured = None
    if settings.secret_id:
        configured = Account(settings.secret_id, settings.secret_key, name="OCR_SECRET_ID")
    store = open_account_store(settings, database)
    try:
        store.require_key()
    except AccountKeyError as error:
        raise SettingsError(str(error)) from error
    return Accounts(store, configured=configured, public_hosts=settings.public_hosts)


def plain_reason(error: Exception) -> str:
    """Say what a database driver or the operating system said, without the statement and its values."""
    cause = error.orig if isinstance(error, DBAPIError) and error.orig else error
    return str(cause).strip().partition("\n")[0]
