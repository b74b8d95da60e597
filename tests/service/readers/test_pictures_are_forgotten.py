"""A picture is forgotten after its answer, when garbage is collected at the latest: nothing keeps it."""

import gc
import time

import pytest

from sealstack.models.values import Image
from tests.service.client import VERSION, Caller, decoders
from tests.service.doubles import FakeReaders, a_line, a_seal
from tests.service.pictures import a_pdf, as_base64


class ForgetfulReaders(FakeReaders):
    """Reads as the others do, and keeps no picture."""

    def _read(self, image: Image) -> None:
        super()._read(image)
        self.images.clear()


@pytest.fixture
def caller() -> Caller:
    return Caller(ForgetfulReaders([a_seal()], [a_line("合同", [[1, 1], [90, 1], [90, 30], [1, 30]])]))


CALLS = {
    "Tencent": ("/", {"ImageBase64": as_base64()}, {"X-TC-Action": "SealOCR", "X-TC-Version": VERSION}),
    "Tencent, a page": (
        "/",
        {"ImageBase64": as_base64(a_pdf((50, 50))), "IsPdf": True},
        {"X-TC-Action": "GeneralBasicOCR", "X-TC-Version": VERSION},
    ),
    "PaddleX": ("/seal-recognition", {"file": as_base64(), "fileType": 1}, {}),
    "PaddleOCR": ("/document-preprocessing", {"file": as_base64(), "fileType": 1}, {}),
    "RapidOCR": ("/ocr", {"image_data": as_base64()}, {}),
    "Custom OCR": (
        "/custom_ocr",
        {
            "type": "add",
            "img": as_base64(),
            "template": [[[[0, 0], [90, 0], [90, 30], [0, 30]], "number"]],
        },
        {},
    ),
}


def wait_until_forgotten() -> None:
    """A thread that has read lets go of a picture a moment after its answer is on its way."""
    deadline = time.monotonic() + 30
    while decoders().pixels:
        assert time.monotonic() < deadline, "a picture is kept"
        gc.collect()
        time.sleep(0.01)


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
def test_after_its_answer(caller, call):
    path, body, headers = call
    answer = caller.http.post(path, json=body, headers=headers)
    assert caller.readers.started.acquire(blocking=False), answer.data
    wait_until_forgotten()


def test_after_an_error(caller):
    caller.readers.seals = []
    assert caller.error()[0] == "FailedOperation.ImageNoText"
    wait_until_forgotten()
