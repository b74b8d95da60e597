"""The ledger of a batch: its plan, block by block, and which blocks are finished. One SQLite file.

A block is finished in one transaction, after its files have been renamed into their places. Whatever is
killed at any moment, a block is either finished with all its rows, or is read again and its files replaced.
"""

from __future__ import annotations

import fcntl
import json
import os
import sqlite3
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from sealstack.batch.job import BatchError, Outcome, Unsure, Work

_TABLES = """
CREATE TABLE IF NOT EXISTS run (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS block (
    number INTEGER PRIMARY KEY, files TEXT NOT NULL, count INTEGER NOT NULL, finished REAL,
    rows INTEGER, pages INTEGER, found INTEGER, errors TEXT, seconds REAL
);
CREATE INDEX IF NOT EXISTS block_unfinished ON block (number) WHERE finished IS NULL;
CREATE TABLE IF NOT EXISTS unsure (
    block INTEGER NOT NULL, score REAL NOT NULL, source TEXT NOT NULL, page INTEGER, text TEXT NOT NULL,
    picture BLOB NOT NULL
);
"""
_PLANNED = "planned"
_KEPT_UNSURE = 60
_PAGE = 128
_GROWTH = 32  # blocks are a 32nd of what lies before them, until they are as large as they may be


@dataclass(frozen=True)
class Totals:
    """What is finished, and what there is to do.

    Attributes:
        files: how many there are in all.
        blocks: how many blocks there are in all.
        files_finished: how many files are in finished blocks.
        blocks_finished: how many blocks are finished.
        rows: how many rows these have.
        pages: how many pages were read in them.
        found: how many seals, lines, fields or pages were found.
        reader_seconds: the time of all readers together.
        errors: how many rows have an error, by its kind.
    """

    files: int
    blocks: int
    files_finished: int
    blocks_finished: int
    rows: int
    pages: int
    found: int
    reader_seconds: float
    errors: Mapping[str, int]


