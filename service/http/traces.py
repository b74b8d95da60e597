"""Traces of requests for an OpenTelemetry collector: a span a request, and one for each of its steps."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from sealstack.service.settings.values import SettingsError
from sealstack.service.version import __version__

if TYPE_CHECKING:
    from sealstack.service.http.request_log import Observer, RequestRecord

_PATHS = ("/health", "/healthz", "/readyz", "/metrics")
"""What is asked every few seconds and is no request of a client."""

_NO_PACKAGE = "OCR_TRACES_URL needs the opentelemetry packages: install sealstack with its `traces` extra"


class Traces:
    """Sends spans to a collector, on a thread of its own; what it does not take in time is dropped."""

    def __init__(self, url: str) -> None:
        """Make ready.

        Args:
            url: of a collector that takes OTLP over HTTP, as `http://collector:4318`.

        Raises:
            SettingsError: the packages of the extra `traces` are not installed.
        """
        try:
            from opentelemetry import propagate, trace
            from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
            from opentelemetry.sdk.resources import Resource
            from opentelemetry.sdk.trace import TracerProvider
            from opentelemetry.sdk.trace.export import BatchSpanProcessor
        except ImportError:
            raise SettingsError(_NO_PACKAGE) from None
        self._trace: Any = trace
        self._propagate: Any = propagate
        resource = Resource.create({"service.name": "sealstack", "service.version": __version__})
        self._provider = TracerProvider(resource=resource)
        exporter = OTLPSpanExporter(endpoint=f"{url.rstrip('/')}/v1/traces")
        self._provider.add_span_processor(BatchSpanProcessor(exporter))
        self._tracer = self._provider.get_tracer("sealstack", __version__)

    def observe(self, record: RequestRecord, status: int, seconds: float) -> None:
        """Tell of a request that has been answered.

        Args:
            record: what is known of it; the `traceparent` in it names the span that it belongs to.
            status: the HTTP status of the answer; 0 when there was none.
            seconds: how long it took.
        """
        if record.path in _PATHS:
            return
        ended = time.time_ns()
        span = self._tracer.start_span(
            record.action[:64] or f"{record.method} {record.path[:64]}",
            self._propagate.extract(record.trace),
            self._trace.SpanKind.SERVER,
            start_time=ended - int(seconds * 1e9),
            attributes={
                "sealstack.request_id": record.request_id,
                "sealstack.dialect": record.dialect or "-",
                "sealstack.action": record.action[:64],
                "sealstack.account": record.account[:64],
                "sealstack.code": record.code[:64] or ("OK" if 0 < status < 400 else str(status)),
                "http.request.method": record.method[:16],
                "http.response.status_code": status,
                "url.path": record.path,
            },
        )
        context = self._trace.set_span_in_context(span)
        for name, started, finished in record.steps:
            step = self._tracer.start_span(
                name, context, start_time=started, attributes={"sealstack.request_id": record.request_id}
            )
            step.end(finished)
        if not 0 < status < 500:
            span.set_status(self._trace.StatusCode.ERROR, record.reason[:200])
        span.end(ended)

    def close(self) -> None:
        """Send what waits, and end."""
        self._provider.shutdown()


def trace_observers(url: str) -> list[Observer]:
    """Make what sends traces; nothing where no collector is named. Raises as `Traces` does."""
    return [Traces(url).observe] if url else []
