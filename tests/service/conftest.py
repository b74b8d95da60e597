import shutil
from pathlib import Path

import pytest

from sealstack.service.accounts import AccountStore, SecretKeyCipher
from sealstack.templates_store import migration, sqlite
from sealstack.templates_store.database import Database, default_url


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of a database with all tables, for tests to copy: making one takes longer than most do."""
    made = Database(default_url(tmp_path_factory.mktemp("empty")))
    migration.upgrade(made)
    made.close()
    assert made.file is not None
    return made.file


@pytest.fixture
def database(tmp_path: Path, empty_database: Path, monkeypatch: pytest.MonkeyPatch) -> Database:
    monkeypatch.setattr(sqlite, "BUSY_SECONDS", 120.0)  # a busy machine must not fail a test
    opened = Database(default_url(tmp_path))
    assert opened.file is not None
    shutil.copy(empty_database, opened.file)
    return opened


@pytest.fixture
def store(database: Database, tmp_path: Path) -> AccountStore:
    return AccountStore(database, SecretKeyCipher("", tmp_path / "account.key"))
