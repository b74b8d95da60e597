"""What each official SDK signs is accepted, at every kind of endpoint that it can be pointed to."""

import pytest

from sealstack.service.dialects.tencent.errors import ApiError
from sealstack.service.dialects.tencent.signatures import check_signature, read_signature
from tests.service.dialects.tencent.signatures.wire import (
    NODE,
    OLD_SDKS,
    PYTHON,
    SDKS,
    SECRET_ID,
    SECRET_KEY,
    OldSdk,
    Sdk,
    Wire,
    with_headers,
)

ENDPOINTS = ["127.0.0.1:8000", "localhost:42909", "ocr.mycorp.cn", "ocr.localhost:8000", "[::1]:8000"]
PARAMETERS = {"ImageUrl": "https://example.com/印章.png?a=1&b=2", "EnablePdf": True}

every_sdk = pytest.mark.parametrize("sdk", SDKS, ids=lambda sdk: sdk.name)
every_old_sdk = pytest.mark.parametrize("sdk", OLD_SDKS, ids=lambda sdk: sdk.name)
every_endpoint = pytest.mark.parametrize("endpoint", ENDPOINTS)


def verify(request: Wire, public_hosts: tuple[str, ...] = ()) -> None:
    signature = read_signature(request)
    assert signature.secret_id == SECRET_ID
    check_signature(request, signature, SECRET_KEY, public_hosts)


def refused(request: Wire, public_hosts: tuple[str, ...] = ()) -> str:
    with pytest.raises(ApiError) as refusal:
        verify(request, public_hosts)
    return refusal.value.code


@every_sdk
@every_endpoint
def test_a_json_post_is_accepted(sdk: Sdk, endpoint: str) -> None:
    verify(sdk.post_json(endpoint, PARAMETERS))


@every_sdk
@every_endpoint
def test_a_get_is_accepted(sdk: Sdk, endpoint: str) -> None:
    verify(sdk.get(endpoint, PARAMETERS))


@every_sdk
def test_a_multipart_post_is_accepted(sdk: Sdk) -> None:
    verify(sdk.post_multipart("127.0.0.1:8000", {"ImageBase64": b"\x89PNG\r\n\x1a\n\x00\xff"}))


@every_sdk
def test_a_post_with_an_unsigned_payload_is_accepted_whatever_its_body(sdk: Sdk) -> None:
    request = sdk.post_json("127.0.0.1:8000", PARAMETERS, unsigned=True)
    verify(request)
    verify(Wire(method="POST", headers=request.headers, body=b'{"ImageUrl": "another"}'))


@every_sdk
def test_the_marker_of_an_unsigned_payload_cannot_be_added_later(sdk: Sdk) -> None:
    request = with_headers(
        sdk.post_json("127.0.0.1:8000", PARAMETERS), x_tc_content_sha256="UNSIGNED-PAYLOAD"
    )
    assert refused(request) == "AuthFailure.SignatureFailure"


@every_old_sdk
@every_endpoint
@pytest.mark.parametrize("http_method", ["GET", "POST"])
@pytest.mark.parametrize("method", ["HmacSHA1", "HmacSHA256", ""])
def test_signed_parameters_are_accepted(sdk: OldSdk, endpoint: str, http_method: str, method: str) -> None:
    verify(sdk.sign(http_method, endpoint, PARAMETERS | {"Region": "ap-beijing"}, method))


@every_old_sdk
@pytest.mark.parametrize(
    "parameters",
    [
        pytest.param({"Region": ""}, id="empty region"),
        pytest.param({"item_names": "甲方 乙方", "item.a": "1"}, id="underscore in a name"),
        pytest.param({"Filters.10.Name": "a", "Filters.2.Name": "b", "filters": "c"}, id="order of ASCII"),
        pytest.param({"ImageBase64": "iVBORw0KGgo+/w=="}, id="base64"),
        pytest.param({"ImageUrl": "http://h/?q=100%25&x=印章"}, id="percent and Chinese"),
    ],
)
def test_signed_parameters_of_every_form_are_accepted(sdk: OldSdk, parameters: dict) -> None:
    verify(sdk.sign("POST", "127.0.0.1:8000", parameters, "HmacSHA256"))


def test_an_action_may_be_signed_in_lower_case_or_as_sent() -> None:
    verify(PYTHON.post_json("127.0.0.1:8000", PARAMETERS, signed_action="sealocr"))
    verify(PYTHON.post_json("127.0.0.1:8000", PARAMETERS, signed_action="SealOCR"))


def test_a_signed_action_cannot_be_exchanged() -> None:
    request = PYTHON.post_json("127.0.0.1:8000", PARAMETERS, signed_action="sealocr")
    assert refused(with_headers(request, x_tc_action="GeneralBasicOCR")) == "AuthFailure.SignatureFailure"


def test_an_endpoint_that_was_set_with_its_scheme_is_accepted() -> None:
    verify(PYTHON.post_json("http://127.0.0.1:8000", PARAMETERS))
    verify(NODE.post_json("http://127.0.0.1:8000", PARAMETERS))


def test_the_scheme_may_be_in_the_host_only_and_not_in_what_was_signed() -> None:
    request = PYTHON.post_json("127.0.0.1:8000", PARAMETERS)
    verify(with_headers(request, host="http://127.0.0.1:8000"))


def test_a_name_that_was_signed_before_a_proxy_is_accepted_when_it_is_configured() -> None:
    request = with_headers(PYTHON.post_json("ocr.mycorp.cn", PARAMETERS), host="10.0.0.7:8000")
    assert refused(request) == "AuthFailure.SignatureFailure"
    assert refused(request, ("ocr.other.cn",)) == "AuthFailure.SignatureFailure"
    verify(request, ("ocr.other.cn", "ocr.mycorp.cn"))


def test_a_name_that_was_signed_in_parameters_before_a_proxy_is_accepted_when_it_is_configured() -> None:
    request = with_headers(OldSdk("any").sign("POST", "ocr.mycorp.cn", PARAMETERS), host="10.0.0.7:8000")
    assert refused(request) == "AuthFailure.SignatureFailure"
    verify(request, ("ocr.mycorp.cn",))


def test_a_configured_name_with_a_port_also_stands_for_the_name_alone() -> None:
    request = with_headers(NODE.post_json("ocr.mycorp.cn", PARAMETERS), host="10.0.0.7:8000")
    verify(request, ("ocr.mycorp.cn:8443",))


@pytest.mark.parametrize("separator", [",", ", ", ",  ", ",\t"])
def test_blanks_between_the_parts_of_the_authorization_do_not_matter(separator: str) -> None:
    request = PYTHON.post_json("127.0.0.1:8000", PARAMETERS)
    authorization = request.header("authorization").replace(", ", separator)
    verify(with_headers(request, authorization=authorization))
