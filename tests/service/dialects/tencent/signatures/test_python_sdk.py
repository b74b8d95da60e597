"""What the real Python SDK signs is accepted: its own code makes each request, short of sending it."""

import time

import pytest
from tencentcloud.common import credential
from tencentcloud.common.abstract_client import AbstractClient
from tencentcloud.common.profile.client_profile import ClientProfile
from tencentcloud.common.profile.http_profile import HttpProfile

from sealstack.service.dialects.tencent.errors import ApiError
from sealstack.service.dialects.tencent.signatures import (
    SignedRequest,
    check_signature,
    check_timestamp,
    read_signature,
)
from tests.service.dialects.tencent.signatures.wire import SECRET_ID, SECRET_KEY

PARAMETERS = {"ImageUrl": "https://example.com/印章 1.png?a=1&b=2", "EnablePdf": True, "Names": ["甲", "乙"]}
BINARY = {"ImageBase64": b"\x89PNG\r\n\x00"}


class SentError(Exception):
    """Carries a request out of the SDK instead of sending it."""


class Client(AbstractClient):
    _apiVersion = "2018-11-19"  # noqa: N815 - the SDK's name
    _service = "ocr"


def capture(
    *,
    method: str = "POST",
    sign_method: str = "TC3-HMAC-SHA256",
    endpoint: str = "127.0.0.1:8000",
    gateway: str | None = None,
    unsigned: bool = False,
    parameters: dict | None = None,
    options: dict | None = None,
    region: str = "ap-beijing",
) -> SignedRequest:
    http_profile = HttpProfile(endpoint=endpoint, protocol="http", reqMethod=method)
    http_profile.apigw_endpoint = gateway
    profile = ClientProfile(signMethod=sign_method, httpProfile=http_profile)
    profile.unsignedPayload = unsigned
    client = Client(credential.Credential(SECRET_ID, SECRET_KEY), region, profile)

    def stop(request):
        raise SentError(request)

    client.request.send_request = stop
    with pytest.raises(SentError) as stopped:
        client.call_json("SealOCR", dict(parameters or PARAMETERS), options=options or {})
    sent = stopped.value.args[0]
    data = sent.data.encode() if isinstance(sent.data, str) else sent.data
    return SignedRequest(
        method=sent.method,
        query_string=data if method == "GET" else b"",
        headers={"host": sent.host} | {name.lower(): value for name, value in sent.header.items()},
        body=b"" if method == "GET" else data,
    )


def verify(request: SignedRequest, public_hosts: tuple[str, ...] = ()) -> None:
    signature = read_signature(request)
    check_timestamp(signature, time.time())
    check_signature(request, signature, SECRET_KEY, public_hosts)


@pytest.mark.parametrize("method", ["POST", "GET"])
@pytest.mark.parametrize("sign_method", ["TC3-HMAC-SHA256", "HmacSHA1", "HmacSHA256"])
@pytest.mark.parametrize("endpoint", ["127.0.0.1:8000", "localhost:42909", "ocr.mycorp.cn", None])
def test_every_sign_method_is_accepted(method: str, sign_method: str, endpoint: str) -> None:
    verify(capture(method=method, sign_method=sign_method, endpoint=endpoint))


@pytest.mark.parametrize("region", ["", None])
@pytest.mark.parametrize("sign_method", ["TC3-HMAC-SHA256", "HmacSHA1", "HmacSHA256"])
def test_a_client_without_a_region_is_accepted(sign_method: str, region: str) -> None:
    verify(capture(sign_method=sign_method, region=region))


def test_names_with_underscores_are_accepted_although_they_are_signed_with_dots() -> None:
    verify(capture(sign_method="HmacSHA256", parameters={"Item_Name": "x", "Item.Value": "y"}))


@pytest.mark.parametrize("method", ["POST", "GET"])
def test_an_unsigned_payload_is_accepted(method: str) -> None:
    request = capture(method=method, unsigned=True)
    assert request.header("x-tc-content-sha256") == "UNSIGNED-PAYLOAD"
    verify(request)


def test_multipart_is_accepted() -> None:
    request = capture(parameters=BINARY, options={"IsMultipart": True, "BinaryParams": ["ImageBase64"]})
    assert request.header("content-type").startswith("multipart/form-data; boundary=")
    verify(request)


def test_an_endpoint_with_its_scheme_is_accepted() -> None:
    verify(capture(endpoint="http://127.0.0.1:8000"))


def test_a_gateway_s_name_in_host_is_accepted_when_the_signed_name_is_configured() -> None:
    request = capture(endpoint="ocr.mycorp.cn", gateway="gateway.mycorp.cn:9000")
    assert request.header("host") == "gateway.mycorp.cn:9000"
    verify(request, ("ocr.mycorp.cn",))


def test_a_skipped_signature_is_refused() -> None:
    with pytest.raises(ApiError, match=r"^AuthFailure\.InvalidAuthorization"):
        verify(capture(options={"SkipSign": True}))
