"""Never more calls pass in any one second than an account may make, however many workers count them."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sealstack.service.accounts import Account
from sealstack.service.accounts.limits.machine_windows import MachineWindows
from sealstack.service.accounts.limits.throttle import (
    RateExceededError,
    Throttle,
)
from sealstack.service.dialects.tencent.access import Access, Accounts
from sealstack.service.dialects.tencent.actions.registry import find_action
from sealstack.service.dialects.tencent.errors import ApiError
from sealstack.service.dialects.tencent.signatures import SignedRequest
from sealstack.service.settings.settings import Settings
from tests.service.accounts.limits.calls import ACCOUNT, FAST, FREE, SECOND, Clock, passed, passes


class Known(Accounts):
    """Accounts that know who calls without looking."""

    def __init__(self) -> None:
        pass

    def authenticate(self, request: SignedRequest) -> Account:
        return ACCOUNT

    @contextmanager
    def charged(self, account: Account | None) -> Iterator[None]:
        yield


def test_calls_beyond_the_rate_are_refused(throttle: Throttle) -> None:
    assert [passes(throttle) for _ in range(7)] == [True] * 5 + [False] * 2


def test_the_refusal_names_the_rate(throttle: Throttle) -> None:
    assert passed(throttle, 20, FAST) == 20
    with pytest.raises(RateExceededError) as refusal:
        throttle.check(FAST, "SealOCR")
    assert refusal.value.rate == 20


def test_the_dialect_names_both_numbers_in_both_languages(windows: MachineWindows) -> None:
    access = Access(Known(), Throttle(windows, default_rate=1))
    with access.admitted(SignedRequest("POST"), find_action("SealOCR")):
        pass
    with pytest.raises(ApiError) as refusal, access.admitted(SignedRequest("POST"), find_action("SealOCR")):
        pass
    assert refusal.value.code == "RequestLimitExceeded"
    assert refusal.value.message("en-US") == (
        "Your current request times equals to `2` in a second, which exceeds the frequency limit `1` for a "
        "second. Please reduce the frequency of calls."
    )
    assert "`2`" in refusal.value.message("zh-CN")
    assert "`1`" in refusal.value.message("zh-CN")


def test_calls_pass_again_when_the_first_has_left_the_window(throttle: Throttle, clock: Clock) -> None:
    passes(throttle)
    clock.forward(0.5)
    assert passed(throttle, 10) == 4
    clock.forward(0.499)
    assert not passes(throttle)
    clock.forward(0.001)
    assert passed(throttle, 10) == 1
    clock.forward(0.5)
    assert passed(throttle, 10) == 4


def test_refused_calls_do_not_fill_the_window(throttle: Throttle, clock: Clock) -> None:
    assert passed(throttle, 50) == 5
    clock.forward(1)
    assert passed(throttle, 50) == 5


@given(st.lists(st.integers(0, 400), min_size=1, max_size=60), st.integers(1, 7))
def test_no_second_ever_holds_more_than_the_rate(tmp_path_factory, pauses: list[int], rate: int) -> None:
    clock = Clock()
    place = MachineWindows.uri_of(tmp_path_factory.mktemp("windows") / "windows.db")
    throttle = Throttle(MachineWindows(place, clock=clock), default_rate=rate)
    moments = []
    for pause in pauses:
        clock.forward(pause / 1000)
        if passes(throttle):
            moments.append(clock.now)
        else:  # none is refused without need
            assert sum(moment > clock.now - SECOND for moment in moments) == rate
    for later, earlier in zip(moments[rate:], moments, strict=False):
        assert later - earlier >= SECOND


def test_every_account_has_its_own_window(throttle: Throttle) -> None:
    passed(throttle, 10)
    assert passes(throttle, Account(secret_id="AKIDtwo", secret_key="k"))


def test_every_action_has_its_own_window(throttle: Throttle) -> None:
    passed(throttle, 10)
    assert passes(throttle, action="GeneralBasicOCR")


def test_an_account_s_own_rates_come_first(throttle: Throttle) -> None:
    assert passed(throttle, 30, FAST) == 20
    assert [passes(throttle, FAST, "GeneralBasicOCR") for _ in range(3)] == [True, True, False]


def test_a_rate_of_0_lets_all_pass(throttle: Throttle, windows: MachineWindows) -> None:
    assert passed(throttle, 50, FREE) == 50
    assert passed(Throttle(windows, default_rate=0), 50) == 50


@pytest.mark.parametrize(
    ("action", "rate"),
    [("SealOCR", 5), ("GeneralBasicOCR", 20), ("GeneralAccurateOCR", 10), ("GeneralFastOCR", 10)],
)
def test_by_default_every_action_has_its_documented_rate(windows, action: str, rate: int) -> None:
    access = Access(Known(), Throttle(windows, Settings().rate_limit))

    def is_let_in() -> bool:
        try:
            with access.admitted(SignedRequest("POST"), find_action(action)):
                return True
        except ApiError:
            return False

    assert [is_let_in() for _ in range(rate + 2)] == [True] * rate + [False] * 2


def test_one_setting_is_for_all_actions(windows: MachineWindows) -> None:
    throttle = Throttle(windows, default_rate=3)
    throttle.check(ACCOUNT, "GeneralBasicOCR", 20)
    assert [passes(throttle, action="GeneralBasicOCR") for _ in range(3)] == [True, True, False]


def test_nobody_is_counted_in_open_mode(throttle: Throttle) -> None:
    assert all(passes(throttle, None) for _ in range(50))


def test_a_changed_rate_holds_at_once_for_the_calls_already_made(throttle: Throttle) -> None:
    assert passed(throttle, 5) == 5
    assert passed(throttle, 10, Account(secret_id="AKIDone", secret_key="k", rates={"*": 8})) == 3
    assert passed(throttle, 10, Account(secret_id="AKIDone", secret_key="k", rates={"*": 2})) == 0
