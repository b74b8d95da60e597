"""A picture is read from request to answer without the network being touched."""

import json
import subprocess
import sys

import pytest

from tests.conformance.servers import ROOT, clean_environment
from tests.sample import around_the_seal

pytestmark = pytest.mark.slow

SCRIPT = """
import base64, json, socket, sys
from pathlib import Path

touched = []

def stays_here(event, arguments):
    # the pairs of sockets that lead to the processes that decode
    if event == "socket.__new__":
        return arguments[1] == socket.AF_UNIX
    return event == "socket.sendmsg" and arguments[0].family == socket.AF_UNIX and arguments[1] is None

def refuse(event, arguments):
    if event.startswith(("socket.", "urllib.", "http.client.")) and not stays_here(event, arguments):
        touched.append(event)
        raise PermissionError(event)

sys.addaudithook(refuse)

from sealstack.service.application import create_app

picture = Path(sys.argv[1]).read_bytes()
answer = create_app().test_client().post(
    "/",
    json={"ImageBase64": base64.b64encode(picture).decode()},
    headers={"X-TC-Action": "SealOCR", "X-TC-Version": "2018-11-19"},
)
print(json.dumps({"answer": answer.json["Response"], "touched": touched}))
"""


def test_the_samples_seal_is_read_with_every_socket_refused_that_leads_elsewhere(tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, around_the_seal(tmp_path)],
        cwd=ROOT,
        env=clean_environment(OCR_DATA_DIR=str(tmp_path)),
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout.splitlines()[-1])
    assert told["touched"] == []
    assert told["answer"]["SealBody"] == "海州市青禾软件有限公司"
