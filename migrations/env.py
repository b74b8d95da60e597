"""How Alembic runs the scripts: on a database that was handed over, or on the one in `OCR_DATABASE_URL`."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

from alembic import context
from sqlalchemy import Connection

import sealstack.service.accounts.table
import sealstack.templates_store.template_tables  # noqa: F401 - registers its tables
from sealstack.templates_store import sqlite
from sealstack.templates_store.database import Database
from sealstack.templates_store.tables import Table


def run() -> None:
    """Run the scripts that Alembic chose, all of them or none."""
    database = context.config.attributes.get("database") or Database(os.environ["OCR_DATABASE_URL"])
    engine = database.engine.execution_options(**sqlite.WRITING)
    with engine.connect() as connection, _without_foreign_keys(connection, database.is_sqlite):
        context.configure(
            connection=connection,
            target_metadata=Table.metadata,
            render_as_batch=database.is_sqlite,
            # SQLite can roll changes of tables back, which Alembic does not expect of its driver.
            transactional_ddl=True,
        )
        with context.begin_transaction():
            context.run_migrations()


@contextmanager
def _without_foreign_keys(connection: Connection, is_sqlite: bool) -> Iterator[None]:
    # SQLite changes a table by making it anew; with foreign keys on, that would delete what refers to it.
    driver = connection.connection.driver_connection if is_sqlite else None
    if driver is None:
        yield
        return
    driver.execute("PRAGMA foreign_keys = OFF")
    try:
        yield
    finally:
        driver.execute("PRAGMA foreign_keys = ON")


run()
