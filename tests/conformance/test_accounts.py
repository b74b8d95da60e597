"""Stored accounts: their states, rates and packages, through the official SDK and several workers."""

import os
import signal
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from tencentcloud.common.exception import TencentCloudSDKException

from sealstack.service.accounts import UNLIMITED, AccountState
from tests.conformance.accounts import add_account, store_of
from tests.conformance.servers import serving
from tests.conformance.test_python_sdk import client_of, error_of, seal_request

pytestmark = pytest.mark.slow

ANY = {"*": UNLIMITED}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("data")


@pytest.fixture(scope="module")
def store(folder):
    return store_of(folder)


@pytest.fixture(scope="module")
def server(folder, store):
    """Two workers on one database."""
    with serving(OCR_WORKERS="2", OCR_DATA_DIR=str(folder)) as server:
        yield server


def client_for(server, account):
    return client_of(server, secret_id=account.secret_id, secret_key=account.secret_key)


def outcome(server, account):
    """Call once; the error's code, or None."""
    try:
        client_for(server, account).SealOCR(seal_request())
    except TencentCloudSDKException as error:
        return error.code
    return None


def test_the_first_account_closes_a_running_service_until_somebody_opens_it(server, store):
    stranger = client_of(server, secret_id="AKIDstranger", secret_key="key")
    assert stranger.SealOCR(seal_request()).SealBody
    account = add_account(store)
    assert error_of(stranger.SealOCR, seal_request())[0] == "AuthFailure.SecretIdNotFound"
    assert client_for(server, account).SealOCR(seal_request()).SealBody
    store.remove(account.secret_id)
    assert error_of(stranger.SealOCR, seal_request())[0] == "AuthFailure.SecretIdNotFound"
    store.door.open()
    assert stranger.SealOCR(seal_request()).SealBody


def test_a_lost_database_and_a_new_worker_let_nobody_in(tmp_path):
    account = add_account(store_of(tmp_path))
    with serving(OCR_DATA_DIR=str(tmp_path)) as server:
        stranger = client_of(server, secret_id="AKIDstranger", secret_key="key")
        assert client_for(server, account).SealOCR(seal_request()).SealBody
        for file in tmp_path.glob("sealstack.db*"):
            file.unlink()
        os.kill(server.workers[0], signal.SIGTERM)
        server.wait_for_log("the networks are loaded", times=2)
        assert error_of(stranger.SealOCR, seal_request())[0] == "AuthFailure.SecretIdNotFound"
        assert (
            error_of(client_for(server, account).SealOCR, seal_request())[0] == "AuthFailure.SecretIdNotFound"
        )


@pytest.mark.parametrize(
    ("state", "code"),
    [
        (AccountState.NOT_ACTIVATED, "FailedOperation.UnOpenError"),
        (AccountState.IN_ARREARS, "ResourceUnavailable.InArrears"),
        (AccountState.BILLING_ABNORMAL, "ResourcesSoldOut.ChargeStatusException"),
        (AccountState.DISABLED, "AuthFailure.SecretIdNotFound"),
    ],
)
def test_an_accounts_state_is_told_by_its_code(server, store, state, code):
    account = add_account(store, state=state)
    assert error_of(client_for(server, account).SealOCR, seal_request())[0] == code
    store.set_state(account.secret_id, AccountState.ACTIVE)
    assert client_for(server, account).SealOCR(seal_request()).SealBody
    store.remove(account.secret_id)


def test_a_package_of_100_calls_ends_after_exactly_100_under_eight_clients(server, store):
    account = add_account(store, rates=ANY, package_remaining=100)
    with ThreadPoolExecutor(8) as clients:
        outcomes = list(clients.map(lambda _: outcome(server, account), range(120)))
    assert outcomes.count(None) == 100
    assert outcomes.count("ResourceUnavailable.ResourcePackageRunOut") == 20
    assert store.describe(account.secret_id).package_remaining == 0
    store.remove(account.secret_id)


def test_a_call_that_fails_costs_nothing(server, store):
    account = add_account(store, package_remaining=3)
    client = client_for(server, account)
    code, _ = error_of(client.SealOCR, seal_request(ImageBase64="QUJD"))
    assert code == "FailedOperation.ImageDecodeFailed"
    assert store.describe(account.secret_id).package_remaining == 3
    store.remove(account.secret_id)


def test_a_burst_of_30_calls_never_lets_more_than_the_rate_pass_in_a_second(server, store):
    account = add_account(store, rates={"*": 5})

    def timed(_):
        began = time.monotonic()
        return outcome(server, account), began, time.monotonic()

    with ThreadPoolExecutor(30) as clients:
        calls = list(clients.map(timed, range(30)))
    assert {code for code, _, _ in calls} <= {None, "RequestLimitExceeded"}
    passed = sorted(ended for code, _, ended in calls if code is None)
    began = min(began for _, began, _ in calls)
    # every second since the first call began has let five pass at most, wherever one begins to count
    assert 5 <= len(passed) <= 5 * (int(passed[-1] - began) + 1)
    store.remove(account.secret_id)


def test_the_message_has_both_numbers_in_the_real_gateways_words(server, store):
    account = add_account(store, rates={"SealOCR": 1})
    told = set()
    with ThreadPoolExecutor(8) as clients:
        for told_one in clients.map(lambda _: message(server, account), range(16)):
            told.add(told_one)
    assert told <= {
        None,
        "Your current request times equals to `2` in a second, which exceeds the frequency limit `1` for a "
        "second. Please reduce the frequency of calls.",
    }
    assert None in told
    store.remove(account.secret_id)


def message(server, account):
    try:
        client_for(server, account).SealOCR(seal_request())
    except TencentCloudSDKException as error:
        return error.message
    return None
