"""The worked examples of the public documentation, whose signatures everyone can look up.

POST and GET with TC3-HMAC-SHA256: cloud.tencent.com/document/api/213/30654 in its editions of 2018 (GET),
2019 (POST) and later (POST with x-tc-action). HmacSHA1: cloud.tencent.com/document/api/213/15693. The secret
keys are printed with asterisks, and it is those asterisks that the signatures were made with.
"""

from dataclasses import replace

import pytest

from sealstack.service.dialects.tencent.errors import ApiError
from sealstack.service.dialects.tencent.signatures import SignedRequest, check_signature, read_signature

POST_BODY = b'{"Limit": 1, "Filters": [{"Values": ["\\u672a\\u547d\\u540d"], "Name": "instance-name"}]}'

POST = (
    SignedRequest(
        method="POST",
        headers={
            "host": "cvm.tencentcloudapi.com",
            "content-type": "application/json; charset=utf-8",
            "x-tc-timestamp": "1551113065",
            "authorization": "TC3-HMAC-SHA256 Credential=AKIDz8krbsJ5yKBZQpn74WFkmLPx3*******/2019-02-25/cvm/"
            "tc3_request, SignedHeaders=content-type;host, "
            "Signature=2230eefd229f582d8b1b891af7107b91597240707d778ab3738f756258d7652c",
        },
        body=POST_BODY,
    ),
    "Gu5t9xGARNpq86cd98joQYCN3*******",
)

POST_WITH_ACTION = (
    SignedRequest(
        method="POST",
        headers={
            "host": "cvm.tencentcloudapi.com",
            "content-type": "application/json; charset=utf-8",
            "x-tc-action": "DescribeInstances",
            "x-tc-timestamp": "1551113065",
            "authorization": "TC3-HMAC-SHA256 Credential=AKID********************************/2019-02-25/cvm/"
            "tc3_request, SignedHeaders=content-type;host;x-tc-action, "
            "Signature=10b1a37a7301a02ca19a647ad722d5e43b4b3cff309d421d85b46093f6ab6c4f",
        },
        body=POST_BODY,
    ),
    "*" * 32,
)

GET = (
    SignedRequest(
        method="GET",
        query_string=b"Limit=10&Offset=0",
        headers={
            "host": "cvm.tencentcloudapi.com",
            "content-type": "application/x-www-form-urlencoded",
            "x-tc-timestamp": "1539084154",
            "authorization": "TC3-HMAC-SHA256 Credential=AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE/2018-10-09/cvm/"
            "tc3_request, SignedHeaders=content-type;host, "
            "Signature=5da7a33f6993f0614b047e5df4582db9e9bf4672ba50567dba16c6ccf174c474",
        },
    ),
    "Gu5t9xGARNpq86cd98joQYCN3EXAMPLE",
)

PARAMETERS = (
    SignedRequest(
        method="GET",
        query_string=b"Action=DescribeInstances&InstanceIds.0=ins-09dx96dg&Limit=20&Nonce=11886&Offset=0"
        b"&Region=ap-guangzhou&SecretId=AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE"
        b"&Signature=EliP9YW3pW28FpsEdkXt%2F%2BWcGeI%3D&Timestamp=1465185768&Version=2017-03-12",
        headers={"host": "cvm.tencentcloudapi.com"},
    ),
    "Gu5t9xGARNpq86cd98joQYCN3EXAMPLE",
)

EXAMPLES = [
    pytest.param(*POST, id="TC3 POST"),
    pytest.param(*POST_WITH_ACTION, id="TC3 POST with x-tc-action"),
    pytest.param(*GET, id="TC3 GET"),
    pytest.param(*PARAMETERS, id="HmacSHA1 GET"),
]


@pytest.mark.parametrize(("request_", "secret_key"), EXAMPLES)
def test_a_published_signature_is_genuine(request_: SignedRequest, secret_key: str) -> None:
    check_signature(request_, read_signature(request_), secret_key)


@pytest.mark.parametrize(("request_", "secret_key"), EXAMPLES)
def test_a_published_signature_fails_with_another_key(request_: SignedRequest, secret_key: str) -> None:
    with pytest.raises(ApiError) as refusal:
        check_signature(request_, read_signature(request_), secret_key[:-1] + "0")
    assert refusal.value.code == "AuthFailure.SignatureFailure"


def test_an_example_is_read_field_by_field() -> None:
    signature = read_signature(POST_WITH_ACTION[0])
    assert signature.secret_id == "AKID********************************"
    assert signature.timestamp == 1551113065
    assert signature.scope == "2019-02-25/cvm/tc3_request"
    assert signature.header_names == ("content-type", "host", "x-tc-action")


def test_an_example_fails_when_its_body_is_only_written_differently() -> None:
    request, secret_key = POST
    spaced = replace(request, body=POST_BODY.replace(b", ", b","))
    with pytest.raises(ApiError) as refusal:
        check_signature(spaced, read_signature(spaced), secret_key)
    assert refusal.value.code == "AuthFailure.SignatureFailure"
