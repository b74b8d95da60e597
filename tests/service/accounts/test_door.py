"""The door: shut by the first account, opened by a person alone."""

from pathlib import Path

import pytest

from sealstack.service.accounts import Account, AccountStore, SecretKeyCipher
from sealstack.service.accounts.door import DOOR_FILE_NAME, Door
from sealstack.service.dialects.tencent.access import Accounts
from sealstack.templates_store import migration
from sealstack.templates_store.database import Database, default_url
from tests.service.dialects.tencent.signatures.wire import SECRET_ID, SECRET_KEY


@pytest.fixture
def key_file(tmp_path: Path) -> Path:
    return tmp_path / "account.key"


def accounts_in(folder: Path) -> Accounts:
    database = Database(default_url(folder))
    migration.upgrade(database)
    return Accounts(AccountStore(database, SecretKeyCipher("", folder / "account.key")))


def test_it_is_open_on_a_new_service(key_file: Path) -> None:
    assert not Door(key_file, has_key=False).is_shut


def test_a_key_of_accounts_shuts_it(key_file: Path) -> None:
    assert Door(key_file, has_key=True).is_shut
    key_file.touch()
    assert Door(key_file, has_key=False).is_shut


def test_it_stays_as_it_was_left(key_file: Path) -> None:
    Door(key_file, has_key=True).open()
    assert not Door(key_file, has_key=True).is_shut
    Door(key_file, has_key=False).shut()
    assert Door(key_file, has_key=False).is_shut


@pytest.mark.parametrize("content", [b"", b"ope", b"\xff\xfe", b"open the door"])
def test_a_file_that_says_anything_else_is_no_reason_to_open(key_file: Path, content: bytes) -> None:
    key_file.with_name(DOOR_FILE_NAME).write_bytes(content)
    assert Door(key_file, has_key=False).is_shut


def test_its_file_is_for_its_owner_alone(key_file: Path) -> None:
    Door(key_file, has_key=False).shut()
    [file] = key_file.parent.iterdir()
    assert file.stat().st_mode & 0o777 == 0o600


def test_a_database_that_is_lost_lets_nobody_in(tmp_path: Path) -> None:
    database = Database(default_url(tmp_path))
    migration.upgrade(database)
    AccountStore(database, SecretKeyCipher("", tmp_path / "account.key")).add(Account(SECRET_ID, SECRET_KEY))
    database.close()
    for file in tmp_path.glob("sealstack.db*"):
        file.unlink()
    assert not accounts_in(tmp_path).is_open
    assert accounts_in(tmp_path).is_locked


def test_without_its_file_the_key_alone_keeps_it_shut(tmp_path: Path) -> None:
    SecretKeyCipher("", tmp_path / "account.key").encrypt("secret")
    assert not accounts_in(tmp_path).is_open
