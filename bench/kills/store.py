"""Kills of processes that write templates, and of processes that change the tables under them."""

from __future__ import annotations

import random
from collections.abc import Callable
from functools import partial
from pathlib import Path

from bench.kills import writers
from bench.kills.expectation import Expectation, kept_templates, torn_rows
from sealstack.templates_store import migration
from sealstack.templates_store.database import Database, default_url
from sealstack.templates_store.templates import StoredFeatures, TemplateStore

_TOGETHER = 3
_WRITING_SECONDS = 0.2  # a few operations
_MIGRATING_SECONDS = 0.5  # down and up again, once or twice
_BEFORE_LAST = "0002"


def kill_writers(url: str, kills: int, seed: int) -> tuple[int, list[str]]:
    """Kill processes that add, update and delete through the store, three at a time.

    Args:
        url: of a migrated database without templates.
        kills: how many processes to kill.
        seed: of when, and of what they do.

    Returns:
        How many operations were acknowledged, and what is wrong.
    """
    database, expectation, chance = Database(url), Expectation(), random.Random(seed)
    faults: list[str] = []
    for first in range(0, kills, _TOGETHER):
        count = min(_TOGETHER, kills - first)
        known = sorted(expectation.taken())
        started = [
            writers.start(partial(writers.write_templates, url, known[share::count], chance.getrandbits(32)))
            for share in range(count)
        ]
        for writer in started:
            writer.wait_for("ready")
        started[0].wait_for("done")  # something is acknowledged, however slow the machine
        for writer in started:
            writers.pause(chance, _WRITING_SECONDS)
            writers.take_over(writer.kill(), expectation)
        faults += expectation.faults(kept_templates(database)) + torn_rows(database)
    database.close()
    return expectation.acknowledged, faults


def kill_migrations(url: str, kills: int, seed: int) -> list[str]:
    """Kill processes that take the tables of templates down and bring them up again.

    Args:
        url: of a migrated database without templates.
        kills: how many processes to kill.
        seed: of when.

    Returns:
        What is wrong: tables at no revision, or templates that are not what they were.
    """
    database, chance, faults = Database(url), random.Random(seed), []
    store = TemplateStore(database)
    for number in range(20):
        store.add(
            writers.OWNER, writers.fields(str(number)), (40, 20), bytes(50_000), StoredFeatures(1, b"", b"f")
        )
    before = kept_templates(database)
    for _ in range(kills):
        writer = writers.start(partial(_down_and_up, url))
        writer.wait_for("ready")
        writers.pause(chance, _MIGRATING_SECONDS)
        writer.kill()
        revision = migration.current_revision(database)
        if revision not in (_BEFORE_LAST, migration.LATEST):
            faults.append(f"the tables are at {revision}")
        migration.upgrade(database)
        faults += torn_rows(database)
        if kept_templates(database) != before:
            faults.append("templates are not what they were")
    database.close()
    return faults


def kill_first_starts(folder: Path, kills: int, seed: int) -> list[str]:
    """Kill processes that make the tables in an SQLite file that is not there yet.

    Returns:
        What is wrong: files that cannot be brought up afterwards.
    """
    chance, faults = random.Random(seed), []
    for number in range(kills):
        url = default_url(folder / str(number))
        writer = writers.start(partial(_make_tables, url))
        writer.wait_for("ready")
        writers.pause(chance, _MIGRATING_SECONDS / 3)
        writer.kill()
        database = Database(url)
        migration.upgrade(database)
        faults += torn_rows(database)
        if migration.current_revision(database) != migration.LATEST:
            faults.append(f"{url} cannot be brought up")
        database.close()
    return faults


def _down_and_up(url: str, say: Callable[[str], None]) -> None:
    database = Database(url)
    say("ready")
    while True:
        migration.downgrade(database, _BEFORE_LAST)
        migration.upgrade(database)


def _make_tables(url: str, say: Callable[[str], None]) -> None:
    say("ready")
    migration.upgrade(Database(url))
    while True:
        pass
