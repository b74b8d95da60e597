"""A service whose disk takes no more says so, keeps what it had, and goes on by itself when there is room."""

import base64
import resource
from contextlib import suppress

import numpy as np
import pytest
import requests
from PIL import Image

from bench.service_process import running_process
from bench.speed.memory import family
from tests.service.pictures import as_file

pytestmark = pytest.mark.slow

NOISE = np.random.default_rng(1).integers(0, 255, (150, 150, 3), np.uint8)
PICTURE = base64.b64encode(as_file(Image.fromarray(NOISE))).decode()
MARKS = [[[[1, 2], [30, 2], [30, 9], [1, 9]], "名称"]]
LIMIT = 400_000  # bytes of a file: room for the tables and a few pictures of 68 kB


@pytest.fixture
def session():
    with requests.Session() as session:
        session.trust_env = False
        yield session


def small_disk():
    resource.setrlimit(resource.RLIMIT_FSIZE, (LIMIT, resource.RLIM_INFINITY))


def test_a_disk_that_takes_no_more_is_told_and_recovered_from_without_a_restart(session):
    body = {"type": "add", "img": PICTURE, "template": MARKS}
    longer = {**body, "img": PICTURE + 600_000 * " "}  # a body of this length goes into a file
    with running_process("bench.blank_service:app", {"OCR_WORKERS": "1"}, small_disk) as service:
        kept, refused = 0, session.post(f"{service.url}/custom_ocr", json=body, timeout=60)
        while refused.status_code == 200:
            kept, refused = kept + 1, session.post(f"{service.url}/custom_ocr", json=body, timeout=60)
        not_taken = session.post(f"{service.url}/custom_ocr", json=longer, timeout=60)
        listed = session.post(f"{service.url}/custom_ocr", json={"type": "list"}, timeout=60)
        for process in family(service.process):
            with suppress(PermissionError):  # the processes that decode may write no file, whatever comes
                resource.prlimit(
                    process, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY)
                )
        added = session.post(f"{service.url}/custom_ocr", json=body, timeout=60)
        ready = session.get(f"{service.url}/readyz", timeout=60)
        told = service.log.read_text(encoding="utf-8")
    assert (refused.status_code, refused.json()["error"]["code"]) == (500, "DatabaseUnavailable")
    assert (not_taken.status_code, not_taken.json()["error"]["code"]) == (503, "ServiceUnavailable")
    assert len(listed.json()["template_id_list"]) == kept
    assert added.status_code == 200
    assert ready.json()["reason"] is None
    assert "Traceback" not in told
