"""While the database cannot be used, every dialect says so in its own shape, and goes on by itself after."""

import logging
import sqlite3

import pytest
from sqlalchemy import text

from sealstack.templates_store import sqlite
from tests.service.client import Caller
from tests.service.pictures import as_base64

MARKS = [[[[1, 2], [30, 2], [30, 9], [1, 9]], "名称"]]


@pytest.fixture
def caller(tmp_path, monkeypatch):
    monkeypatch.setattr(sqlite, "BUSY_SECONDS", 0.2)
    caller = Caller(data_dir=tmp_path)
    caller.app.extensions["inference"].readers.load()
    return caller


def add(caller):
    return caller.http.post("/custom_ocr", json={"type": "add", "img": as_base64(), "template": MARKS})


def ready(caller):
    response = caller.http.get("/readyz")
    return response.status_code, response.get_json()["reason"]


def test_custom_ocr_tells_a_locked_database_and_goes_on_after(caller, tmp_path):
    with sqlite3.connect(tmp_path / "sealstack.db", isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        refused = add(caller)
        assert ready(caller) == (503, "the database is held by others.")
        other.execute("ROLLBACK")
    other.close()
    assert refused.status_code == 500
    assert refused.get_json() == {
        "error": {
            "code": "DatabaseUnavailable",
            "message": "Try again later: the database is held by others.",
        }
    }
    assert add(caller).status_code == 200
    assert ready(caller) == (200, None)


def test_the_tencent_dialect_tells_a_full_disk_in_both_languages(caller):
    assert add(caller).status_code == 200
    with caller.app.extensions["database"].engine.connect() as connection:
        used = connection.execute(text("PRAGMA page_count")).scalar_one()
        connection.execute(text(f"PRAGMA max_page_count = {used}"))
    many = [[[[x, 2], [x + 1, 2], [x + 1, 9], [x, 9]], f"{x}{'名' * 100}"] for x in range(30)]
    english = caller.call("AddTemplate", Template=many)
    chinese = caller.call("AddTemplate", Template=many, headers={"X-TC-Language": "zh-CN"})
    assert english["Error"] == {
        "Code": "ServiceUnavailable",
        "Message": "The service is temporarily unavailable: the disk of the database is full.",
    }
    assert chinese["Error"]["Message"] == "当前服务暂时不可用：数据库所在磁盘已满。"


def test_a_call_without_its_database_costs_one_line_of_the_log(caller, tmp_path, caplog):
    for file in tmp_path.glob("sealstack.db*"):
        file.rename(file.with_name(f"kept-{file.name}"))
    with caplog.at_level(logging.WARNING):
        assert caller.error()[0] == "ServiceUnavailable"
    assert len(caplog.text.splitlines()) == 1
    assert ready(caller) == (503, "the database is not where it was.")
    for file in tmp_path.glob("kept-*"):
        file.rename(file.with_name(file.name.removeprefix("kept-")))
    assert "SealInfos" in caller.call()
    assert ready(caller) == (200, None)


@pytest.mark.parametrize("path", ["/ocr", "/seal-recognition"])
def test_dialects_that_keep_nothing_need_no_database(caller, tmp_path, path):
    for file in tmp_path.glob("sealstack.db*"):
        file.unlink()
    body = {"image_data": as_base64()} if path == "/ocr" else {"file": as_base64(), "fileType": 1}
    sent = {"data": body} if path == "/ocr" else {"json": body}
    assert caller.http.post(path, **sent).status_code == 200
