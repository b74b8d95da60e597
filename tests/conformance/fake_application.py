"""The application with readers that read nothing, for gunicorn to run in tests of the protocol.

With `TEST_GATE` naming a folder, every reading leaves a file `started-…` there and waits for a file `open`;
with `TEST_STUCK` too, it does not end when it is stopped. `TEST_DECODING_SECONDS` says how long decoding a
file may take.
"""

import os
import time
import uuid
from pathlib import Path

from sealstack.models.runtime.interruption import check
from sealstack.models.values import Image
from sealstack.service.application import create_app
from sealstack.service.intake.isolation.pool import DecoderPool
from tests.service.doubles import FakeReaders, a_line, a_seal


class GatedReaders(FakeReaders):
    """Fake readers whose readings can be held up from outside."""

    def _read(self, image: Image) -> None:
        gate = os.environ.get("TEST_GATE")
        if gate:
            (Path(gate) / f"started-{uuid.uuid4()}").touch()
            while not (Path(gate) / "open").exists():
                if "TEST_STUCK" not in os.environ:
                    check()
                time.sleep(0.01)


app = create_app(
    readers=GatedReaders(
        [a_seal("上海宝山测试有限公司", "财务专用章"), a_seal("张三印", box=(1, 2, 30, 40))],
        [a_line("合同编号", [[10, 10], [90, 10], [90, 30], [10, 30]])],
    ),
    decoders=DecoderPool(
        int(os.environ["OCR_DECODERS"]),
        max_pixels=50_000_000,
        seconds=float(os.environ.get("TEST_DECODING_SECONDS", "10")),
    ),
)
