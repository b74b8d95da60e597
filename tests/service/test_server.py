"""How gunicorn is set up."""

import logging

import pytest
from gunicorn.util import load_class

from sealstack.service import server
from sealstack.service.process.worker import ServiceWorker
from sealstack.service.settings.settings import Settings


def test_more_connections_are_kept_than_are_answered_at_a_time():
    assert issubclass(load_class(server.worker_class), ServiceWorker)
    assert server.worker_connections > server.threads


def test_query_strings_are_not_logged():
    assert server.logconfig_dict["loggers"]["gunicorn.access"]["level"] == "WARNING"


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.2", "::1", "localhost"])
def test_open_mode_on_loopback_is_said_quietly(host):
    assert server.open_mode_warning(Settings(host=host)).startswith("open mode:")


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.5", "ocr.example.com"])
def test_open_mode_on_the_network_is_said_loudly(host):
    warning = server.open_mode_warning(Settings(host=host, port=9000))
    assert warning.startswith("OPEN TO THE NETWORK")
    assert "ANYONE" in warning
    assert host in warning
    assert "9000" in warning


def test_without_keys_the_other_dialects_are_said_to_be_open():
    level, said = server.open_dialects_notice(Settings(host="127.0.0.1"))
    assert level == logging.INFO
    assert "OCR_API_KEYS" in said
    level, said = server.open_dialects_notice(Settings(host="0.0.0.0", port=9000))
    assert level == logging.WARNING
    assert said.startswith("OPEN TO THE NETWORK")
    assert "9000" in said
