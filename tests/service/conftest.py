from pathlib import Path

import pytest

from sealstack.service.accounts import AccountStore, SecretKeyCipher
from sealstack.templates_store import sqlite
from sealstack.templates_store.database import Database, default_url
from tests.databases import with_tables


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Database:
    monkeypatch.setattr(sqlite, "BUSY_SECONDS", 120.0)  # a busy machine must not fail a test
    return Database(default_url(with_tables(tmp_path)))


@pytest.fixture
def store(database: Database, tmp_path: Path) -> AccountStore:
    return AccountStore(database, SecretKeyCipher("", tmp_path / "account.key"))
