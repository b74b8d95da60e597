"""A caller of the gateway without a network, for tests."""

from functools import cache
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from sealstack.service.application import create_app
from sealstack.service.intake.decoders import Decoders
from sealstack.service.intake.isolation.pool import DecoderPool
from sealstack.service.settings.settings import Settings
from tests.databases import empty_data_dir, with_tables
from tests.service.doubles import FakeReaders, a_seal
from tests.service.pictures import as_base64

VERSION = "2018-11-19"
_PATIENCE = 120.0


@cache
def decoders() -> Decoders:
    """What decodes for all tests: the processes are started once, and end with this one.

    A busy machine must not fail a test: a file may take minutes.
    """
    settings = Settings()
    return DecoderPool(settings.decoders, max_pixels=settings.max_pixels, seconds=_PATIENCE)


class Caller:
    """Calls Actions and takes the envelope apart.

    Attributes:
        readers: what the service reads with.
        http: Flask's own test client.
        last: the last response, headers and all.
    """

    def __init__(self, readers: FakeReaders | None = None, **settings: Any) -> None:
        self.readers = readers or FakeReaders([a_seal("上海宝山测试有限公司", "财务专用章")])
        chosen = Settings(**{"data_dir": empty_data_dir(), **settings})
        if not chosen.database_url:
            with_tables(chosen.data_dir)
        self.app = create_app(chosen, self.readers, decoders())
        self.http: FlaskClient = self.app.test_client()
        self.last: TestResponse | None = None

    def send(self, method: str = "POST", **request: Any) -> dict[str, Any]:
        """Send anything to `/` and return what is inside the envelope."""
        self.last = self.http.open("/", method=method, **request)
        assert self.last.status_code == 200
        assert self.last.headers["Content-Type"] == "application/json"
        answer = self.last.get_json()
        assert list(answer) == ["Response"]
        inside: dict[str, Any] = answer["Response"]
        return inside

    def call(
        self, action: str = "SealOCR", headers: dict[str, str] | None = None, **parameters: Any
    ) -> dict[str, Any]:
        """Call an Action with JSON, in English, with a picture unless told otherwise."""
        named = {"X-TC-Action": action, "X-TC-Version": VERSION, "X-TC-Language": "en-US", **(headers or {})}
        if not {"ImageBase64", "ImageUrl"} & set(parameters):
            parameters["ImageBase64"] = as_base64()
        return self.send(json=parameters, headers={key: value for key, value in named.items() if value})

    def error(self, *arguments: Any, **keywords: Any) -> tuple[str, str]:
        """Call an Action, and return the code and the message of its error."""
        return error_of(self.call(*arguments, **keywords))


def error_of(inside: dict[str, Any]) -> tuple[str, str]:
    """Take the code and the message from what is inside the envelope of an error."""
    assert set(inside) == {"Error", "RequestId"}
    assert set(inside["Error"]) == {"Code", "Message"}
    return inside["Error"]["Code"], inside["Error"]["Message"]
