"""Migrations go up and down, agree with the tables, and run once however many processes start."""

import multiprocessing
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text

from sealstack.templates_store import migration
from sealstack.templates_store.database import Database, default_url
from tests import needs, postgresql

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def postgresql_url() -> Iterator[str]:
    needs.a_postgresql_server()
    with postgresql.server() as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    url = default_url(tmp_path)
    if request.param == "postgresql":
        url = request.getfixturevalue("postgresql_url")
    opened = Database(url)
    yield opened
    migration.downgrade(opened, "base")
    opened.close()


def tables(database: Database) -> set[str]:
    return set(inspect(database.engine).get_table_names()) - {"alembic_version"}


def upgrade_in_a_process(url: str) -> None:
    with closing(Database(url)) as database:
        migration.upgrade(database)


def test_up_makes_the_tables(database: Database) -> None:
    assert migration.current_revision(database) is None
    migration.upgrade(database)
    assert tables(database) == {"account", "template", "template_picture", "template_features"}
    assert migration.current_revision(database) == migration.LATEST


def test_the_newest_revision_is_that_of_the_last_script() -> None:
    assert ScriptDirectory.from_config(migration.configuration()).get_current_head() == migration.LATEST


def test_up_does_nothing_the_second_time(database: Database) -> None:
    migration.upgrade(database)
    migration.upgrade(database)
    assert migration.current_revision(database) == migration.LATEST


def test_down_removes_the_tables(database: Database) -> None:
    migration.upgrade(database)
    migration.downgrade(database, "base")
    assert tables(database) == set()
    assert migration.current_revision(database) is None


def test_down_to_a_revision_leaves_the_tables_of_before(database: Database) -> None:
    migration.upgrade(database)
    migration.downgrade(database, "0001")
    assert tables(database) == {"account"}


def test_up_again_after_down(database: Database) -> None:
    migration.upgrade(database)
    migration.downgrade(database, "base")
    migration.upgrade(database)
    assert "account" in tables(database)


def test_a_database_that_is_held_is_not_brought_up(database: Database) -> None:
    migration.upgrade(database)
    migration.downgrade(database, "0001")
    migration.hold(database)
    with pytest.raises(migration.MigrationError, match="taken down to revision 0001 by hand"):
        migration.upgrade(database)
    assert migration.current_revision(database) == "0001"
    migration.release(database)
    migration.upgrade(database)
    assert migration.current_revision(database) == migration.LATEST
    assert "held_revision" not in tables(database)


def test_a_database_without_tables_can_be_held_too(database: Database) -> None:
    migration.hold(database)
    with pytest.raises(migration.MigrationError, match="base"):
        migration.upgrade(database)
    migration.release(database)


def test_a_hold_ends_when_another_version_moves_the_tables(database: Database) -> None:
    migration.upgrade(database, "0001")
    migration.hold(database)
    with database.writing() as session:
        session.execute(text("DELETE FROM alembic_version"))
        session.execute(text("DROP TABLE account"))
    migration.upgrade(database)
    assert migration.current_revision(database) == migration.LATEST
    migration.release(database)


def test_migrations_and_tables_agree(database: Database) -> None:
    migration.upgrade(database)
    command.check(migration.configuration(database))  # raises when they do not


def test_many_processes_may_start_at_once(database: Database) -> None:
    url = database.engine.url.render_as_string(hide_password=False)
    context = multiprocessing.get_context("spawn")
    processes = [context.Process(target=upgrade_in_a_process, args=(url,)) for _ in range(4)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    assert [process.exitcode for process in processes] == [0] * 4
    assert migration.current_revision(database) == migration.LATEST


def test_a_database_of_a_newer_version_is_left_alone_with_a_clear_message(database: Database) -> None:
    migration.upgrade(database)
    with database.writing() as session:
        session.execute(text("UPDATE alembic_version SET version_num = 'from_the_future'"))
    with pytest.raises(migration.MigrationError, match="from_the_future"):
        migration.upgrade(database)
    with database.writing() as session:
        session.execute(text("UPDATE alembic_version SET version_num = :known"), {"known": migration.LATEST})
    assert "account" in tables(database)


def test_a_migration_that_fails_changes_nothing(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    with database.writing() as session:
        session.execute(text("CREATE TABLE account (another INTEGER)"))
    with pytest.raises(Exception, match="already exists"):
        migration.upgrade(database)
    assert migration.current_revision(database) is None
    with database.writing() as session:
        session.execute(text("DROP TABLE account"))


def test_foreign_keys_are_on_again_after_a_migration(tmp_path: Path) -> None:
    database = Database(default_url(tmp_path))
    migration.upgrade(database)
    with database.reading() as session:
        assert session.execute(text("PRAGMA foreign_keys")).scalar() == 1


def test_the_scripts_are_found_from_any_folder(tmp_path: Path) -> None:
    root = Path(migration.__file__).parents[2]
    program = (
        "import sys; from sealstack.templates_store import migration\n"
        "from sealstack.templates_store.database import Database\n"
        "database = Database(sys.argv[1]); migration.upgrade(database)\n"
        "print(migration.current_revision(database))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, default_url(tmp_path / "data")],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(root)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == migration.LATEST
