"""Accounts in the database of a running service."""

from pathlib import Path

from sealstack.service.accounts import Account, AccountStore
from sealstack.service.accounts.key_pairs import generate_secret_id, generate_secret_key
from sealstack.service.settings.settings import Settings
from sealstack.service.storage.opening import open_account_store, open_database


def store_of(folder: Path) -> AccountStore:
    """Open the accounts of the service whose `OCR_DATA_DIR` this is."""
    settings = Settings(data_dir=folder)
    return open_account_store(settings, open_database(settings))


def add_account(store: AccountStore, **details) -> Account:
    """Add an account with keys of its own."""
    return store.add(Account(generate_secret_id(), generate_secret_key(), **details))
