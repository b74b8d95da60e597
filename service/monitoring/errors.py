"""The last errors of all workers, by what the log says of them: no pictures, no texts, no keys."""

from __future__ import annotations

import json
import os
import time
from collections import deque
from contextlib import suppress
from pathlib import Path
from typing import Any

from sealstack.service.http.request_log import RequestRecord
from sealstack.service.monitoring.sharing import FOLDER

KEPT = 50
"""How many are listed."""

_ACCOUNT = "account"
_FILE = "errors.jsonl"
_LONGEST = 256 * 1024  # bytes, of the file
_SHOWN = 200  # characters


class LastErrors:
    """Keeps them: in a file that the workers share where there is a folder for it, else in memory."""

    def __init__(self) -> None:
        folder = os.environ.get(FOLDER)
        self._path = Path(folder) / _FILE if folder else None
        self._own: deque[dict[str, Any]] = deque(maxlen=KEPT)

    def observe(self, record: RequestRecord, status: int, seconds: float) -> None:
        """Keep a request if it was refused or failed.

        Args:
            record: what is known of it.
            status: the HTTP status of its answer.
            seconds: how long it took.
        """
        if not record.code and 0 < status < 400:
            return
        entry = {
            "time": int(time.time()),
            "request_id": record.request_id,
            "dialect": record.dialect[:_SHOWN],
            "action": record.action[:_SHOWN],
            _ACCOUNT: record.account[:_SHOWN],
            "status": status,
            "code": (record.code or str(status))[:_SHOWN],
            "reason": record.reason[:_SHOWN],
            "seconds": round(seconds, 3),
        }
        self._own.append(entry)
        if self._path is not None:
            with suppress(OSError):
                self._write(self._path, json.dumps(entry).encode() + b"\n")

    def latest(self, account: str | None = None) -> list[dict[str, Any]]:
        """List them, the latest first, without saying whose they are.

        Args:
            account: whose; None for all.
        """
        entries: list[dict[str, Any]] = list(self._own)
        if self._path is not None:
            with suppress(OSError):
                lines = self._path.read_bytes().splitlines()
                entries = [json.loads(line) for line in lines[-KEPT:] if line.endswith(b"}")]
        return [
            {name: value for name, value in entry.items() if name != _ACCOUNT}
            for entry in reversed(entries)
            if account is None or entry.get(_ACCOUNT) == account
        ]

    @staticmethod
    def _write(path: Path, line: bytes) -> None:
        """Add a line, whole: the system writes what is appended at once in one piece."""
        with path.open("ab", buffering=0) as file:
            if file.tell() > _LONGEST:
                # as workers append by the file's name, what one of them begins anew the others go on with
                path.unlink(missing_ok=True)
                path.write_bytes(line)
                return
            file.write(line)
