from pathlib import Path

import pytest

from service.accounts import AccountStore, SecretKeyCipher
from templates_store import migration
from templates_store.database import Database, default_url


@pytest.fixture
def database(tmp_path: Path) -> Database:
    opened = Database(default_url(tmp_path))
    migration.upgrade(opened)
    return opened


@pytest.fixture
def store(database: Database, tmp_path: Path) -> AccountStore:
    return AccountStore(database, SecretKeyCipher("", tmp_path / "account.key"))
