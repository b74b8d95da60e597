"""Databases with all tables, copied for tests: making the tables takes longer than most of them do."""

import atexit
import shutil
import tempfile
from functools import cache
from pathlib import Path

from sealstack.templates_store import migration
from sealstack.templates_store.database import Database, default_url


@cache
def empty_data_dir() -> Path:
    """A folder with a database without accounts, for all tests that add none."""
    folder = tempfile.TemporaryDirectory(prefix="sealstack-tests-")
    atexit.register(folder.cleanup)
    return Path(folder.name)


@cache
def _tables() -> Path:
    made = Database(default_url(empty_data_dir()))
    migration.upgrade(made)
    made.close()
    assert made.file is not None
    return made.file


def with_tables(data_dir: Path) -> Path:
    """Copy a database with all tables into a folder, where it has none, and return the folder."""
    file = data_dir / _tables().name
    if data_dir.is_dir() and not file.exists():
        shutil.copy(_tables(), file)
    return data_dir
