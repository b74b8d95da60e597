"""What a fleet must count and show exactly: packages, rates, and templates that were added at one replica."""

from __future__ import annotations

import threading
import time
from collections import Counter
from dataclasses import dataclass

import requests

from bench.fleet.calls import PICTURE, Crowd, add_account, custom_ocr, package_left, read_signed
from bench.fleet.fleet import Fleet

USED_UP = "ResourceUnavailable.ResourcePackageRunOut"
TOO_MANY = "RequestLimitExceeded"

MARKS = [[[[1, 1], [30, 1], [30, 9], [1, 9]], "名称"]]


@dataclass(frozen=True)
class Counted:
    """What came of calls.

    Attributes:
        codes: how many were answered with each code.
        left: what the package had in the end; None where there was none.
        most: the most calls that surely fell into one second.
    """

    codes: Counter[str]
    left: int | None = None
    most: int = 0


def use_up_a_package(fleet: Fleet, calls: int, clients: int = 8, more: int = 40) -> Counted:
    """Let clients call on one package together until `more` calls have been refused."""
    account = add_account(fleet, rates={"*": 0}, package_remaining=calls)
    codes: Counter[str] = Counter()
    lock = threading.Lock()

    def call(session: requests.Session) -> bool:
        code = read_signed(session, fleet, account)
        with lock:
            codes[code] += 1
            return codes[USED_UP] < more

    crowd = Crowd()
    crowd.add(clients, call)
    crowd.wait()
    return Counted(codes, package_left(fleet, account))


def exhaust_a_rate(fleet: Fleet, rate: int, seconds: float, clients: int = 8) -> Counted:
    """Let clients call as fast as they can on one account with a rate."""
    account = add_account(fleet, rates={"*": rate})
    codes: Counter[str] = Counter()
    spans: list[tuple[float, float]] = []
    lock = threading.Lock()

    def call(session: requests.Session) -> bool:
        sent = time.monotonic()
        code = read_signed(session, fleet, account)
        with lock:
            codes[code] += 1
            if code == "OK":
                spans.append((sent, time.monotonic()))
        return True

    crowd = Crowd()
    crowd.add(clients, call)
    crowd.wait(seconds)
    return Counted(codes, most=most_within_a_second(spans))


def most_within_a_second(spans: list[tuple[float, float]]) -> int:
    """The most calls that were sent and answered within one second.

    When a call was counted is not known from outside, but it was between the two: so many surely fell into
    one window.
    """
    most = 0
    for begun, _ in spans:
        most = max(most, sum(sent >= begun and answered < begun + 1.0 for sent, answered in spans))
    return most


def add_at_one_and_read_at_all(fleet: Fleet, times: int) -> list[str]:
    """Add a template at each replica in turn, and read by it at every other one at once.

    Returns:
        What is wrong.
    """
    found = []
    with requests.Session() as session:
        session.trust_env = False
        for number in range(times):
            at = fleet.replicas[number % len(fleet.replicas)]
            template = custom_ocr(session, at.url, type="add", img=PICTURE, template=MARKS)["template_id"]
            for other in fleet.replicas:
                read = custom_ocr(session, other.url, type="query", img=PICTURE, template_id=template)
                if [one.get("key") for one in _fields(read)] != ["名称"]:
                    found.append(f"a template of {at.url} is read at {other.url} as {read}")
            custom_ocr(session, fleet.replicas[(number + 1) % 3].url, type="del", template_id=template)
            for other in fleet.replicas:
                if template in custom_ocr(session, other.url, type="list")["template_id_list"]:
                    found.append(f"a template that was deleted is listed at {other.url}")
    return found


def _fields(answer: object) -> list[dict[str, object]]:
    return [one for one in answer if isinstance(one, dict)] if isinstance(answer, list) else []
