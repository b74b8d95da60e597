"""How much harm is done, and the service that it is done to."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from bench.hostile.documents import PDFS
from bench.hostile.pictures import HUGE, SLOW
from bench.hostile.report import Report
from bench.hostile.watching import Watch
from bench.service_process import RunningService, running_process

FILES = {**HUGE, **PDFS, **SLOW}
"""Every kind of hostile file, by name, with what draws it."""


@dataclass(frozen=True)
class Amount:
    """How much harm to do.

    Attributes:
        seeds: how many files of each kind are drawn.
        slow_clients: how many slow clients there are; None for twice the threads that talk to clients.
        ceiling: megabytes of all processes beyond which the workers are killed.
        app: another application in the place of the service's, as `module:name`.
        kinds: which files are sent.
    """

    seeds: int = 6
    slow_clients: int | None = None
    ceiling: float = 6000
    app: str | None = None
    kinds: tuple[str, ...] = tuple(FILES)


@contextmanager
def watched(amount: Amount, **settings: str) -> Iterator[tuple[RunningService, Watch]]:
    """Run the service with one worker and these settings, watched; ended with the block."""
    given = {"OCR_WORKERS": "1", **settings}
    with running_process(amount.app, given) as service, Watch(service, amount.ceiling) as watch:
        yield service, watch


def bound_restarts(report: Report, watch: Watch) -> None:
    """Report how often the worker was started anew, where it should not have been at all."""
    report.bound("restarts of the worker", watch.restarts(), 0, f"({watch.killed} by the bench itself)")
