"""Who is let in, what the others are told, and what a call costs."""

import threading
from collections.abc import Iterator
from contextlib import ExitStack, suppress

import pytest

from sealstack.service.accounts import Account, AccountState, AccountStore
from sealstack.service.dialects.tencent.access import Accounts
from sealstack.service.dialects.tencent.errors import ApiError
from sealstack.templates_store import migration
from sealstack.templates_store.database import Database
from sealstack.templates_store.trouble import DatabaseTroubleError
from tests.service.dialects.tencent.signatures.wire import (
    NOW,
    OLD_SDKS,
    PYTHON,
    SECRET_ID,
    SECRET_KEY,
    Wire,
    with_headers,
)

ACCOUNT = Account(secret_id=SECRET_ID, secret_key=SECRET_KEY)
SIGNED = PYTHON.post_json("127.0.0.1:8000", {"ImageUrl": "https://example.com/a.png"})
UNSIGNED = with_headers(SIGNED, authorization=None)


@pytest.fixture
def accounts(store: AccountStore) -> Accounts:
    return Accounts(store, now=lambda: NOW)


@pytest.fixture
def account(accounts: Accounts, store: AccountStore) -> Iterator[Account]:
    store.add(ACCOUNT)
    found = accounts.authenticate(SIGNED)
    assert found is not None
    return found


def code_of(accounts: Accounts, request: Wire) -> str:
    with pytest.raises(ApiError) as refusal:
        accounts.require_usable(accounts.authenticate(request))
    return refusal.value.code


def call(accounts: Accounts, account: Account) -> None:
    with accounts.charged(account):
        pass


def failing_call(accounts: Accounts, account: Account, error: BaseException) -> None:
    with accounts.charged(account):
        raise error


def remaining(store: AccountStore) -> int | None:
    return store.find(SECRET_ID).package_remaining


def test_without_accounts_everyone_is_let_in(accounts: Accounts) -> None:
    assert accounts.is_open
    accounts.require_parameters(UNSIGNED)
    assert accounts.authenticate(UNSIGNED) is None
    assert accounts.authenticate(with_headers(SIGNED, authorization="SKIP")) is None
    accounts.require_usable(None)
    with accounts.charged(None):
        pass


def test_the_first_account_closes_a_running_service(accounts: Accounts, store: AccountStore) -> None:
    assert accounts.is_open
    store.add(ACCOUNT)
    assert not accounts.is_open
    with pytest.raises(ApiError, match="MissingParameter"):
        accounts.require_parameters(UNSIGNED)
    assert code_of(accounts, UNSIGNED) == "MissingParameter"
    assert code_of(accounts, with_headers(SIGNED, authorization="SKIP")) == "AuthFailure.InvalidAuthorization"


def test_removing_the_last_account_lets_nobody_in(accounts: Accounts, store: AccountStore) -> None:
    store.add(ACCOUNT)
    assert not accounts.is_locked
    store.remove(SECRET_ID)
    assert not accounts.is_open
    assert accounts.is_locked
    assert code_of(accounts, SIGNED) == "AuthFailure.SecretIdNotFound"


def test_a_configured_account_closes_the_service_without_being_stored(store: AccountStore) -> None:
    accounts = Accounts(store, configured=ACCOUNT, now=lambda: NOW)
    assert not accounts.is_open
    assert accounts.authenticate(SIGNED) is ACCOUNT
    assert store.is_empty()
    call(accounts, ACCOUNT)


def test_a_configured_account_and_stored_ones_live_side_by_side(store: AccountStore) -> None:
    store.add(ACCOUNT)
    accounts = Accounts(store, configured=Account(secret_id="AKIDother", secret_key="k"), now=lambda: NOW)
    found = accounts.authenticate(SIGNED)
    assert found is not None
    assert found.secret_id == SECRET_ID


@pytest.mark.parametrize("request_", [SIGNED, OLD_SDKS[0].sign("GET", "127.0.0.1:8000", {})])
def test_a_signed_request_is_let_in_as_its_account(
    accounts: Accounts, store: AccountStore, request_: Wire
) -> None:
    added = store.add(ACCOUNT)
    accounts.require_parameters(request_)
    assert accounts.authenticate(request_) == added


def test_a_name_signed_before_a_proxy_is_let_in_when_configured(store: AccountStore) -> None:
    store.add(ACCOUNT)
    accounts = Accounts(store, public_hosts=("127.0.0.1:8000",), now=lambda: NOW)
    assert accounts.authenticate(with_headers(SIGNED, host="inner:9000")) is not None


@pytest.mark.parametrize("secret_id", ["AKIDunknown", "AKID with blanks", "AKID\x00", "印章", "x" * 5000])
def test_an_unknown_secret_id_is_told_before_its_clock_or_its_signature(
    store: AccountStore, secret_id: str
) -> None:
    store.add(ACCOUNT)
    accounts = Accounts(store, now=lambda: NOW + 86400)
    authorization = SIGNED.header("authorization").replace(SECRET_ID, secret_id)
    assert code_of(accounts, with_headers(SIGNED, authorization=authorization)) == (
        "AuthFailure.SecretIdNotFound"
    )


