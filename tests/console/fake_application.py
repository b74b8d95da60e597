"""The application for tests of the console: what it reads is known to the tests, and hostile."""

import numpy as np

from sealstack.models.form.align.whole import Alignment
from sealstack.models.values import Character, Image, Seal, SealShape, SealText, TextLine
from sealstack.service.application import create_app
from sealstack.service.intake.isolation.pool import DecoderPool
from tests.service.doubles import FakeReaders, a_line

HOSTILE = "<img src=x onerror=window.hacked=1>"


def a_text(text: str, x: int, y: int, width: int, height: int) -> SealText:
    polygon = np.array([[x, y], [x + width, y], [x + width, y + height], [x, y + height]], np.float32)
    size = len(text)
    marks = tuple(Character(mark, 0.95, (at / size, (at + 1) / size)) for at, mark in enumerate(text))
    return SealText(polygon, text, 0.95, marks)


def a_seal(body: str, box: tuple[int, int, int, int], shape: SealShape) -> Seal:
    x, y, width, height = box
    text = a_text(body, x + width // 4, y + height // 3, width // 2, height // 5)
    return Seal(
        body=body, others=("合同专用章",), box=box, shape=shape, score=0.98, texts=(text,), colour="red"
    )


class SteadyReaders(FakeReaders):
    """Reads any form: this is not about matching."""

    def match_form(self, image: Image, marks: object, features: object, by_words: bool) -> Alignment:
        return Alignment(np.eye(3), 0.9)


def a_row(text: str, x: int, y: int, width: int) -> TextLine:
    return a_line(text, [[x, y], [x + width, y], [x + width, y + 24], [x, y + 24]])


app = create_app(
    readers=SteadyReaders(
        [
            a_seal(HOSTILE, (120, 80, 200, 200), SealShape.ROUND),
            a_seal("张三印", (500, 300, 90, 60), SealShape.RECTANGLE),
        ],
        [
            a_row("发票号码：27474315", 60, 60, 240),
            a_row("开票日期：2024年5月17日", 60, 120, 280),
            a_row(f"备注：{HOSTILE}", 60, 180, 500),
        ],
    ),
    decoders=DecoderPool(1, max_pixels=50_000_000, seconds=120),  # a busy machine must not fail a test
)
