"""Accounts are kept, changed and forgotten; their packages are counted down exactly."""

import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from sealstack.service.accounts import (
    Account,
    AccountExistsError,
    AccountKeyError,
    AccountNotFoundError,
    AccountState,
    AccountStore,
    SecretKeyCipher,
)
from sealstack.service.accounts.store import PackageUsedUpError
from sealstack.templates_store import migration, sqlite
from sealstack.templates_store.database import Database, default_url
from tests import needs, postgresql
from tests.processes import forked_elsewhere

ACCOUNT = Account(
    secret_id="AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE",
    secret_key="Gu5t9xGARNpq86cd98joQYCN3EXAMPLE",
    name="合同部",
    rates={"SealOCR": 20, "*": 10},
    package_remaining=100,
)
UNKNOWN = "AKIDunknown"


def stored_package(database: Database) -> int | None:
    with database.reading() as session:
        return session.scalar(text("SELECT package_remaining FROM account"))


def call_until_used_up(store: AccountStore) -> int:
    calls = 0
    while True:
        try:
            store.reserve_call(ACCOUNT.secret_id)
        except PackageUsedUpError:
            return calls
        calls += 1


def call_until_used_up_in_a_process(url: str, key_file: Path) -> int:
    sqlite.BUSY_SECONDS = 120  # of this process: a busy machine must not fail a test
    with closing(Database(url)) as database:
        return call_until_used_up(AccountStore(database, SecretKeyCipher("", key_file)))


@pytest.fixture(scope="module")
def postgresql_url() -> Iterator[str]:
    needs.a_postgresql_server()
    with postgresql.server() as url:
        with closing(Database(url)) as empty:
            migration.upgrade(empty)
        yield url


def test_an_account_is_found_as_it_was_added(store: AccountStore) -> None:
    before = datetime.now(UTC)
    added = store.add(ACCOUNT)
    found = store.find(ACCOUNT.secret_id)
    assert found == added
    assert (found.secret_key, found.name, found.state) == (ACCOUNT.secret_key, "合同部", AccountState.ACTIVE)
    assert (found.rates, found.package_remaining) == ({"SealOCR": 20, "*": 10}, 100)
    assert timedelta(0) <= found.created - before < timedelta(minutes=1)


def test_the_secret_key_is_nowhere_in_the_database_s_files(store: AccountStore, tmp_path: Path) -> None:
    store.add(ACCOUNT)
    files = list(tmp_path.glob("sealstack.db*"))
    assert any(ACCOUNT.secret_id.encode() in file.read_bytes() for file in files)
    assert not any(ACCOUNT.secret_key.encode() in file.read_bytes() for file in files)


def test_the_secret_key_is_not_in_what_is_logged_of_an_account() -> None:
    assert ACCOUNT.secret_key not in repr(ACCOUNT)


@pytest.mark.parametrize("state", AccountState)
def test_every_state_can_be_kept(store: AccountStore, state: AccountState) -> None:
    store.add(ACCOUNT)
    store.set_state(ACCOUNT.secret_id, state)
    assert store.find(ACCOUNT.secret_id).state is state


def test_a_store_is_empty_until_there_is_an_account(store: AccountStore) -> None:
    assert store.is_empty()
    store.add(ACCOUNT)
    assert not store.is_empty()


def test_a_secret_id_is_taken_once(store: AccountStore) -> None:
    store.add(ACCOUNT)
    with pytest.raises(AccountExistsError):
        store.add(ACCOUNT)


def test_accounts_are_listed_oldest_first(store: AccountStore) -> None:
    for name in ("z", "a", "m"):
        store.add(Account(secret_id=f"AKID{name}", secret_key="k"))
    assert [account.secret_id for account in store.all()] == ["AKIDz", "AKIDa", "AKIDm"]


def test_accounts_can_be_described_and_given_new_keys_when_theirs_are_lost(
    store: AccountStore, tmp_path: Path
) -> None:
    store.require_key()
    added = store.add(ACCOUNT)
    (tmp_path / "account.key").unlink()
    left = AccountStore(Database(default_url(tmp_path)), SecretKeyCipher("", tmp_path / "account.key"))
    with pytest.raises(AccountKeyError, match="sealstack account rotate"):
        left.require_key()
    with pytest.raises(AccountKeyError):
        left.find(ACCOUNT.secret_id)
    assert left.all() == [left.describe(ACCOUNT.secret_id)] == [replace(added, secret_key="")]
    assert left.rotate(ACCOUNT.secret_id) == left.find(ACCOUNT.secret_id)
    left.require_key()


