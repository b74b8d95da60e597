"""Everything that is wrong with a signature is refused with the code and the words of the public gateway."""

from dataclasses import replace
from urllib.parse import quote

import pytest

from sealstack.service.dialects.tencent.errors import ApiError
from sealstack.service.dialects.tencent.signatures import (
    check_signature,
    check_timestamp,
    read_signature,
    require_common_parameters,
)
from sealstack.service.texts import Language
from tests.service.dialects.tencent.signatures.wire import (
    NOW,
    OLD_SDKS,
    PYTHON,
    SECRET_KEY,
    Wire,
    with_headers,
)

TC3 = PYTHON.post_json("127.0.0.1:8000", {"ImageUrl": "https://example.com/a.png"})
AUTHORIZATION = TC3.header("authorization")
OLD_POST = OLD_SDKS[0].sign("POST", "127.0.0.1:8000", {}, "HmacSHA256")
OLD_GET = OLD_SDKS[0].sign("GET", "127.0.0.1:8000", {}, "HmacSHA256")


def verify(request: Wire, now: float) -> None:
    signature = read_signature(request)
    check_timestamp(signature, now)
    check_signature(request, signature, SECRET_KEY)


def refusal_of(request: Wire, now: float = NOW) -> ApiError:
    with pytest.raises(ApiError) as refusal:
        verify(request, now)
    return refusal.value


def message_of(request: Wire, language: Language = "en-US") -> str:
    return refusal_of(request).message(language)


def authorized(authorization: str) -> Wire:
    return with_headers(TC3, authorization=authorization)


@pytest.mark.parametrize("request_", [TC3, OLD_POST, OLD_GET], ids=["TC3", "POST", "GET"])
@pytest.mark.parametrize("skew", [-300, 0, 300])
def test_a_clock_up_to_300_seconds_off_is_accepted(request_: Wire, skew: int) -> None:
    check_timestamp(read_signature(request_), NOW + skew)


@pytest.mark.parametrize("request_", [TC3, OLD_POST, OLD_GET], ids=["TC3", "POST", "GET"])
@pytest.mark.parametrize("skew", [-301, 301, 86400])
def test_a_replay_outside_300_seconds_is_refused_with_the_time_of_the_server(
    request_: Wire, skew: int
) -> None:
    refusal = refusal_of(request_, NOW + skew)
    assert refusal.code == "AuthFailure.SignatureExpire"
    assert refusal.message("en-US").endswith(
        f"a deviation between `Timestamp` and the server time {NOW + skew}."
    )
    assert refusal.message("zh-CN").startswith(f"签名过期。Timestamp和服务器时间{NOW + skew}相差过大")


def test_a_timestamp_in_milliseconds_is_out_of_the_window() -> None:
    assert refusal_of(with_headers(TC3, x_tc_timestamp=f"{NOW}000")).code == "AuthFailure.SignatureExpire"


@pytest.mark.parametrize("timestamp", ["soon", "-1", "1.5", "0x10", "１５５１", "9" * 40])
def test_a_timestamp_that_is_no_number_of_seconds_is_refused(timestamp: str) -> None:
    refusal = refusal_of(with_headers(TC3, x_tc_timestamp=timestamp))
    assert refusal.code == "InvalidParameterValue"
    assert f"The value `{timestamp}` specified in the parameter `Timestamp`" in refusal.message("en-US")


def test_another_timestamp_of_the_same_day_is_not_what_was_signed() -> None:
    assert refusal_of(with_headers(TC3, x_tc_timestamp=str(NOW + 1))).code == "AuthFailure.SignatureFailure"


def test_a_date_that_is_not_the_timestamp_s_in_utc_fails() -> None:
    before_midnight_utc = 1551137000  # 2019-02-25 23:23 UTC, which is the 26th in Beijing
    request = PYTHON.post_json("127.0.0.1:8000", {}, timestamp=before_midnight_utc)
    check_signature(request, read_signature(request), SECRET_KEY)
    beijing = with_headers(
        request, authorization=request.header("authorization").replace("2019-02-25", "2019-02-26")
    )
    assert refusal_of(beijing, before_midnight_utc).code == "AuthFailure.SignatureFailure"


def test_a_wrong_key_is_refused_in_both_languages() -> None:
    request = PYTHON.post_json("127.0.0.1:8000", {}, secret_key="another")
    assert message_of(request, "zh-CN") == "请求签名验证失败，请检查您的签名计算是否正确。"
    assert message_of(request) == (
        "The provided credentials could not be validated. Please check your signature is correct."
    )


@pytest.mark.parametrize("name", ["SecretId", "Timestamp", "Nonce", "Signature"])
@pytest.mark.parametrize("request_", [OLD_POST, OLD_GET], ids=["POST", "GET"])
@pytest.mark.parametrize("how", ["absent", "empty"])
def test_a_missing_common_parameter_is_named(request_: Wire, name: str, how: str) -> None:
    encoded = request_.body if request_.method == "POST" else request_.query_string
    kept = [pair for pair in encoded.split(b"&") if not pair.startswith(name.encode() + b"=")]
    if how == "empty":
        kept.append(name.encode() + b"=")
    changed = b"&".join(kept)
    part = {"body": changed} if request_.method == "POST" else {"query_string": changed}
    refusal = refusal_of(replace(request_, **part))
    assert refusal.code == "MissingParameter"
    assert refusal.message("en-US") == f"The request is missing a required parameter `{name}`."


