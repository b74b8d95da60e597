"""What was acknowledged is there after kill -9, what was deleted stays deleted, and nothing is half kept.

`python -m bench.kills` kills hundreds of times; here it is a few.
"""

from contextlib import closing

import pytest

from bench.kills import over_http, store
from bench.kills.expectation import kept_templates
from sealstack.templates_store import migration
from sealstack.templates_store.database import Database, default_url
from tests import needs, postgresql
from tests.processes import run_apart

pytestmark = pytest.mark.slow


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request, tmp_path):
    if request.param == "sqlite":
        yield made(default_url(tmp_path / "data"))
        return
    needs.a_postgresql_server()
    with postgresql.server() as empty:
        yield made(empty)


def made(url):
    database = Database(url)
    migration.upgrade(database)
    database.close()
    return url


def test_killed_writers_lose_and_tear_nothing(url):
    acknowledged, faults = run_apart(store.kill_writers, url, kills=6, seed=1)
    assert acknowledged > 0
    assert faults == []


def test_killed_migrations_lose_and_tear_nothing(url):
    assert run_apart(store.kill_migrations, url, kills=3, seed=1) == []
    with closing(Database(url)) as database:
        assert len(kept_templates(database)) == 20


def test_killed_first_starts_leave_a_database_that_the_next_one_brings_up(tmp_path):
    assert run_apart(store.kill_first_starts, tmp_path, kills=3, seed=1) == []


def test_a_killed_worker_and_master_lose_and_tear_nothing(tmp_path):
    acknowledged, faults = over_http.kill_the_service(made(default_url(tmp_path / "data")), kills=4, seed=1)
    assert acknowledged >= 12
    assert faults == []