def test_an_old_clock_is_told_before_a_wrong_signature(store: AccountStore) -> None:
    store.add(Account(secret_id=SECRET_ID, secret_key="another"))
    assert code_of(Accounts(store, now=lambda: NOW + 301), SIGNED) == "AuthFailure.SignatureExpire"
    assert code_of(Accounts(store, now=lambda: NOW), SIGNED) == "AuthFailure.SignatureFailure"


@pytest.mark.parametrize(
    ("state", "code"),
    [
        (AccountState.NOT_ACTIVATED, "FailedOperation.UnOpenError"),
        (AccountState.IN_ARREARS, "ResourceUnavailable.InArrears"),
        (AccountState.BILLING_ABNORMAL, "ResourcesSoldOut.ChargeStatusException"),
        (AccountState.DISABLED, "AuthFailure.SecretIdNotFound"),
    ],
)
def test_each_state_has_its_code(
    accounts: Accounts, store: AccountStore, state: AccountState, code: str
) -> None:
    store.add(ACCOUNT)
    store.set_state(SECRET_ID, state)
    assert code_of(accounts, SIGNED) == code
    store.set_state(SECRET_ID, AccountState.ACTIVE)
    accounts.require_usable(accounts.authenticate(SIGNED))


def test_a_state_is_told_only_to_who_signed_rightly(accounts: Accounts, store: AccountStore) -> None:
    store.add(Account(secret_id=SECRET_ID, secret_key="another", state=AccountState.IN_ARREARS))
    assert code_of(accounts, SIGNED) == "AuthFailure.SignatureFailure"


def test_a_package_that_is_used_up_is_told_before_the_work(
    accounts: Accounts, account: Account, store: AccountStore
) -> None:
    store.set_package(SECRET_ID, 0)
    assert code_of(accounts, SIGNED) == "ResourceUnavailable.ResourcePackageRunOut"


def test_a_call_that_succeeds_is_charged(accounts: Accounts, account: Account, store: AccountStore) -> None:
    store.set_package(SECRET_ID, 3)
    call(accounts, account)
    assert remaining(store) == 2


@pytest.mark.parametrize(
    "error", [ApiError("FailedOperation.ImageNoText"), KeyError("a fault"), SystemExit(1)]
)
def test_a_call_that_fails_is_not_charged(
    accounts: Accounts, account: Account, store: AccountStore, error: BaseException
) -> None:
    store.set_package(SECRET_ID, 3)
    with pytest.raises(type(error)):
        failing_call(accounts, account, error)
    assert remaining(store) == 3


def test_never_more_are_under_way_than_the_package_has(
    accounts: Accounts, account: Account, store: AccountStore
) -> None:
    store.set_package(SECRET_ID, 2)
    with ExitStack() as under_way:
        under_way.enter_context(accounts.charged(account))
        under_way.enter_context(accounts.charged(account))
        with pytest.raises(ApiError, match="ResourcePackageRunOut"):
            call(accounts, account)
    assert remaining(store) == 0


def test_a_package_given_to_a_running_account_counts_from_the_next_call(
    accounts: Accounts, account: Account, store: AccountStore
) -> None:
    assert account.package_remaining is None
    store.set_package(SECRET_ID, 1)
    call(accounts, account)
    assert remaining(store) == 0


def test_a_package_of_20_ends_after_exactly_20_successes_among_failures(
    accounts: Accounts, account: Account, store: AccountStore
) -> None:
    store.set_package(SECRET_ID, 20)
    successes = []

    def client() -> None:
        while remaining(store):
            with suppress(ApiError):
                failing_call(accounts, account, ApiError("FailedOperation.ImageNoText"))
            with suppress(ApiError):
                call(accounts, account)
                successes.append(1)

    threads = [threading.Thread(target=client) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(successes) == 20
    assert remaining(store) == 0


def test_nobody_is_let_in_when_the_database_cannot_be_read(accounts: Accounts, database: Database) -> None:
    migration.downgrade(database, "base")
    with pytest.raises(DatabaseTroubleError, match="no such table"):
        _ = accounts.is_open
    with pytest.raises(DatabaseTroubleError, match="no such table"):
        accounts.authenticate(UNSIGNED)


@pytest.mark.parametrize(
    ("rates", "action", "rate"),
    [
        ({}, "SealOCR", 5),
        ({"SealOCR": 20}, "SealOCR", 20),
        ({"SealOCR": 20}, "GeneralBasicOCR", 5),
        ({"SealOCR": 20, "*": 10}, "GeneralBasicOCR", 10),
        ({"SealOCR": 20, "*": 10}, "SealOCR", 20),
        ({"SealOCR": 0}, "SealOCR", 0),
    ],
)
def test_an_account_s_rate_is_the_action_s_or_its_own_or_the_default(
    rates: dict[str, int], action: str, rate: int
) -> None:
    assert Account(secret_id="a", secret_key="b", rates=rates).rate(action, 5) == rate
