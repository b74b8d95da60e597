"""How many operations of PostgreSQL and Redis a request costs."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

import requests

from bench.fleet.calls import PICTURE, add_account, custom_ocr, read_signed
from bench.fleet.exact import MARKS
from bench.fleet.fleet import Fleet

_STATEMENT = re.compile(r"^LOG:  (?:statement|execute [^:]*): (\w+)", re.MULTILINE)


@dataclass(frozen=True)
class Cost:
    """What one request costs.

    Attributes:
        request: what it is.
        statements: of PostgreSQL, transactions' ends among them.
        writes: how many of them write.
        redis: commands of Redis, those that scripts call among them.
    """

    request: str
    statements: float
    writes: float
    redis: float


def count_operations(fleet: Fleet, times: int = 20) -> list[Cost]:
    """Send each kind of request so often and count; the fleet must log its statements.

    Each is sent a few times before, so that connections are open and caches warm.
    """
    without, limited = add_account(fleet, rates={"*": 0}), add_account(fleet, rates={"*": 100_000})
    packaged = add_account(fleet, rates={"*": 100_000}, package_remaining=1_000_000)
    template: list[str] = []

    def add(session: requests.Session) -> None:
        template.append(
            custom_ocr(session, fleet.url, type="add", img=PICTURE, template=MARKS)["template_id"]
        )

    kinds: dict[str, Callable[[requests.Session], object]] = {
        "rapidocr, PaddleX, PaddleOCR": lambda session: session.post(
            f"{fleet.url}/ocr", data={"image_data": PICTURE}, timeout=60
        ).raise_for_status(),
        "SealOCR, no rate, no package": lambda session: read_signed(session, fleet, without),
        "SealOCR, a rate": lambda session: read_signed(session, fleet, limited),
        "SealOCR, a rate and a package": lambda session: read_signed(session, fleet, packaged),
        "Custom OCR add": add,
        "Custom OCR query": lambda session: custom_ocr(
            session, fleet.url, type="query", img=PICTURE, template_id=template[-1]
        ),
        "Custom OCR query, auto": lambda session: custom_ocr(
            session, fleet.url, type="query", img=PICTURE, template_id="auto"
        ),
        "Custom OCR list": lambda session: custom_ocr(session, fleet.url, type="list"),
        "/readyz": lambda session: session.get(f"{fleet.url}/readyz", timeout=60).raise_for_status(),
    }
    with requests.Session() as session:
        session.trust_env = False
        return [_count(fleet, name, send, session, times) for name, send in kinds.items()]


def _count(
    fleet: Fleet, name: str, send: Callable[[requests.Session], object], session: requests.Session, times: int
) -> Cost:
    for _ in range(2 * len(fleet.replicas)):
        send(session)
    before, redis_before = len(_log(fleet)), _redis_commands(fleet)
    for _ in range(times):
        send(session)
    words = _STATEMENT.findall(_log(fleet)[before:])
    writes = sum(word.upper() in ("INSERT", "UPDATE", "DELETE") for word in words)
    commands = _redis_commands(fleet) - redis_before
    return Cost(name, len(words) / times, writes / times, commands / times)


def _log(fleet: Fleet) -> str:
    return fleet.postgresql.log.read_text(encoding="utf-8", errors="replace")


def _redis_commands(fleet: Fleet) -> int:
    statistics = fleet.redis.client().info("commandstats")
    skipped = ("cmdstat_info", "cmdstat_client", "cmdstat_ping", "cmdstat_hello")
    return sum(each["calls"] for name, each in statistics.items() if not name.startswith(skipped))
