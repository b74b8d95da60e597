"""A database that cannot be used is told as what it is, in time, and is used again when it can be."""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from sqlalchemy import text

from sealstack.templates_store import migration, sqlite
from sealstack.templates_store import postgresql as driver
from sealstack.templates_store.database import Database, default_url
from sealstack.templates_store.templates import StoredFeatures, TemplateStore
from sealstack.templates_store.trouble import DatabaseTroubleError, Trouble
from tests import needs, postgresql
from tests.databases import with_tables

FEATURES = StoredFeatures(1, b"signature", b"features")


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    monkeypatch.setattr(sqlite, "BUSY_SECONDS", 0.2)
    opened = Database(default_url(with_tables(tmp_path)))
    yield opened
    opened.close()


def add(database: Database, picture: bytes = b"picture") -> str:
    return TemplateStore(database).add("a", "[]", (40, 20), picture, FEATURES)


def ids(database: Database) -> list[str]:
    return TemplateStore(database).ids("a")


@contextmanager
def refused_as(trouble: Trouble) -> Iterator[None]:
    with pytest.raises(DatabaseTroubleError) as refused:
        yield
    assert refused.value.trouble is trouble
    assert "\n" not in str(refused.value)


def limit_pages(database: Database, room: int) -> None:
    """Let the file grow by so many pages only, as on a disk that is nearly full; of one connection."""
    with database.engine.connect() as connection:
        used = connection.execute(text("PRAGMA page_count")).scalar_one()
        connection.execute(text(f"PRAGMA max_page_count = {used + room}"))


def test_a_database_that_can_be_used_passes_the_check(database: Database) -> None:
    database.check()


def test_a_check_waits_for_no_reader_and_changes_nothing(database: Database) -> None:
    added = add(database)
    with database.reading() as session:
        session.execute(text("SELECT 1 FROM template"))
        database.check()
    assert ids(database) == [added]


def test_a_full_disk_is_told_and_nothing_is_half_kept(database: Database) -> None:
    kept = add(database)
    limit_pages(database, 1)
    with refused_as(Trouble.FULL):
        add(database, bytes(100_000))
    assert ids(database) == [kept]
    limit_pages(database, 10_000)
    added = add(database, bytes(100_000))
    assert ids(database) == [kept, added]


def test_a_disk_with_little_room_is_no_good(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(10**9, 10**9, 4096))
    with refused_as(Trouble.FULL):
        database.check()


def test_after_a_write_that_failed_a_check_writes_itself(database: Database) -> None:
    add(database)
    limit_pages(database, 1)
    with refused_as(Trouble.FULL):
        add(database, bytes(100_000))
    before = (database.file.parent / "sealstack.db-wal").stat().st_mtime_ns
    database.check()
    assert (database.file.parent / "sealstack.db-wal").stat().st_mtime_ns > before


