"""Times `list` and `"template_id": "auto"` of a service that keeps many templates.

    python -m bench.templates --base http://127.0.0.1:8000 --database ~/.local/share/sealstack/sealstack.db

The service must be one for trying things out, without keys: its templates are multiplied in its SQLite file,
and removed in the end. One form of each kind is added as clients do; the others are copies of their rows.
"""

from __future__ import annotations

import argparse
import base64
import json
import secrets
import sqlite3
import statistics
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import requests

from bench.forms.conditions import make_query
from bench.forms.drawing import fill_in
from bench.forms.kinds import KINDS

_ROUNDS = 7
_TIMEOUT = 120
_TABLES = {
    "template_picture": "content",
    "template_features": "version, signature, content",
}


def main() -> None:
    """Add, multiply, time, remove, and print one line of JSON."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--base", required=True, help="the service's URL")
    parser.add_argument("--database", required=True, type=Path, help="its SQLite file")
    parser.add_argument("--auto", type=int, default=200, help="how many templates `auto` chooses among")
    parser.add_argument("--list", type=int, default=10_000, help="how many templates are listed")
    options = parser.parse_args()
    url = options.base.rstrip("/") + "/custom_ocr"
    with requests.Session() as session:
        session.trust_env = False
        for name, kind in KINDS.items():
            form = fill_in(kind(), np.random.default_rng(1))
            template = [[quad.tolist(), field] for field, quad in form.marks()]
            body = {"type": "add", "img": _encoded(form.sheet), "template": template}
            print(name, _post(session, url, body)["template_id"])
        ids = _post(session, url, {"type": "list"})["template_id_list"]
        _multiply(options.database, ids, options.auto - len(ids))
        figures: dict[str, Any] = {f"auto among {options.auto}, seconds": _time_auto(session, url)}
        _multiply(options.database, ids, options.list - options.auto)
        seconds, size = _time_list(session, url)
        figures[f"list of {options.list}, seconds"] = seconds
        figures["bytes of the list"] = size
        everything = _post(session, url, {"type": "list"})["template_id_list"]
        _post(session, url, {"type": "del", "template_id": everything})
    print(json.dumps(figures))


def _time_auto(session: requests.Session, url: str) -> float:
    taken = []
    for number, kind in enumerate(KINDS.values()):
        query = make_query(kind(), "noise", np.random.default_rng([9, number])).image
        body = {"type": "query", "template_id": "auto", "img": _encoded(query)}
        started = time.perf_counter()
        _post(session, url, body)
        taken.append(time.perf_counter() - started)
    return round(statistics.median(taken), 3)


def _time_list(session: requests.Session, url: str) -> tuple[float, int]:
    taken, size = [], 0
    for _ in range(_ROUNDS):
        started = time.perf_counter()
        response = session.post(url, json={"type": "list"}, timeout=_TIMEOUT)
        taken.append(time.perf_counter() - started)
        size = len(response.content)
    return round(statistics.median(taken), 3), size


def _multiply(file: Path, ids: list[str], count: int) -> None:
    with closing(sqlite3.connect(file, timeout=30)) as database, database:
        for number in range(count):
            original = ids[number % len(ids)]
            (source,) = database.execute(
                "SELECT number FROM template WHERE template_id = ?", (original,)
            ).fetchone()
            copied = database.execute(
                "INSERT INTO template (template_id, owner, width, height, fields, created) "
                "SELECT ?, owner, width, height, fields, created FROM template WHERE number = ?",
                (secrets.token_hex(20), source),
            ).lastrowid
            for table, columns in _TABLES.items():
                database.execute(
                    f"INSERT INTO {table} (number, {columns}) SELECT ?, {columns} FROM {table} "
                    "WHERE number = ?",
                    (copied, source),
                )


def _post(session: requests.Session, url: str, body: dict[str, Any]) -> Any:
    response = session.post(url, json=body, timeout=_TIMEOUT)
    response.raise_for_status()
    return response.json()


def _encoded(image: np.ndarray[Any, Any]) -> str:
    _, data = cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, 90])
    return base64.b64encode(data.tobytes()).decode()


if __name__ == "__main__":
    main()