def test_a_missing_timestamp_header_is_named() -> None:
    assert message_of(with_headers(TC3, x_tc_timestamp=None)) == (
        "The request is missing a required parameter `Timestamp`."
    )


def test_a_request_that_nobody_signed_misses_its_secret_id() -> None:
    assert message_of(with_headers(TC3, authorization=None)) == (
        "The request is missing a required parameter `SecretId`."
    )


def test_common_parameters_can_be_required_before_anything_else_is_looked_at() -> None:
    require_common_parameters(authorized("nonsense"))
    require_common_parameters(OLD_GET)
    with pytest.raises(ApiError, match="Timestamp"):
        require_common_parameters(Wire(method="GET"))


def test_skip_is_refused() -> None:
    refusal = refusal_of(authorized("SKIP"))
    assert refusal.code == "AuthFailure.InvalidAuthorization"
    assert "`SKIP`" in refusal.message("en-US")


@pytest.mark.parametrize(
    ("authorization", "reason"),
    [
        ("Bearer abc", "its signature method is not `TC3-HMAC-SHA256`."),
        (
            "TC3-HMAC-SHA1 " + AUTHORIZATION.partition(" ")[2],
            "its signature method is not `TC3-HMAC-SHA256`.",
        ),
        (AUTHORIZATION.replace("Credential=", "Cred="), "`Credential` not valid."),
        (AUTHORIZATION.replace("/tc3_request", "/aws4_request"), "`Credential` not valid."),
        (
            AUTHORIZATION.replace("Credential=AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE", "Credential="),
            "`Credential`",
        ),
        (AUTHORIZATION.replace("2019-02-25", "20190225"), "`Date` in Credential not valid."),
        (AUTHORIZATION.replace("/ocr/", "//"), "`Service` in Credential not valid."),
        (AUTHORIZATION.replace("SignedHeaders=", "Signed="), "`SignedHeaders` not valid."),
        (AUTHORIZATION.replace("content-type;host", "content-type"), "`host` not found in SignedHeaders."),
        (AUTHORIZATION.replace("content-type;host", "host"), "`content-type` not found in SignedHeaders."),
        (AUTHORIZATION.replace("type;host", "type;host;x-none"), "`x-none` in SignedHeaders is not a header"),
        (AUTHORIZATION.partition(", Signature=")[0], "`Signature` not valid."),
        (AUTHORIZATION + ", Signature=00", "`Signature` not valid."),
        ("TC3-HMAC-SHA256", "not valid."),
    ],
)
def test_an_authorization_of_another_form_is_told_what_is_wrong(authorization: str, reason: str) -> None:
    refusal = refusal_of(authorized(authorization))
    assert refusal.code == "AuthFailure.InvalidAuthorization"
    message = refusal.message("en-US")
    assert message.startswith(
        "The request `Authorization` header does not conform to tencentcloud standards: "
    )
    assert reason in message


def test_an_unknown_signature_method_is_named() -> None:
    request = replace(OLD_POST, body=OLD_POST.body.replace(b"HmacSHA256", b"HmacMD5"))
    refusal = refusal_of(request)
    assert refusal.code == "InvalidParameterValue"
    assert "The value `HmacMD5` specified in the parameter `SignatureMethod`" in refusal.message("en-US")


def test_the_method_named_is_the_method_used() -> None:
    request = replace(OLD_POST, body=OLD_POST.body.replace(b"HmacSHA256", b"HmacSHA1"))
    assert refusal_of(request).code == "AuthFailure.SignatureFailure"


def test_a_parameter_slipped_in_beside_the_signed_ones_fails() -> None:
    # Only an empty value is no part of what is signed: Go sends such, and the service ignores them.
    for slipped in (b"&ImageUrl=http%3A%2F%2Fevil", b"&Action=SealOCR", b"&SecretId=AKID"):
        assert (
            refusal_of(replace(OLD_POST, body=OLD_POST.body + slipped)).code == "AuthFailure.SignatureFailure"
        )


def test_parameters_in_the_query_of_a_form_are_no_part_of_its_signature() -> None:
    request = replace(OLD_POST, body=b"", query_string=OLD_POST.body)
    assert refusal_of(request).code == "MissingParameter"


def test_json_carries_no_signed_parameters() -> None:
    body = b'{"SecretId": "AKID", "Signature": "x", "Timestamp": 1, "Nonce": 1}'
    request = Wire(method="POST", headers={"content-type": "application/json"}, body=body)
    assert refusal_of(request).code == "MissingParameter"


@pytest.mark.parametrize("signature", ["签名", quote("签名"), "%FF", "+++"])
def test_a_signature_in_strange_characters_just_fails(signature: str) -> None:
    encoded = OLD_GET.query_string.partition(b"&Signature=")[0] + b"&Signature=" + signature.encode()
    assert refusal_of(replace(OLD_GET, query_string=encoded)).code == "AuthFailure.SignatureFailure"
    authorization = AUTHORIZATION.partition("Signature=")[0] + "Signature=" + signature
    assert refusal_of(authorized(authorization)).code == "AuthFailure.SignatureFailure"
