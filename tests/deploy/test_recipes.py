"""The recipes of docs/scaling.md for backups, restores, upgrades and downgrades, run on a real PostgreSQL."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from sealstack.service.accounts import Account, AccountStore, SecretKeyCipher
from sealstack.templates_store import migration
from sealstack.templates_store.database import Database
from sealstack.templates_store.templates import StoredFeatures, TemplateStore
from tests import needs, postgresql
from tests.conformance.servers import ROOT, clean_environment

PAGE = (ROOT / "docs" / "scaling.md").read_text(encoding="utf-8")
KEY = "A" * 43 + "="
ACCOUNT = Account(secret_id="AKIDEXAMPLE", secret_key="secret", name="合同部", package_remaining=7)
FIELDS = '[[[[1,2],[30,2],[30,9],[1,9]],"名称"]]'


def blocks_under(heading: str) -> list[str]:
    section = PAGE.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    return re.findall(r"^```sh\n(.*?)^```", section, flags=re.MULTILINE | re.DOTALL)


@pytest.fixture
def url():
    needs.a_postgresql_server()
    needs.program("pg_dump")
    with postgresql.server() as running:
        yield running


@pytest.fixture
def run(url, tmp_path):
    """Runs a block as an operator does, with `sealstack` in the path."""
    programs = tmp_path / "programs"
    programs.mkdir()
    (programs / "sealstack").write_text(f'#!/bin/sh\nexec "{sys.executable}" -P -m sealstack "$@"\n')
    (programs / "sealstack").chmod(0o755)
    environment = clean_environment(
        PATH=f"{programs}{os.pathsep}{os.environ['PATH']}",
        PYTHONPATH=str(ROOT),
        OCR_DATABASE_URL=url,
        OCR_DATA_DIR=str(tmp_path / "data"),
        OCR_ACCOUNT_KEY=KEY,
    )

    def block(script: str) -> str:
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", script],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    return block


@pytest.fixture
def database(url):
    opened = Database(url)
    migration.upgrade(opened)
    yield opened
    opened.close()


def fill(database: Database, tmp_path: Path) -> str:
    """Keep an account and a template; gives the template's id."""
    AccountStore(database, SecretKeyCipher(KEY, tmp_path / "key")).add(ACCOUNT)
    features = StoredFeatures(1, b"signature", b"features")
    return TemplateStore(database).add("owner", FIELDS, (40, 10), b"picture", features, "发票")


def kept(database: Database, tmp_path: Path) -> tuple[str, int | None, list[str]]:
    account = AccountStore(database, SecretKeyCipher(KEY, tmp_path / "key")).find(ACCOUNT.secret_id)
    assert account is not None
    return account.secret_key, account.package_remaining, TemplateStore(database).ids("owner")


def test_a_backup_is_restored(run, database, tmp_path):
    template = fill(database, tmp_path)
    backup, restore, _ = blocks_under("Backup and restore")
    run(backup)
    migration.downgrade(database, "base")
    run(restore)
    assert kept(database, tmp_path) == ("secret", 7, [template])


def test_a_backup_of_an_older_version_is_brought_up(run, database, tmp_path):
    template = fill(database, tmp_path)
    backup, restore, _ = blocks_under("Backup and restore")
    migration.downgrade(database, "0002")
    run(backup)
    migration.downgrade(database, "base")
    run(restore)
    assert migration.current_revision(database) == migration.LATEST
    assert kept(database, tmp_path) == ("secret", 7, [template])


def test_an_sqlite_file_is_copied_while_it_is_written(run, tmp_path):
    (tmp_path / "data").mkdir()
    source = Database(f"sqlite:///{tmp_path}/data/sealstack.db")
    migration.upgrade(source)
    template = fill(source, tmp_path)
    run(blocks_under("Backup and restore")[2])
    assert kept(Database(f"sqlite:///{tmp_path}/sealstack-backup.db"), tmp_path) == ("secret", 7, [template])


def test_an_upgrade_and_a_downgrade_keep_accounts_and_templates(run, database, tmp_path):
    template = fill(database, tmp_path)
    migration.downgrade(database, "0002")
    up, down = blocks_under("Upgrade and downgrade")
    assert "and is now at revision 0003" in run(up)
    assert kept(database, tmp_path) == ("secret", 7, [template])
    assert "is now at revision 0002" in run(down)
    assert migration.is_held(database)
    assert "and is now at revision 0003" in run(up)
    assert kept(database, tmp_path) == ("secret", 7, [template])
