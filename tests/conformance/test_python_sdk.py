"""The official Python SDK, unmodified but for its endpoint and protocol."""

import base64
import uuid
from types import ModuleType

import pytest
from tencentcloud.common import credential
from tencentcloud.common.exception import TencentCloudSDKException
from tencentcloud.common.profile.client_profile import ClientProfile
from tencentcloud.common.profile.http_profile import HttpProfile
from tencentcloud.ocr.v20181119 import models, ocr_client

from tests.conformance.conftest import SECRET_ID, SECRET_KEY
from tests.service.pictures import as_base64

pytestmark = pytest.mark.slow


def client_of(server, *, secret_id=SECRET_ID, secret_key=SECRET_KEY, language="en-US", **profile):
    http = HttpProfile(endpoint=server.host, protocol="http")
    settings = ClientProfile(httpProfile=http, language=language, **profile)
    return ocr_client.OcrClient(credential.Credential(secret_id, secret_key), "", settings)


def seal_request(**parameters):
    request = models.SealOCRRequest()
    request.ImageBase64 = as_base64()
    for name, value in parameters.items():
        setattr(request, name, value)
    return request


@pytest.mark.parametrize("mode", ["open_server", "closed_server"])
def test_seal_ocr_fills_the_sdks_model(request, mode):
    answer = client_of(request.getfixturevalue(mode)).SealOCR(seal_request())
    assert answer.SealBody == "上海宝山测试有限公司"
    assert answer.OtherTexts == ["财务专用章"]
    assert answer.SealShape == "0"
    assert (answer.Location.X, answer.Location.Y, answer.Location.Width, answer.Location.Height) == (
        *(143, 78, 98, 97),
    )
    assert [seal.SealBody for seal in answer.SealInfos] == ["上海宝山测试有限公司", "张三印"]
    assert str(uuid.UUID(answer.RequestId)) == answer.RequestId


def error_of(call, *arguments):
    with pytest.raises(TencentCloudSDKException) as raised:
        call(*arguments)
    assert str(uuid.UUID(raised.value.requestId)) == raised.value.requestId
    return raised.value.code, raised.value.message


def test_a_wrong_key(closed_server):
    assert error_of(client_of(closed_server, secret_key="wrong").SealOCR, seal_request()) == (
        "AuthFailure.SignatureFailure",
        "The provided credentials could not be validated. Please check your signature is correct.",
    )


def test_an_unknown_secret_id_in_chinese_as_by_default(closed_server):
    client = client_of(closed_server, secret_id="AKIDnobody", language="zh-CN")
    assert error_of(client.SealOCR, seal_request()) == (
        "AuthFailure.SecretIdNotFound",
        "SecretId不存在，请输入正确的密钥。",
    )


@pytest.mark.parametrize(
    ("parameters", "code"),
    [
        ({"ImageBase64": None}, "MissingParameter"),
        ({"ImageBase64": "QUJD"}, "FailedOperation.ImageDecodeFailed"),
        ({"ImageUrl": "http://127.0.0.1:9/seal.png"}, "FailedOperation.DownLoadError"),
        ({"PdfPageNumber": 0}, "InvalidParameterValue.InvalidParameterValueLimit"),
        ({"ImageBase64": base64.b64encode(bytes(5_600_000)).decode()}, "LimitExceeded.TooLargeFileError"),
        ({"ImageBase64": base64.b64encode(bytes(9_000_000)).decode()}, "RequestSizeLimitExceeded"),
    ],
)
def test_errors_arrive_with_their_codes(open_server, parameters, code):
    assert error_of(client_of(open_server).SealOCR, seal_request(**parameters))[0] == code


def test_an_action_that_is_not_served(open_server):
    assert error_of(client_of(open_server).VatInvoiceOCR, models.VatInvoiceOCRRequest())[0] == "InvalidAction"


def test_the_models_of_the_sdk_are_the_official_ones():
    assert isinstance(models, ModuleType)
    assert models.__name__ == "tencentcloud.ocr.v20181119.models"