def test_changes_are_seen_at_once(store: AccountStore, database: Database, tmp_path: Path) -> None:
    store.add(ACCOUNT)
    another = AccountStore(Database(default_url(tmp_path)), SecretKeyCipher("", tmp_path / "account.key"))
    store.set_name(ACCOUNT.secret_id, "法务")
    store.set_state(ACCOUNT.secret_id, AccountState.IN_ARREARS)
    store.set_rates(ACCOUNT.secret_id, {"*": 0})
    store.set_package(ACCOUNT.secret_id, None)
    found = another.find(ACCOUNT.secret_id)
    assert (found.name, found.state) == ("法务", AccountState.IN_ARREARS)
    assert (found.rates, found.package_remaining) == ({"*": 0}, None)


def test_rotating_gives_another_key_and_keeps_the_rest(store: AccountStore) -> None:
    before = store.add(ACCOUNT)
    after = store.rotate(ACCOUNT.secret_id)
    assert after.secret_key != before.secret_key
    assert len(after.secret_key) == 32
    assert store.find(ACCOUNT.secret_id) == after
    assert (after.name, after.rates, after.created) == (before.name, before.rates, before.created)


def test_a_removed_account_is_gone(store: AccountStore) -> None:
    store.add(ACCOUNT)
    store.remove(ACCOUNT.secret_id)
    assert store.is_empty()
    with pytest.raises(AccountNotFoundError):
        store.find(ACCOUNT.secret_id)


@pytest.mark.parametrize(
    "change",
    [
        lambda store: store.find(UNKNOWN),
        lambda store: store.describe(UNKNOWN),
        lambda store: store.set_name(UNKNOWN, "x"),
        lambda store: store.set_state(UNKNOWN, AccountState.ACTIVE),
        lambda store: store.set_rates(UNKNOWN, {}),
        lambda store: store.set_package(UNKNOWN, 1),
        lambda store: store.rotate(UNKNOWN),
        lambda store: store.remove(UNKNOWN),
    ],
)
def test_an_unknown_account_is_told_so(store: AccountStore, change) -> None:
    store.add(ACCOUNT)
    with pytest.raises(AccountNotFoundError, match=UNKNOWN):
        change(store)


def test_each_reserved_call_takes_one_of_the_package(store: AccountStore, database: Database) -> None:
    store.add(ACCOUNT)
    store.reserve_call(ACCOUNT.secret_id)
    store.reserve_call(ACCOUNT.secret_id)
    assert stored_package(database) == 98


def test_a_refund_puts_the_call_back(store: AccountStore, database: Database) -> None:
    store.add(ACCOUNT)
    store.refund_call(ACCOUNT.secret_id, store.reserve_call(ACCOUNT.secret_id))
    assert stored_package(database) == 100


def test_a_refund_does_not_touch_a_package_given_meanwhile(store: AccountStore, database: Database) -> None:
    store.add(ACCOUNT)
    number = store.reserve_call(ACCOUNT.secret_id)
    store.set_package(ACCOUNT.secret_id, 50)
    store.refund_call(ACCOUNT.secret_id, number)
    assert stored_package(database) == 50


def test_a_refund_does_not_touch_an_account_of_the_same_name_added_meanwhile(
    store: AccountStore, database: Database
) -> None:
    store.add(ACCOUNT)
    number = store.reserve_call(ACCOUNT.secret_id)
    store.remove(ACCOUNT.secret_id)
    store.refund_call(ACCOUNT.secret_id, number)
    store.add(ACCOUNT)
    store.refund_call(ACCOUNT.secret_id, number)
    assert stored_package(database) == 100


def test_without_a_package_nothing_is_taken(store: AccountStore, database: Database) -> None:
    store.add(ACCOUNT)
    store.set_package(ACCOUNT.secret_id, None)
    assert store.reserve_call(ACCOUNT.secret_id) is None
    assert stored_package(database) is None


def test_a_removed_account_has_nothing_to_take(store: AccountStore) -> None:
    assert store.reserve_call(UNKNOWN) is None


def test_a_package_of_100_ends_after_exactly_100(store: AccountStore, database: Database) -> None:
    store.add(ACCOUNT)
    assert call_until_used_up(store) == 100
    assert stored_package(database) == 0


def test_a_package_of_100_ends_after_exactly_100_under_8_threads(store: AccountStore) -> None:
    store.add(ACCOUNT)
    calls = [0] * 8

    def work(at: int) -> None:
        calls[at] = call_until_used_up(store)

    threads = [threading.Thread(target=work, args=(at,)) for at in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(calls) == 100


@pytest.mark.parametrize("backend", ["sqlite", "postgresql"])
def test_a_package_of_100_ends_after_exactly_100_under_8_processes(
    backend: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    url = default_url(tmp_path) if backend == "sqlite" else request.getfixturevalue("postgresql_url")
    with closing(Database(url)) as database:
        migration.upgrade(database)
        key_file = tmp_path / "account.key"
        AccountStore(database, SecretKeyCipher("", key_file)).add(ACCOUNT)
        with forked_elsewhere(__name__).Pool(8) as pool:
            calls = pool.starmap(call_until_used_up_in_a_process, [(url, key_file)] * 8, chunksize=1)
        assert sum(calls) == 100
        assert stored_package(database) == 0
