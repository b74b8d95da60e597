"""The official Node SDK, unmodified but for its endpoint and protocol.

It is installed with `npm ci` in tests/conformance/node; without it, or without Node, these tests are skipped.
"""

import json
import shutil
import subprocess
import uuid
from pathlib import Path

import pytest

from tests import needs
from tests.conformance.conftest import SECRET_ID, SECRET_KEY
from tests.conformance.servers import clean_environment
from tests.service.pictures import as_base64

pytestmark = pytest.mark.slow

FOLDER = Path(__file__).parent / "node"
NODE = shutil.which("node")


@pytest.fixture(scope="module", autouse=True)
def node_and_its_sdk() -> None:
    needs.node("tencentcloud-sdk-nodejs-ocr")


NAMES = {"TC3-HMAC-SHA256": "TC3", "HmacSHA1": "SHA1", "HmacSHA256": "SHA256"}


def call(server, *, action="SealOCR", host="127.0.0.1", parameters=None, **changes):
    """Call an Action in Node, and return what the script printed."""
    told = {
        "endpoint": f"{host}:{server.port}",
        "secretId": SECRET_ID,
        "secretKey": SECRET_KEY,
        "region": "",
        "signMethod": "TC3-HMAC-SHA256",
        "language": "en-US",
        "method": "POST",
        "action": action,
        "parameters": {"ImageBase64": as_base64()} if parameters is None else parameters,
        **changes,
    }
    done = subprocess.run(
        [NODE, "call.js"],
        cwd=FOLDER,
        env=clean_environment(),
        input=json.dumps(told),
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    return json.loads(done.stdout)


@pytest.mark.parametrize("method", ["POST", "GET"])
@pytest.mark.parametrize("sign", NAMES, ids=NAMES.get)
def test_every_signature_method(closed_server, method, sign):
    answer = call(closed_server, method=method, signMethod=sign, region="ap-guangzhou")["answer"]
    assert answer["SealBody"] == "上海宝山测试有限公司"
    assert [seal["SealShape"] for seal in answer["SealInfos"]] == ["0", "0"]
    assert str(uuid.UUID(answer["RequestId"])) == answer["RequestId"]


def test_a_host_name_with_its_port_becomes_the_scope(closed_server):
    assert call(closed_server, host="localhost")["answer"]["SealBody"]


def test_in_open_mode(open_server):
    answer = call(
        open_server, action="GeneralBasicOCR", parameters={"ImageBase64": as_base64(), "IsWords": True}
    )
    (line,) = answer["answer"]["TextDetections"]
    assert line["DetectedText"] == "合同编号"
    assert len(line["Words"]) == 4


def test_an_error_arrives_with_its_code_and_the_trace_of_the_call(closed_server):
    error = call(closed_server, secretKey="wrong")["error"]
    assert error["code"] == "AuthFailure.SignatureFailure"
    assert error["message"].startswith("The provided credentials could not be validated.")
    assert str(uuid.UUID(error["requestId"])) == error["requestId"]
    assert error["traceId"]
