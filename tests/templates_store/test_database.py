"""Sessions see one state, writers wait for each other, and nothing is half kept."""

import multiprocessing
import os
import threading
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import insert, select, text
from sqlalchemy.exc import IntegrityError, StatementError
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, registry

from sealstack.templates_store import sqlite
from sealstack.templates_store.database import Database, DatabaseUrlError, default_url
from sealstack.templates_store.tables import UtcDateTime
from tests.processes import run_apart


class Base(DeclarativeBase):
    registry = registry()


class Counter(Base):
    __tablename__ = "counter"
    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[int]
    changed: Mapped[datetime | None] = mapped_column(UtcDateTime)


PATIENCE = 120.0
"""Seconds that a writer waits for others: a busy machine must not fail a test."""


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Database:
    monkeypatch.setattr(sqlite, "BUSY_SECONDS", PATIENCE)
    opened = Database(default_url(tmp_path))
    with opened.writing() as session:
        Base.metadata.create_all(session.connection())
        session.add(Counter(name="a", value=0))
    return opened


def value_of(session: Session) -> int:
    return session.scalars(select(Counter.value)).one()


def count_up(database: Database, times: int) -> None:
    # Read, then write: what fails at once with `database is locked` when a transaction begins as a reader.
    for _ in range(times):
        with database.writing() as session:
            value = value_of(session)
            session.execute(text("UPDATE counter SET value = :value"), {"value": value + 1})


def count_up_in_a_process(url: str, times: int) -> None:
    sqlite.BUSY_SECONDS = PATIENCE
    count_up(Database(url), times)


def test_what_is_written_is_kept(database: Database) -> None:
    count_up(database, 1)
    with database.reading() as session:
        assert value_of(session) == 1


def test_a_bare_connection_sees_what_is_kept(database: Database) -> None:
    count_up(database, 3)
    with database.looking() as connection:
        assert connection.scalar(select(Counter.value)) == 3


def test_nothing_is_kept_when_the_block_fails(database: Database) -> None:
    def fail() -> None:
        with database.writing() as session:
            session.execute(text("UPDATE counter SET value = 7"))
            raise LookupError

    with pytest.raises(LookupError):
        fail()
    with database.reading() as session:
        assert value_of(session) == 0


def test_nothing_that_a_reading_session_changes_is_kept(database: Database) -> None:
    with database.reading() as session:
        session.execute(text("UPDATE counter SET value = 7"))
    with database.reading() as session:
        assert value_of(session) == 0


def test_a_reader_sees_one_state_whatever_is_written_meanwhile(database: Database) -> None:
    with database.reading() as session:
        assert value_of(session) == 0
        count_up(database, 1)
        session.expire_all()
        assert value_of(session) == 0


def test_no_reader_waits_for_a_writer(database: Database) -> None:
    with database.writing() as writer:
        writer.execute(text("UPDATE counter SET value = 7"))
        with database.reading() as session:
            assert value_of(session) == 0


def test_parallel_threads_lose_no_write(database: Database) -> None:
    threads = [threading.Thread(target=count_up, args=(database, 25)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with database.reading() as session:
        assert value_of(session) == 200


def test_parallel_processes_lose_no_write(database: Database, tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    arguments = (default_url(tmp_path), 25)
    processes = [context.Process(target=count_up_in_a_process, args=arguments) for _ in range(4)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    assert [process.exitcode for process in processes] == [0] * 4
    with database.reading() as session:
        assert value_of(session) == 100


def fork_with_an_open_connection(url: str) -> None:
    database = Database(url)
    count_up(database, 1)  # a connection is open now
    child = multiprocessing.get_context("fork").Process(target=count_up, args=(database, 1))
    child.start()
    count_up(database, 1)
    child.join()
    assert child.exitcode == 0


def test_a_forked_child_uses_connections_of_its_own(database: Database, tmp_path: Path) -> None:
    run_apart(fork_with_an_open_connection, default_url(tmp_path))
    with database.reading() as session:
        assert value_of(session) == 3


def test_foreign_keys_are_enforced(database: Database) -> None:
    with database.writing() as session:
        session.execute(text("CREATE TABLE owned (owner TEXT REFERENCES counter(name))"))
    with pytest.raises(IntegrityError), database.writing() as session:
        session.execute(text("INSERT INTO owned VALUES ('nobody')"))


def test_the_write_ahead_log_is_synced_before_an_answer(database: Database) -> None:
    with database.reading() as session:
        assert session.execute(text("PRAGMA journal_mode")).scalar() == "wal"
        assert session.execute(text("PRAGMA synchronous")).scalar() == 2  # FULL


def test_moments_keep_their_time_in_any_zone(database: Database) -> None:
    beijing = timezone(timedelta(hours=8))
    moment = datetime(2026, 3, 1, 7, 30, 0, 250000, beijing)
    with database.writing() as session:
        session.execute(insert(Counter).values(name="b", value=0, changed=moment))
    with database.reading() as session:
        found = session.scalars(select(Counter.changed).where(Counter.name == "b")).one()
    assert found == datetime(2026, 2, 28, 23, 30, 0, 250000, UTC)
    assert found.tzinfo is UTC


def test_a_moment_without_a_zone_is_refused(database: Database) -> None:
    with pytest.raises(StatementError, match="time zone"), database.writing() as session:
        session.execute(insert(Counter).values(name="b", value=0, changed=datetime(2026, 3, 1)))


def test_the_default_is_a_file_in_the_data_folder_that_is_made_for_this_user_only(tmp_path: Path) -> None:
    database = Database(default_url(tmp_path / "new folder"))
    assert database.file == tmp_path / "new folder" / "sealstack.db"
    assert (tmp_path / "new folder").stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize(
    ("url", "complaint"),
    [
        ("nonsense", "should begin with sqlite:///"),
        ("sqlite://", "needs a file"),
        ("sqlite:///:memory:", "needs a file"),
        ("mysql://user@host/name", "not mysql"),
    ],
)
def test_other_databases_are_refused_with_what_would_do(url: str, complaint: str) -> None:
    with pytest.raises(DatabaseUrlError, match=complaint):
        Database(url)


def test_nobody_else_may_read_the_files(tmp_path: Path) -> None:
    previous = os.umask(0o022)
    try:
        opened = Database(default_url(tmp_path / "data"))
        with opened.writing() as session:
            Base.metadata.create_all(session.connection())
        files = list((tmp_path / "data").iterdir())
        assert len(files) > 2  # the log and its index are beside the database
        assert {file.stat().st_mode & 0o777 for file in files} == {0o600}
        assert (tmp_path / "data").stat().st_mode & 0o777 == 0o700
    finally:
        os.umask(previous)


def test_a_database_that_others_could_read_is_closed_to_them(tmp_path: Path) -> None:
    (tmp_path / "sealstack.db").touch(mode=0o644)
    with Database(default_url(tmp_path)).looking():
        assert (tmp_path / "sealstack.db").stat().st_mode & 0o777 == 0o600
