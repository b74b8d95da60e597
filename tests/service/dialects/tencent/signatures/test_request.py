"""A request keeps the bytes that were signed on their way through Flask."""

import hashlib

import pytest
from flask import Flask, request

from sealstack.service.dialects.tencent.signatures import SignedRequest, check_signature, read_signature
from tests.service.dialects.tencent.signatures.wire import (
    OLD_SDKS,
    SDKS,
    SECRET_KEY,
    Wire,
    taken_over,
)

application = Flask(__name__)


def through_flask(wire: Wire) -> SignedRequest:
    context = application.test_request_context(
        path=wire.path,
        method=wire.method,
        query_string=wire.query_string.decode(),
        headers=dict(wire.headers),
        data=wire.body,
    )
    with context:
        return taken_over(request)


@pytest.mark.parametrize("sdk", SDKS, ids=lambda sdk: sdk.name)
def test_signatures_survive_flask(sdk) -> None:
    for wire in (
        sdk.post_json("127.0.0.1:8000", {"ImageUrl": "https://例/印章.png"}),
        sdk.post_multipart("127.0.0.1:8000", {"ImageBase64": b"\x89PNG\r\n\x1a\n\x00\xff"}),
        sdk.get("127.0.0.1:8000", {"ImageUrl": "https://例/印章 1.png"}),
    ):
        arrived = through_flask(wire)
        check_signature(arrived, read_signature(arrived), SECRET_KEY)


@pytest.mark.parametrize("sdk", OLD_SDKS, ids=lambda sdk: sdk.name)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_signed_parameters_survive_flask(sdk, method) -> None:
    arrived = through_flask(sdk.sign(method, "127.0.0.1:8000", {"ImageUrl": "https://例/印章 1.png"}))
    check_signature(arrived, read_signature(arrived), SECRET_KEY)


def test_headers_are_found_by_their_lower_case_name_without_blanks_around() -> None:
    with application.test_request_context(headers={"X-TC-Action": " SealOCR\t"}):
        arrived = taken_over(request)
    assert arrived.header("x-tc-action") == "SealOCR"
    assert arrived.header("x-tc-version") == ""


def test_parameters_are_decoded_once_and_keep_their_order_and_repetitions() -> None:
    wire = Wire(method="GET", query_string=b"b=%E5%8D%B0+%2B&a=1&b=&c")
    assert wire.parameters == ((b"b", "印 +".encode()), (b"a", b"1"), (b"b", b""), (b"c", b""))
    assert wire.parameter("b") == "印 +"
    assert wire.parameter("absent") == ""


def test_the_payload_of_a_get_is_empty_even_when_it_has_a_body() -> None:
    assert Wire(method="GET", body=b"{}").payload_hash == hashlib.sha256(b"").hexdigest()


def test_a_json_body_without_a_content_type_has_no_parameters() -> None:
    assert Wire(method="POST", body=b' {"Signature": "a=b&c=d"}').parameters == ()


def test_a_million_separators_are_no_million_parameters() -> None:
    assert len(Wire(method="POST", body=b"&a" * 1_000_000).parameters) <= 10_001