class Ledger:
    """The ledger in a folder, held by one process at a time."""

    FILE = "ledger.db"

    def __init__(self, folder: Path) -> None:
        """Open the ledger of a folder, or begin one.

        Raises:
            BatchError: another process holds it, or its file is none of ours.
        """
        self._lock = os.open(folder / ".lock", os.O_RDWR | os.O_CREAT, 0o644)
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(self._lock)
            raise BatchError(f"another batch writes to {folder} at this moment") from None
        try:
            self._database = sqlite3.connect(folder / self.FILE, isolation_level=None)
            self._database.execute("PRAGMA synchronous = FULL")
            self._database.execute("PRAGMA cache_size = -4000")
            self._database.executescript(_TABLES)
        except sqlite3.Error as error:
            os.close(self._lock)
            raise BatchError(f"{folder / self.FILE} cannot be used: {error}") from None

    def identity(self) -> dict[str, object] | None:
        """What the plan was made for; None where it is not complete."""
        row = self._database.execute("SELECT value FROM run WHERE name = ?", (_PLANNED,)).fetchone()
        return json.loads(row[0]) if row else None

    def plan(self, sources: Iterable[str], identity: Mapping[str, object], largest: int) -> int:
        """Write the plan, all of it or nothing, and return how many files it has; a name is taken once.

        Where no file is named there is no plan: another one can be written.

        Args:
            sources: the names of the files.
            identity: what it is made for, as JSON has it.
            largest: the most files of a block.
        """
        self._database.execute("BEGIN IMMEDIATE")
        try:
            for table in ("block", "unsure", "run"):
                self._database.execute(f"DELETE FROM {table}")  # nosec B608 # constants
            planned = self._write_blocks(self._distinct(sources), largest)
            if planned:
                self._database.execute("INSERT INTO run VALUES (?, ?)", (_PLANNED, json.dumps(identity)))
            self._database.execute("COMMIT")
        except BaseException:
            self._database.execute("ROLLBACK")
            raise
        self._database.execute("DROP TABLE IF EXISTS temp.seen")
        return planned

    def unfinished(self) -> Iterator[Work]:
        """Go through the blocks that are not finished, a few at a time."""
        after = -1
        while True:
            page = self._database.execute(
                "SELECT number, files FROM block WHERE finished IS NULL AND number > ? "
                "ORDER BY number LIMIT ?",
                (after, _PAGE),
            ).fetchall()
            if not page:
                return
            for number, files in page:
                yield Work(number, tuple(json.loads(files)))
            after = page[-1][0]

    def finish(self, outcome: Outcome) -> None:
        """Note that a block is finished; its files are in their places."""
        self._database.execute("BEGIN IMMEDIATE")
        try:
            self._database.execute(
                "UPDATE block SET finished = ?, rows = ?, pages = ?, found = ?, errors = ?, seconds = ? "
                "WHERE number = ?",
                (
                    *(time.time(), outcome.rows, outcome.pages, outcome.found),
                    *(json.dumps(dict(outcome.errors)) if outcome.errors else None, outcome.seconds),
                    outcome.work.block,
                ),
            )
            self._keep_unsure(outcome)
            self._database.execute("COMMIT")
        except BaseException:
            self._database.execute("ROLLBACK")
            raise

    def reopen_failed(self) -> int:
        """Have the blocks in which there are errors read again; returns how many."""
        return self._database.execute("UPDATE block SET finished = NULL WHERE errors IS NOT NULL").rowcount

    def totals(self) -> Totals:
        """Add up what is finished."""
        of_all = "SELECT coalesce(sum(count), 0), count(*) FROM block"
        files, blocks = self._database.execute(of_all).fetchone()
        files_finished, blocks_finished, rows, pages, found, seconds = self._database.execute(
            "SELECT coalesce(sum(count), 0), count(*), coalesce(sum(rows), 0), coalesce(sum(pages), 0), "
            "coalesce(sum(found), 0), coalesce(sum(seconds), 0.0) FROM block WHERE finished IS NOT NULL"
        ).fetchone()
        errors: Counter[str] = Counter()
        wrong = "SELECT errors FROM block WHERE finished IS NOT NULL AND errors IS NOT NULL"
        for (text,) in self._database.execute(wrong):
            errors.update(json.loads(text))
        counted = dict(errors.most_common())
        return Totals(
            *(files, blocks, files_finished, blocks_finished, rows, pages, found, seconds), errors=counted
        )

    def finished_blocks(self) -> Iterator[int]:
        """Go through the numbers of the finished blocks, in order."""
        for (number,) in self._database.execute(
            "SELECT number FROM block WHERE finished IS NOT NULL ORDER BY number"
        ):
            yield number

    def least_sure(self) -> list[Unsure]:
        """The least sure results of all finished blocks, the least sure first."""
        found = self._database.execute(
            "SELECT score, source, page, text, picture FROM unsure ORDER BY score, source, page LIMIT ?",
            (_KEPT_UNSURE,),
        )
        return [Unsure(*row) for row in found]

    def close(self) -> None:
        """Close it; another process may open it then."""
        self._database.close()
        os.close(self._lock)

    def _distinct(self, sources: Iterable[str]) -> Iterator[str]:
        """Each name once. The names are kept on the disk: there may be more than memory holds."""
        self._database.execute("CREATE TEMP TABLE IF NOT EXISTS seen (name BLOB PRIMARY KEY) WITHOUT ROWID")
        self._database.execute("DELETE FROM temp.seen")
        for source in sources:
            name = source.encode("utf-8", "surrogateescape")
            with closing(
                self._database.execute("INSERT OR IGNORE INTO temp.seen VALUES (?)", (name,))
            ) as kept:
                if kept.rowcount:
                    yield source

    def _write_blocks(self, sources: Iterable[str], largest: int) -> int:
        planned, number, files = 0, 0, list[str]()
        for source in sources:
            files.append(source)
            planned += 1
            if len(files) >= min(largest, max(1, planned // _GROWTH)):
                self._write_block(number, files)
                number, files = number + 1, []
        if files:
            self._write_block(number, files)
        return planned

    def _write_block(self, number: int, files: list[str]) -> None:
        self._database.execute(
            "INSERT INTO block (number, files, count) VALUES (?, ?, ?)",
            (number, json.dumps(files), len(files)),
        )

    def _keep_unsure(self, outcome: Outcome) -> None:
        self._database.execute("DELETE FROM unsure WHERE block = ?", (outcome.work.block,))
        if not outcome.unsure:
            return
        self._database.executemany(
            "INSERT INTO unsure VALUES (?, ?, ?, ?, ?, ?)",
            [
                (outcome.work.block, each.score, _storable(each.source), each.page, each.text, each.picture)
                for each in outcome.unsure
            ],
        )
        self._database.execute(
            "DELETE FROM unsure WHERE rowid NOT IN (SELECT rowid FROM unsure ORDER BY score LIMIT ?)",
            (2 * _KEPT_UNSURE,),
        )


def _storable(name: str) -> str:
    """A name of a file as text that can be written, also where its bytes are no UTF-8."""
    return name.encode("utf-8", "backslashreplace").decode("utf-8")
