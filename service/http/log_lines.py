"""How the log looks: one line a message, as text or as JSON."""

from __future__ import annotations

import json
import logging
import time
from typing import Any


class TextFormatter(logging.Formatter):
    """Time, process, level, logger, RequestId and message; a traceback follows, indented.

    Nothing that a message quotes can begin a line of its own.
    """

    def __init__(self) -> None:
        super().__init__(
            "%(asctime)s [%(process)d] %(levelname)s %(name)s %(request_id)s %(message)s",
            "%Y-%m-%dT%H:%M:%S%z",
        )

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - the name is logging's
        """Write the line."""
        return _on_one_line(super().formatMessage(record))

    def formatException(self, ei: Any) -> str:  # noqa: N802
        """Write the traceback, no line of which can be taken for one of the log."""
        lines = super().formatException(ei).splitlines()
        return "\n".join(f"    {_on_one_line(line)}" for line in lines)


class JsonFormatter(logging.Formatter):
    """One JSON object a line: the same parts, those of a request's line each by its name."""

    def format(self, record: logging.LogRecord) -> str:
        """Write the line."""
        moment = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(record.created))
        line: dict[str, Any] = {
            "time": f"{moment}.{int(record.msecs):03d}Z",
            "level": record.levelname,
            "logger": record.name,
            "process": record.process,
            "request_id": getattr(record, "request_id", "-"),
        }
        fields = getattr(record, "fields", None)
        line |= fields if fields is not None else {"message": record.getMessage()}
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        return json.dumps(line, default=str)


def logging_configuration(log_format: str, level: str) -> dict[str, Any]:
    """Describe the log for `logging.config.dictConfig`: everything goes to standard error.

    Args:
        log_format: one of `service.settings.settings.LOG_FORMATS`.
        level: one of `service.settings.settings.LOG_LEVELS`.
    """
    formatter = JsonFormatter if log_format == "json" else TextFormatter
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {
            "request_id": {"()": "sealstack.service.http.request_log.RequestIdFilter"},
        },
        "formatters": {"line": {"()": f"{__name__}.{formatter.__name__}"}},
        "handlers": {
            "console": {
                "class": "logging.StreamHandler",
                "formatter": "line",
                "filters": ["request_id"],
                "stream": "ext://sys.stderr",
            }
        },
        "root": {"level": level.upper(), "handlers": ["console"]},
        "loggers": {
            "gunicorn.error": {
                "level": level.upper(),
                "handlers": [],
                "propagate": True,
            },
            # its lines carry query strings, and those carry signatures and pictures; service.calls has ours
            "gunicorn.access": {"level": "WARNING", "handlers": [], "propagate": True},
            "alembic": {"level": "WARNING", "handlers": [], "propagate": True},
        },
    }


def _on_one_line(text: str) -> str:
    return "".join(mark if mark.isprintable() else _escaped(mark) for mark in text)


def _escaped(mark: str) -> str:
    return mark.encode("unicode_escape").decode("ascii")
