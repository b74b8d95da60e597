"""What was acknowledged must be there; what was under way may be; nothing else may."""

import pytest

from bench.kills.expectation import Expectation, kept_templates, torn_rows
from bench.kills.writers import fields
from sealstack.templates_store import migration
from sealstack.templates_store.database import Database, default_url
from sealstack.templates_store.templates import StoredFeatures, TemplateStore

FEATURES = StoredFeatures(1, b"", b"features")


@pytest.fixture
def expectation():
    expected = Expectation()
    expected.begin_add()
    expected.done_add("one", "first")
    return expected


def test_an_acknowledged_addition_must_be_there(expectation):
    assert expectation.faults({"one": "first"}) == []
    assert expectation.faults({}) == ["one is lost"]


def test_an_addition_under_way_may_be_there_or_not(expectation):
    expectation.begin_add()
    assert expectation.faults({"one": "first", "two": "second"}) == []
    assert expectation.faults({"one": "first"}) == ["two is lost"]


def test_nobody_else_s_addition_may_be_there(expectation):
    assert expectation.faults({"one": "first", "two": "second"}) == [
        "1 unknown templates, where 0 were being added"
    ]


def test_an_update_under_way_may_have_happened_or_not(expectation):
    expectation.begin_update("one", "second")
    assert expectation.faults({"one": "second"}) == []
    assert expectation.faults({"one": "first"}) == ["one says 'first'"]


def test_an_acknowledged_update_must_have_happened(expectation):
    expectation.begin_update("one", "second")
    expectation.done_update("one", "second")
    assert expectation.faults({"one": "first"}) == ["one says 'first'"]


def test_an_acknowledged_deletion_stays(expectation):
    expectation.begin_delete("one")
    expectation.done_delete("one")
    assert expectation.faults({}) == []
    assert expectation.faults({"one": "first"}) == ["one came back"]


def test_a_deletion_under_way_may_have_happened_or_not(expectation):
    expectation.begin_delete("one")
    assert expectation.faults({}) == []
    assert expectation.faults({"one": "first"}) == ["one came back"]


def test_a_template_without_its_picture_is_torn(tmp_path):
    database = Database(default_url(tmp_path))
    migration.upgrade(database)
    added = TemplateStore(database).add("a", fields("said"), (40, 20), b"picture", FEATURES)
    assert (kept_templates(database), torn_rows(database)) == ({added: "said"}, [])
    with database.engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM template_picture")
    assert torn_rows(database) == [f"{added} is without its picture"]
    database.close()
