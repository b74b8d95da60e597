"""Kills what writes to the database, and tells whether anything acknowledged is lost or anything is torn.

    python -m bench.kills                                    # 600 kills on an SQLite file
    python -m bench.kills --database postgresql://…/empty    # the same on PostgreSQL

Kills are SIGKILL at moments drawn at random within the work: of processes that add, update and delete through
the store, of processes that migrate, and of the service's worker and master while clients call over HTTP.
The exit status is 1 when anything is lost or torn.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

from bench.kills import over_http, store
from bench.kills.expectation import kept_templates
from bench.kills.writers import OWNER
from sealstack.templates_store import migration
from sealstack.templates_store.database import Database, default_url
from sealstack.templates_store.templates import TemplateStore


def main() -> int:
    """Kill as often as asked for and print what came of it."""
    options = _options()
    found: list[str] = []
    print("| killed | kills | acknowledged | lost or torn | seconds |\n|---|---|---|---|---|", flush=True)
    with tempfile.TemporaryDirectory(prefix="sealstack-kills-") as folder:
        url = options.database or default_url(Path(folder) / "data")
        migration.upgrade(Database(url))
        started = time.monotonic()
        acknowledged, faults = store.kill_writers(url, options.store, options.seed)
        found += _report("writers of the store", options.store, acknowledged, faults, started)
        _empty(url)
        started = time.monotonic()
        faults = store.kill_migrations(url, options.migrations, options.seed)
        found += _report("migrations", options.migrations, None, faults, started)
        if not options.database:
            started = time.monotonic()
            faults = store.kill_first_starts(Path(folder), options.migrations // 2, options.seed)
            found += _report("first starts", options.migrations // 2, None, faults, started)
        _empty(url)
        started = time.monotonic()
        acknowledged, faults = over_http.kill_the_service(url, options.http, options.seed)
        found += _report("worker and master, over HTTP", options.http, acknowledged, faults, started)
    for fault in found[:20]:
        print(fault)
    return 1 if found else 0


def _report(what: str, kills: int, acknowledged: int | None, faults: list[str], started: float) -> list[str]:
    shown = "" if acknowledged is None else acknowledged
    print(f"| {what} | {kills} | {shown} | {len(faults)} | {time.monotonic() - started:.0f} |", flush=True)
    return faults


def _empty(url: str) -> None:
    database = Database(url)
    kept = list(kept_templates(database))
    TemplateStore(database).remove(OWNER, kept)
    database.close()


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--store", type=int, default=300, help="kills of processes that write templates")
    parser.add_argument("--migrations", type=int, default=100, help="kills of processes that migrate")
    parser.add_argument("--http", type=int, default=150, help="kills of the service's processes")
    parser.add_argument("--database", help="an empty database; a new SQLite file when not given")
    parser.add_argument("--seed", type=int, default=1, help="of who is killed and when")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
