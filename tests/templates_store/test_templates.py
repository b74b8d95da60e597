"""Templates are kept whole, seen by their owner alone, and listed in the order of adding."""

import multiprocessing
import threading
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from sealstack.templates_store import migration
from sealstack.templates_store.database import Database, default_url
from sealstack.templates_store.templates import StoredFeatures, TemplateNotFoundError, TemplateStore
from tests import needs, postgresql
from tests.databases import with_tables

FIELDS = '[[[[1,2],[30,2],[30,9],[1,9]],"名称"]]'
FEATURES = StoredFeatures(1, b"signature", b"\x00features")
UNKNOWN = "0" * 40


@pytest.fixture(scope="module")
def postgresql_url() -> Iterator[str]:
    needs.a_postgresql_server()
    with postgresql.server() as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    url = default_url(with_tables(tmp_path))
    if request.param == "postgresql":
        url = request.getfixturevalue("postgresql_url")
    opened = Database(url)
    migration.upgrade(opened)
    yield opened
    if request.param == "postgresql":
        migration.downgrade(opened, "base")
    opened.close()


@pytest.fixture
def store(database: Database) -> TemplateStore:
    return TemplateStore(database)


def add(store: TemplateStore, owner: str = "a", **changes: object) -> str:
    values = {"fields": FIELDS, "size": (40, 20), "picture": b"\xff\x00", "features": FEATURES, **changes}
    return store.add(owner, **values)  # type: ignore[arg-type]


def add_in_a_process(url: str, times: int) -> None:
    with closing(Database(url)) as database:
        for _ in range(times):
            add(TemplateStore(database))


def rows(database: Database) -> list[int]:
    names = ("template", "template_picture", "template_features")
    with database.reading() as session:
        return [session.execute(text(f"SELECT count(*) FROM {name}")).scalar_one() for name in names]


def test_what_is_added_is_found(store: TemplateStore) -> None:
    found = store.find("a", add(store))
    assert (found.fields, found.width, found.height) == (FIELDS, 40, 20)
    assert timedelta(0) <= datetime.now(UTC) - found.created < timedelta(minutes=1)
    assert store.picture("a", found.template_id) == b"\xff\x00"
    assert store.find_with_features("a", found.template_id)[1] == FEATURES


def test_ids_are_40_hexadecimal_digits_and_never_the_same(store: TemplateStore) -> None:
    ids = {add(store) for _ in range(20)}
    assert len(ids) == 20
    assert all(len(one) == 40 and int(one, 16) >= 0 for one in ids)


def test_the_oldest_is_listed_first(store: TemplateStore) -> None:
    ids = [add(store) for _ in range(5)]
    assert store.ids("a") == ids
    assert store.all("a") == [(one, FIELDS) for one in ids]
    assert [one.template_id for one in store.signatures("a")] == ids


def test_the_order_of_adding_outlives_a_removal(store: TemplateStore) -> None:
    first, second = add(store), add(store)
    store.remove("a", [second])
    third = add(store)
    assert store.ids("a") == [first, third]


def test_an_owner_sees_nothing_of_another(store: TemplateStore) -> None:
    theirs = add(store, "b")
    for look in (store.find, store.picture, store.find_with_features):
        with pytest.raises(TemplateNotFoundError):
            look("a", theirs)
    assert (store.ids("a"), store.all("a"), store.signatures("a")) == ([], [], [])


def test_an_owner_changes_nothing_of_another(store: TemplateStore) -> None:
    theirs = add(store, "b")
    with pytest.raises(TemplateNotFoundError):
        store.replace_fields("a", theirs, "[]")
    with pytest.raises(TemplateNotFoundError):
        store.remove("a", [theirs])
    store.replace_features("a", theirs, StoredFeatures(9, b"", b""))  # as if it were gone
    assert store.find("b", theirs).fields == FIELDS
    assert store.find_with_features("b", theirs)[1] == FEATURES


def test_removing_takes_the_picture_and_the_features_along(store: TemplateStore, database: Database) -> None:
    store.remove("a", [add(store)])
    assert rows(database) == [0, 0, 0]


def test_with_one_unknown_id_none_is_removed(store: TemplateStore) -> None:
    ids = [add(store), add(store)]
    with pytest.raises(TemplateNotFoundError) as raised:
        store.remove("a", [ids[0], UNKNOWN, ids[1]])
    assert raised.value.template_id == UNKNOWN
    assert store.ids("a") == ids


@pytest.mark.parametrize("template_id", ["", "abc", "\x00" * 40, "\ud800" * 40, "A" * 40, "0" * 41])
def test_what_cannot_be_an_id_is_not_found(store: TemplateStore, template_id: str) -> None:
    with pytest.raises(TemplateNotFoundError):
        store.find("a", template_id)
    with pytest.raises(TemplateNotFoundError):
        store.remove("a", [template_id])


def test_any_number_is_removed_at_once_and_an_id_named_twice_counts_once(store: TemplateStore) -> None:
    ids = [add(store) for _ in range(3)]
    store.remove("a", [*ids, ids[0]])
    assert store.ids("a") == []


def test_fields_are_replaced_and_all_else_stays(store: TemplateStore) -> None:
    template_id = add(store)
    before = store.find("a", template_id)
    store.replace_fields("a", template_id, "[]")
    after = store.find("a", template_id)
    assert after.fields == "[]"
    assert after.created == before.created
    assert store.find_with_features("a", template_id)[1] == FEATURES


def test_features_are_replaced(store: TemplateStore) -> None:
    template_id = add(store)
    newer = StoredFeatures(2, b"other", b"more")
    store.replace_features("a", template_id, newer)
    assert store.find_with_features("a", template_id)[1] == newer
    assert [one.version for one in store.signatures("a")] == [2]


def test_features_of_a_template_removed_meanwhile_are_dropped(store: TemplateStore) -> None:
    store.replace_features("a", UNKNOWN, FEATURES)
    assert store.signatures("a") == []


def test_twenty_threads_add_at_once(store: TemplateStore) -> None:
    failures: list[Exception] = []

    def work() -> None:
        try:
            add(store, picture=b"x" * 100_000)
        except Exception as error:
            failures.append(error)

    threads = [threading.Thread(target=work) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert len(store.ids("a")) == 20


def test_processes_add_at_once(store: TemplateStore, database: Database) -> None:
    url = database.engine.url.render_as_string(hide_password=False)
    context = multiprocessing.get_context("spawn")
    processes = [context.Process(target=add_in_a_process, args=(url, 10)) for _ in range(3)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    assert [process.exitcode for process in processes] == [0] * 3
    assert len(store.ids("a")) == 30
