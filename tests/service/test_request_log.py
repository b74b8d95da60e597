"""The log of calls."""

import logging
import re

import pytest

from service.request_log import RequestIdFilter
from tests.service.client import Caller
from tests.service.pictures import as_base64


@pytest.fixture
def log(caplog):
    caplog.set_level(logging.INFO)
    caplog.handler.addFilter(RequestIdFilter())
    return caplog


def test_a_call_writes_one_line_under_its_request_id(log):
    request_id = Caller().call()["RequestId"]
    (line,) = [record for record in log.records if record.name == "service.calls"]
    assert line.request_id == request_id
    assert re.fullmatch(r"127\.0\.0\.1 POST / SealOCR OK \d+ ms", line.getMessage())


def test_an_error_is_told_by_its_code(log):
    Caller().call("Nonsense")
    assert "Nonsense InvalidAction" in log.records[-1].getMessage()


def test_lines_from_the_reading_threads_have_the_request_id_too(log):
    caller = Caller()
    caller.readers.failure = RuntimeError("broken")
    request_id = caller.call()["RequestId"]
    (line,) = [record for record in log.records if record.name == "service.actions.pictures"]
    assert line.request_id == request_id


def test_neither_pictures_nor_signatures_are_written(log):
    query = {"Action": "SealOCR", "Version": "2018-11-19", "Signature": "s1gned", "ImageBase64": as_base64()}
    Caller().send("GET", query_string=query)
    written = " ".join(record.getMessage() for record in log.records)
    assert "s1gned" not in written
    assert as_base64() not in written


def test_what_a_client_names_cannot_break_the_line(log):
    Caller().send(json={"Action": "a\nb\x1b[31m" + "c" * 1000, "Version": "2018-11-19"})
    message = log.records[-1].getMessage()
    assert "\n" not in message
    assert "\x1b" not in message
    assert len(message) < 200
