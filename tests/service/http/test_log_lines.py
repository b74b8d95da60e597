"""Log lines as text and as JSON: one each, whatever is in them."""

import json
import logging
import logging.config

import pytest

from sealstack.service.http.log_lines import JsonFormatter, TextFormatter, logging_configuration
from sealstack.service.http.request_log import RequestIdFilter


def record(message: str, *, fails: bool = False, fields: dict | None = None) -> logging.LogRecord:
    failure = None
    if fails:
        try:
            raise ValueError("first\n2026-01-01T00:00:00 [1] INFO forged - line")
        except ValueError as error:
            failure = (type(error), error, error.__traceback__)
    made = logging.LogRecord("service", logging.ERROR, __file__, 1, message, (), failure)
    RequestIdFilter().filter(made)
    if fields is not None:
        made.fields = fields
    return made


@pytest.mark.parametrize("message", ["a\nb", "a\r\x1b[31mb", "a\u2028b", "印章\ud800"])
def test_a_message_stays_on_its_line(message: str) -> None:
    text = TextFormatter().format(record(message))
    assert text.isprintable()
    assert " ERROR service - " in text


def test_a_traceback_is_indented_so_that_it_forges_no_line() -> None:
    first, *others = TextFormatter().format(record("failed", fails=True)).splitlines()
    assert first.endswith("failed")
    assert any("forged" in line for line in others)
    assert all(line.startswith("    ") for line in others)


def test_json_has_one_object_a_line_with_the_traceback_in_it() -> None:
    text = JsonFormatter().format(record("a\nb", fails=True))
    assert "\n" not in text
    line = json.loads(text)
    assert (line["level"], line["logger"], line["request_id"], line["message"]) == (
        "ERROR",
        "service",
        "-",
        "a\nb",
    )
    assert "forged" in line["traceback"]


def test_json_has_the_fields_of_a_request_by_their_names() -> None:
    line = json.loads(JsonFormatter().format(record("", fields={"action": "SealOCR", "seconds": 0.25})))
    assert (line["action"], line["seconds"]) == ("SealOCR", 0.25)
    assert "message" not in line


@pytest.mark.parametrize("log_format", ["text", "json"])
def test_the_configuration_is_one_that_logging_takes(log_format: str) -> None:
    configuration = logging_configuration(log_format, "warning")
    logging.config.DictConfigurator(configuration)
    assert configuration["root"]["level"] == "WARNING"
    assert log_format.title() in configuration["formatters"]["line"]["()"]
