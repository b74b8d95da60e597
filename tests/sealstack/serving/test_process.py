"""`sealstack serve`, as far as it needs no running service."""

import pytest
from click.testing import CliRunner

from sealstack.command_line import main
from sealstack.service.settings.settings import Settings
from sealstack.serving.running import local_url


@pytest.mark.parametrize(
    ("host", "url"),
    [
        ("127.0.0.1", "http://127.0.0.1:8000"),
        ("0.0.0.0", "http://127.0.0.1:8000"),
        ("::", "http://[::1]:8000"),
        ("ocr.example.com", "http://ocr.example.com:8000"),
    ],
)
def test_the_url_under_which_this_machine_reaches_the_service(host, url):
    assert local_url(Settings(host=host)) == url


def test_the_version_is_told():
    from sealstack.version import __version__

    assert __version__ in CliRunner().invoke(main, ["--version"]).output


def test_the_sample_needs_open_mode():
    told = CliRunner().invoke(
        main, ["serve", "--sample"], env={"OCR_SECRET_ID": "AKID", "OCR_SECRET_KEY": "key"}
    )
    assert told.exit_code == 1
    assert "Error: the sample picture is sent unsigned" in told.output
