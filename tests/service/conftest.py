from pathlib import Path

import pytest

from sealstack.service.accounts import AccountStore, SecretKeyCipher
from sealstack.templates_store import migration
from sealstack.templates_store.database import Database, default_url


@pytest.fixture
def database(tmp_path: Path) -> Database:
    opened = Database(default_url(tmp_path))
    migration.upgrade(opened)
    return opened


@pytest.fixture
def store(database: Database, tmp_path: Path) -> AccountStore:
    return AccountStore(database, SecretKeyCipher("", tmp_path / "account.key"))