def test_a_database_that_others_hold_is_told_after_a_short_wait(database: Database) -> None:
    with sqlite3.connect(database.file, isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        with refused_as(Trouble.BUSY):
            add(database)
        with refused_as(Trouble.BUSY):
            database.check()
        assert ids(database) == []  # readers do not wait
        other.execute("ROLLBACK")
    other.close()
    added = add(database)
    assert ids(database) == [added]
    database.check()


def remove(database: Database) -> None:
    for file in database.file.parent.glob("sealstack.db*"):
        file.rename(file.with_name(f"kept-{file.name}"))


def restore(database: Database) -> None:
    for file in database.file.parent.glob("kept-*"):
        file.rename(file.with_name(file.name.removeprefix("kept-")))


def test_a_file_that_has_gone_is_told_and_not_made_anew(database: Database) -> None:
    add(database)
    remove(database)
    with refused_as(Trouble.GONE):
        add(database)
    with refused_as(Trouble.GONE):
        ids(database)
    with refused_as(Trouble.GONE):
        database.check()
    assert not database.file.exists()


def test_a_file_that_is_back_is_used_again(database: Database) -> None:
    kept = add(database)
    remove(database)
    with refused_as(Trouble.GONE):
        add(database)
    restore(database)
    database.check()
    added = add(database)
    assert ids(database) == [kept, added]


def test_a_write_into_a_file_that_goes_meanwhile_is_not_acknowledged(database: Database) -> None:
    add(database)
    with refused_as(Trouble.GONE), database.writing() as session:
        session.execute(text("DELETE FROM template"))
        remove(database)


def test_a_file_that_was_replaced_is_read_at_once(database: Database, tmp_path: Path) -> None:
    backup = Database(default_url(tmp_path / "backup"))
    migration.upgrade(backup)
    kept = add(backup)
    backup.close()
    add(database)
    remove(database)
    shutil.copy(backup.file, database.file)
    assert ids(database) == [kept]


def test_a_file_without_tables_is_told(database: Database) -> None:
    remove(database)
    sqlite3.connect(database.file).close()
    database.file.touch()
    with refused_as(Trouble.GONE):
        ids(database)


def test_a_damaged_file_is_told(database: Database) -> None:
    add(database)
    database.close()
    database.file.write_bytes(b"no database at all" * 1000)
    with refused_as(Trouble.FAILING):
        ids(database)
    with refused_as(Trouble.FAILING):
        database.check()


AS_NOBODY = """
import os, sys
from sealstack.templates_store.database import Database
from sealstack.templates_store.trouble import DatabaseTroubleError
from sealstack.templates_store.templates import StoredFeatures, TemplateStore
database = Database(sys.argv[1])
if os.geteuid() == 0:
    os.setuid(65534)
store, features = TemplateStore(database), StoredFeatures(1, b"", b"")
for step in (database.check, lambda: store.add("a", "[]", (1, 1), b"", features)):
    try:
        step()
    except DatabaseTroubleError as error:
        print(error.trouble.name)
"""


def test_a_folder_that_may_not_be_written_is_told() -> None:
    with tempfile.TemporaryDirectory(prefix="sealstack-tests-") as folder:
        os.chmod(folder, 0o755)
        database = Database(default_url(Path(folder)))
        migration.upgrade(database)
        database.close()
        for file in Path(folder).iterdir():
            file.chmod(0o444)
        os.chmod(folder, 0o555)
        told = subprocess.run(
            [sys.executable, "-c", AS_NOBODY, default_url(Path(folder))],
            cwd=Path(__file__).parents[2],
            capture_output=True,
            text=True,
        )
        os.chmod(folder, 0o755)
        assert set(told.stdout.split()) <= {"READ_ONLY", "GONE"}, told.stderr
        assert len(told.stdout.split()) == 2


@pytest.fixture(scope="module")
def postgresql_url() -> Iterator[str]:
    needs.a_postgresql_server()
    with postgresql.server() as url:
        yield url


def test_a_postgresql_that_freezes_is_given_up_and_used_again(postgresql_url: str, monkeypatch) -> None:
    monkeypatch.setattr(driver, "ANSWER_SECONDS", 1.0)
    database = Database(postgresql_url)
    migration.upgrade(database)
    with refused_as(Trouble.UNREACHABLE), database.reading() as session:
        backend = session.execute(text("SELECT pg_backend_pid()")).scalar_one()
        os.kill(backend, signal.SIGSTOP)
        try:
            session.execute(text("SELECT 1"))
        finally:
            os.kill(backend, signal.SIGCONT)
    assert ids(database) == []
    database.close()


def test_a_connection_that_froze_while_idle_is_replaced_unseen(postgresql_url: str, monkeypatch) -> None:
    monkeypatch.setattr(driver, "ANSWER_SECONDS", 1.0)
    database = Database(postgresql_url)
    migration.upgrade(database)
    with database.reading() as session:
        backend = session.execute(text("SELECT pg_backend_pid()")).scalar_one()
    os.kill(backend, signal.SIGSTOP)
    try:
        assert ids(database) == []
    finally:
        os.kill(backend, signal.SIGCONT)
    database.close()


def test_a_postgresql_that_is_lost_is_told_in_one_line() -> None:
    needs.extra("scale", "psycopg")
    database = Database("postgresql://sealstack@127.0.0.1:1/postgres")
    with refused_as(Trouble.UNREACHABLE):
        ids(database)
    with refused_as(Trouble.UNREACHABLE):
        database.check()


def test_a_postgresql_that_can_be_used_passes_the_check(postgresql_url: str) -> None:
    database = Database(postgresql_url)
    migration.upgrade(database)
    database.check()
    database.close()


def test_a_postgresql_that_takes_no_writes_is_told(postgresql_url: str) -> None:
    with closing(Database(postgresql_url)) as writable:
        migration.upgrade(writable)
    standby = Database(f"{postgresql_url}?options=-c%20default_transaction_read_only%3Don")
    with refused_as(Trouble.READ_ONLY):
        add(standby)
    with refused_as(Trouble.READ_ONLY):
        standby.check()
    standby.close()


def test_what_others_lock_in_postgresql_is_told(postgresql_url: str, monkeypatch) -> None:
    monkeypatch.setattr(driver, "LOCK_SECONDS", 1)
    database = Database(postgresql_url)
    migration.upgrade(database)
    with database.engine.connect() as other, other.begin():
        other.execute(text("LOCK TABLE template IN ACCESS EXCLUSIVE MODE"))
        with refused_as(Trouble.BUSY):
            add(database)
    assert add(database) in ids(database)
    database.close()
