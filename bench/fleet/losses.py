"""What replicas do without their database, and without Redis."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import requests

from bench.fleet.calls import PICTURE, add_account, custom_ocr, read_signed
from bench.fleet.exact import exhaust_a_rate
from bench.fleet.fleet import Fleet
from sealstack.service.accounts.limits.throttle import FALLBACK_SECONDS

_PATIENCE = 30.0


def lose_the_database(fleet: Fleet) -> list[str]:
    """Stop PostgreSQL, look what is answered, start it again, and look once more.

    Returns:
        What is wrong.
    """
    found: list[str] = []
    account = add_account(fleet, rates={"*": 0})
    with requests.Session() as session:
        session.trust_env = False
        fleet.postgresql.stop()
        try:
            for replica in fleet.replicas:
                read = session.post(f"{replica.url}/ocr", data={"image_data": PICTURE}, timeout=60)
                _expect(found, "a reading that needs no database", read.status_code, 200)
                ready = session.get(f"{replica.url}/readyz", timeout=60)
                _expect(found, "/readyz without the database", ready.status_code, 503)
                _expect(found, "its word of the database", ready.json()["database"], False)
                _expect(found, "a reason", bool(ready.json()["reason"]), True)
                alive = session.get(f"{replica.url}/healthz", timeout=60)
                _expect(found, "/healthz without the database", alive.status_code, 200)
            code = read_signed(session, fleet, account)
            _expect(found, "a signed call without the database", code, "ServiceUnavailable")
            refused = session.post(f"{fleet.url}/custom_ocr", json={"type": "list"}, timeout=60)
            _expect(found, "templates without the database", refused.status_code, 500)
        finally:
            fleet.postgresql.start()
        for replica in fleet.replicas:
            _expect(
                found,
                "/readyz with the database again",
                _in_time(lambda at=replica.url: session.get(f"{at}/readyz", timeout=60).status_code, 200),
                200,
            )
        _expect(found, "a signed call afterwards", read_signed(session, fleet, account), "OK")
        custom_ocr(session, fleet.url, type="list")
    return found


def lose_redis(fleet: Fleet, rate: int = 5, seconds: float = 3.0) -> list[str]:
    """Stop Redis: each replica counts by itself; start it again: they count together as before.

    Returns:
        What is wrong.
    """
    found: list[str] = []
    machines = len(fleet.replicas)
    fleet.redis.stop()
    alone = exhaust_a_rate(fleet, rate, seconds)
    if alone.most > machines * rate:
        found.append(f"{alone.most} calls passed within a second, where {machines} replicas let {rate} each")
    if set(alone.codes) - {"OK", "RequestLimitExceeded"}:
        found.append(f"without Redis calls are answered {dict(alone.codes)}")
    if not alone.codes["OK"]:
        found.append("without Redis no call passes")
    fleet.redis.start()
    time.sleep(FALLBACK_SECONDS)  # so long a replica does not ask again
    exhaust_a_rate(fleet, rate, 1.0)  # one call of each replica asks
    time.sleep(1.0)
    together = exhaust_a_rate(fleet, rate, seconds)
    if together.most > rate:
        found.append(f"{together.most} calls passed within a second after Redis was back, not {rate}")
    return found


def _expect(found: list[str], what: str, seen: Any, wanted: Any) -> None:
    if seen != wanted:
        found.append(f"{what}: {seen!r}, not {wanted!r}")


def _in_time(look: Callable[[], Any], wanted: Any) -> Any:
    """Look until it is as wanted, for some time at most, and return what was seen last."""
    deadline = time.monotonic() + _PATIENCE
    while (seen := look()) != wanted and time.monotonic() < deadline:
        time.sleep(0.2)
    return seen
