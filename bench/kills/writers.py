"""Processes that write to the database and say what they do, to be killed at any moment."""

from __future__ import annotations

import json
import os
import random
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from bench.kills.expectation import Expectation
from sealstack.templates_store.database import Database
from sealstack.templates_store.templates import StoredFeatures, TemplateStore

OWNER = "bench"
"""Who owns the templates that the writers add."""

_PICTURES = (2_000, 60_000, 700_000)  # bytes: within a page of the database, and many
_FEATURES = StoredFeatures(1, b"signature", bytes(30_000))


@dataclass(frozen=True)
class Writer:
    """A process that writes.

    Attributes:
        process: its number.
        reports: where it says what it begins and what has been acknowledged to it, a line each.
        heard: what of that was read already.
    """

    process: int
    reports: int
    heard: bytearray = field(default_factory=bytearray)

    def wait_for(self, word: str) -> None:
        """Wait until it has said something."""
        while word.encode("ascii") not in self.heard:
            more = os.read(self.reports, 4096)
            if not more:
                raise RuntimeError(f"a writer ended before it said {word}")
            self.heard.extend(more)

    def kill(self) -> list[str]:
        """Kill it as `kill -9` does, and give all that it has said."""
        os.kill(self.process, signal.SIGKILL)
        os.waitpid(self.process, 0)
        with os.fdopen(self.reports, "rb") as reports:
            return (self.heard + reports.read()).decode("ascii").splitlines()


def start(work: Callable[[Callable[[str], None]], None]) -> Writer:
    """Run some work in a process of its own, which is given a function to say lines with."""
    reports, writing_end = os.pipe()
    process = os.fork()
    if process:
        os.close(writing_end)
        return Writer(process, reports)
    os.close(reports)
    try:
        work(lambda line: _write(writing_end, line))
    finally:
        os._exit(1)


def write_templates(url: str, known: list[str], seed: int, say: Callable[[str], None]) -> None:
    """Add, update and delete for ever.

    Args:
        url: of the database.
        known: templates that this writer, and no other, updates and deletes.
        seed: of what it does.
        say: is called with each operation when it begins and when it is done.
    """
    store, chance, known = TemplateStore(Database(url)), random.Random(seed), list(known)
    say("ready")
    while True:
        drawn = chance.random()
        if not known or drawn < 0.4:
            value = f"{chance.random()}"
            say("begin add")
            picture = bytes(chance.choice(_PICTURES))
            known.append(store.add(OWNER, fields(value), (40, 20), picture, _FEATURES))
            say(f"done add {known[-1]} {value}")
        elif drawn < 0.7:
            one, value = chance.choice(known), f"{chance.random()}"
            say(f"begin update {one} {value}")
            store.replace_fields(OWNER, one, fields(value))
            say(f"done update {one} {value}")
        else:
            one = known.pop(chance.randrange(len(known)))
            say(f"begin delete {one}")
            store.remove(OWNER, [one])
            say(f"done delete {one}")


def fields(value: str) -> str:
    """Write the fields of a template that says a value."""
    return json.dumps([[[[1, 1], [30, 1], [30, 9], [1, 9]], value]])


def take_over(lines: list[str], expectation: Expectation) -> None:
    """Note what a writer has said."""
    for line in lines:
        stage, _, rest = line.partition(" ")
        if rest:
            kind, *values = rest.split(" ")
            getattr(expectation, f"{stage}_{kind}")(*values)


def _write(writing_end: int, line: str) -> None:
    os.write(writing_end, f"{line}\n".encode("ascii"))  # one call: nothing of it is lost with the process


def pause(chance: random.Random, seconds: float) -> None:
    """Wait anything up to so long."""
    time.sleep(chance.random() * seconds)
