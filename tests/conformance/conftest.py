import pytest

from tests.conformance.servers import serving


@pytest.fixture(autouse=True)
def no_proxies(monkeypatch):
    """Clients under test shall reach this machine directly."""
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="session")
def open_server():
    """The service with fake readers and no account; fault injection is on."""
    with serving(OCR_FAULTS="1") as server:
        yield server


SECRET_ID, SECRET_KEY = "AKIDtestingtestingtestingtesting", "keykeykeykeykeykeykeykey"


@pytest.fixture(scope="session")
def closed_server():
    """The service with fake readers and one account, which may call as often as it likes."""
    with serving(OCR_SECRET_ID=SECRET_ID, OCR_SECRET_KEY=SECRET_KEY, OCR_RATE_LIMIT="0") as server:
        yield server
