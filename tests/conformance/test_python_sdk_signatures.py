"""Every way in which the official Python SDK signs, sends and tries again."""

import math
from urllib.parse import quote_plus

import pytest
from PIL import Image
from tencentcloud.common.common_client import CommonClient
from tencentcloud.common.profile.client_profile import ClientProfile
from tencentcloud.common.profile.http_profile import HttpProfile
from tencentcloud.common.retry import StandardRetryer

from tests.conformance.conftest import SECRET_ID, SECRET_KEY
from tests.conformance.servers import serving
from tests.conformance.test_python_sdk import client_of, credential, error_of, seal_request
from tests.service.pictures import as_base64, as_file

pytestmark = pytest.mark.slow

BODY = "上海宝山测试有限公司"
METHODS = ["TC3-HMAC-SHA256", "HmacSHA1", "HmacSHA256"]


def common_client(server, secret_key=SECRET_KEY, method="POST", **profile):
    http = HttpProfile(endpoint=server.host, protocol="http", reqMethod=method)
    settings = ClientProfile(httpProfile=http, language="en-US", **profile)
    return CommonClient("ocr", "2018-11-19", credential.Credential(SECRET_ID, secret_key), "", settings)


@pytest.mark.parametrize("method", ["POST", "GET"])
@pytest.mark.parametrize("sign", METHODS)
def test_every_signature_method_with_the_client_of_the_product(closed_server, method, sign):
    client = client_of(closed_server, signMethod=sign)
    client.profile.httpProfile.reqMethod = method
    assert client.SealOCR(seal_request(EnablePdf=True, PdfPageNumber=1)).SealBody == BODY


@pytest.mark.parametrize("method", ["POST", "GET"])
@pytest.mark.parametrize("sign", METHODS)
def test_every_signature_method_with_the_common_client(closed_server, method, sign):
    client = common_client(closed_server, method=method, signMethod=sign)
    answer = client.call_json("SealOCR", {"ImageBase64": as_base64(), "EnablePdf": False})
    assert answer["Response"]["SealBody"] == BODY


@pytest.mark.parametrize("method", ["POST", "GET"])
@pytest.mark.parametrize("sign", METHODS)
def test_every_signature_method_refuses_a_wrong_key(closed_server, method, sign):
    client = common_client(closed_server, "wrong", method, signMethod=sign)
    code, _ = error_of(client.call_json, "SealOCR", {"ImageBase64": as_base64()})
    assert code == "AuthFailure.SignatureFailure"


def test_the_older_methods_carry_megabytes(closed_server):
    client = client_of(closed_server, signMethod="HmacSHA256")
    picture = as_base64() + "\n" * 1_500_000
    assert client.SealOCR(seal_request(ImageBase64=picture)).SealBody == BODY


def test_an_unsigned_payload(closed_server):
    client = client_of(closed_server)
    client.profile.unsignedPayload = True
    assert client.SealOCR(seal_request()).SealBody == BODY


def test_multipart(closed_server):
    client = common_client(closed_server)
    answer = client.call_json("SealOCR", {"ImageBase64": as_base64()}, options={"IsMultipart": True})
    assert answer["Response"]["SealBody"] == BODY


def white_bmp(characters: int) -> str:
    """A white picture whose base64 has about so many characters, most of them `/`."""
    side = math.isqrt(characters * 3 // 4 // 3)
    return as_base64(as_file(Image.new("RGB", (side, side), "white"), "BMP"))


@pytest.mark.parametrize("method", ["HmacSHA1", "HmacSHA256"])
def test_a_form_that_percent_encoding_makes_three_times_as_long_as_its_picture(closed_server, method):
    picture = white_bmp(6_500_000)
    assert len(quote_plus(picture)) > 19_000_000
    client = client_of(closed_server, signMethod=method)
    assert client.SealOCR(seal_request(ImageBase64=picture)).SealBody == BODY


@pytest.mark.parametrize("method", ["HmacSHA1", "HmacSHA256"])
def test_a_picture_that_is_too_large_is_told_so_in_a_form_too(closed_server, method):
    client = client_of(closed_server, signMethod=method)
    code, _ = error_of(client.SealOCR, seal_request(ImageBase64=white_bmp(7_400_000)))
    assert code == "LimitExceeded.TooLargeFileError"


def test_an_action_with_a_small_first_letter(closed_server):
    answer = common_client(closed_server).call_json("sealOCR", {"ImageBase64": as_base64()})
    assert answer["Response"]["SealBody"] == BODY


def test_a_region_is_taken(closed_server):
    client = client_of(closed_server)
    client.region = "ap-guangzhou"
    assert client.SealOCR(seal_request()).SealBody == BODY


def test_a_call_that_skips_its_signature(open_server, closed_server):
    arguments = ("SealOCR", {"ImageBase64": as_base64()}, None, {"SkipSign": True})
    assert common_client(open_server).call_json(*arguments)["Response"]["SealBody"] == BODY
    code, _ = error_of(common_client(closed_server).call_json, *arguments)
    assert code == "AuthFailure.InvalidAuthorization"


def test_an_unknown_parameter(closed_server):
    told = error_of(common_client(closed_server).call_json, "SealOCR", {"$schema": "x"})
    assert told == ("UnknownParameter", "The parameter `$schema` is not recognized.")


def test_behind_a_gateway_that_changes_the_host():
    account = {"OCR_SECRET_ID": SECRET_ID, "OCR_SECRET_KEY": SECRET_KEY}
    with serving(OCR_PUBLIC_HOSTS="ocr.example.com", **account) as server:
        client = client_of(server)
        client.profile.httpProfile.endpoint = "ocr.example.com"
        client.profile.httpProfile.apigw_endpoint = server.host
        assert client.SealOCR(seal_request()).SealBody == BODY


@pytest.mark.parametrize(
    "code",
    [
        "RequestLimitExceeded",
        "RequestLimitExceeded.UinLimitExceeded",
        "RequestLimitExceeded.GlobalRegionUinLimitExceeded",
    ],
)
def test_the_sdk_tries_again_when_the_rate_was_exceeded(open_server, code):
    attempts = []
    retryer = StandardRetryer(max_attempts=3, backoff_fn=lambda number: attempts.append(number) or 0)
    client = client_of(open_server, retryer=retryer)
    request = seal_request()
    request.headers = {"X-Sealstack-Fault": code}
    assert error_of(client.SealOCR, request)[0] == code
    assert attempts == [0, 1, 2]


def test_the_sdk_does_not_try_again_what_will_not_change(open_server):
    attempts = []
    retryer = StandardRetryer(max_attempts=5, backoff_fn=lambda number: attempts.append(number) or 0)
    client = client_of(open_server, retryer=retryer)
    assert (
        error_of(client.SealOCR, seal_request(ImageBase64="QUJD"))[0] == "FailedOperation.ImageDecodeFailed"
    )
    assert attempts == []


def test_extras_through_the_sdk(open_server):
    client = common_client(open_server)
    headers = {"X-Sealstack-Extras": "1"}
    answer = client.call_json("SealOCR", {"ImageBase64": as_base64()}, headers=headers)
    assert answer["Response"]["SealInfos"][0]["Extras"]["Kind"] == "finance"
