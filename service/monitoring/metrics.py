"""The metrics of the service, counted from the line of every request, and `/metrics` that shows them.

Under gunicorn each worker counts in files of a folder that all of them share, and whichever is asked gives
the sums (prometheus_client's multiprocess mode). The folder is named to that library by an environment
variable before it is imported; without it a process counts for itself alone.
"""

from __future__ import annotations

import os
import resource
from collections.abc import Container
from contextlib import suppress

from flask import Blueprint, Response

from sealstack.service.http.request_log import RequestRecord
from sealstack.service.monitoring.sharing import FOLDER
from sealstack.service.readers.inference import Inference
from sealstack.service.version import __version__

_BUCKETS = (0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 3.0, 5.0, 8.0, 13.0, 21.0, 30.0)  # seconds
_OTHER = "other"
_BUSY = frozenset({"429", "503", "Overloaded", "TooManyRequests", "ServiceUnavailable"})
_LIMITED = "RequestLimitExceeded"


class Metrics:
    """Counts requests of one process.

    Names of Actions come from callers: those that the service does not have are counted as `other`, so that
    nobody makes it count without end.
    """

    def __init__(self, inference: Inference, actions: Container[str]) -> None:
        """Begin to count.

        Args:
            inference: whose queue is reported.
            actions: the Actions, types and operations that there are, of all dialects.
        """
        # imported here, once the folder is known
        from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

        self._inference = inference
        self._actions = actions
        self._registry = registry = CollectorRegistry()
        self._requests = Counter(
            "sealstack_requests", "Requests answered.", ["dialect", "action", "code"], registry=registry
        )
        self._seconds = Histogram(
            "sealstack_request_seconds",
            "Seconds until the answer was ready.",
            ["dialect", "action"],
            buckets=_BUCKETS,
            registry=registry,
        )
        self._stages = Histogram(
            "sealstack_stage_seconds",
            "Seconds by step of a request.",
            ["stage"],
            buckets=_BUCKETS,
            registry=registry,
        )
        self._refusals = Counter(
            "sealstack_refusals",
            "Requests refused because of a limit.",
            ["dialect", "code"],
            registry=registry,
        )
        self._queue = Gauge(
            "sealstack_queue_readings",
            "Readings that run or wait.",
            registry=registry,
            multiprocess_mode="livesum",
        )
        self._memory = Gauge(
            "sealstack_memory_bytes",
            "Memory that the workers hold.",
            registry=registry,
            multiprocess_mode="livesum",
        )
        self._info = Gauge(
            "sealstack_info",
            "The version, and what the networks run on.",
            ["version", "provider"],
            registry=registry,
            multiprocess_mode="livemax",
        )

    def observe(self, record: RequestRecord, status: int, seconds: float) -> None:
        """Count a request that was answered.

        Args:
            record: what is known of it.
            status: the HTTP status of its answer.
            seconds: how long it took.
        """
        if not record.dialect and status < 400:
            return  # pages about the service, and the console's files
        dialect = record.dialect or "-"
        action = record.action if record.action in self._actions else _OTHER if record.action else "-"
        code = record.code or ("OK" if status < 400 else str(status))
        self._requests.labels(dialect, action, code).inc()
        self._seconds.labels(dialect, action).observe(seconds)
        for name, spent in record.stages.items():
            self._stages.labels(name).observe(spent)
        if code in _BUSY or code.startswith(_LIMITED):
            self._refusals.labels(dialect, code).inc()
        self._measure()

    def pages(self) -> Blueprint:
        """Make `/metrics`."""
        pages = Blueprint("metrics", __name__)

        @pages.get("/metrics")
        def metrics() -> Response:
            from prometheus_client import CONTENT_TYPE_LATEST

            return Response(self._exposition(), content_type=CONTENT_TYPE_LATEST)

        return pages

    def _exposition(self) -> bytes:
        from prometheus_client import CollectorRegistry, generate_latest
        from prometheus_client.multiprocess import MultiProcessCollector

        self._measure()
        if FOLDER not in os.environ:
            return generate_latest(self._registry)
        registry = CollectorRegistry()
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
        return generate_latest(registry)

    def _measure(self) -> None:
        self._queue.set(self._inference.taken)
        self._memory.set(_memory())
        self._info.labels(__version__, self._inference.readers.provider).set(1)


def _memory() -> int:
    """How many bytes of memory this process holds; the most it held where the system reports no more."""
    with suppress(OSError, ValueError, IndexError), open("/proc/self/statm", encoding="ascii") as statm:
        return int(statm.read().split()[1]) * resource.getpagesize()
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
