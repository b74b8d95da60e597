"""Writes docs/errors.md: codes and causes from the dialects' catalogues, remedies from docs/remedies.py.

python docs/errors.py
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TypeVar

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from docs.remedies import CUSTOM_OCR, SERVING, TENCENT, Remedy  # noqa: E402
from sealstack.service.dialects.custom_ocr import catalogue as custom_ocr  # noqa: E402
from sealstack.service.dialects.failures import CAUSES  # noqa: E402
from sealstack.service.dialects.tencent.catalogue import CATALOGUE, Entry, Origin  # noqa: E402

Code = TypeVar("Code", str, int)

PAGE = HERE / "errors.md"

_TABLE = "\n| | English | 中文 |\n|---|---|---|\n"

_BEGINNING = """# Error codes

Written by `python docs/errors.py` from the catalogues that the service answers from; a test holds it to
them. Braces stand for what a message fills in. 本页由目录生成，花括号是消息中填入的内容。

## Tencent Cloud API 3.0

An SDK raises `TencentCloudSDKException` with `code`, `message` and `requestId`; the log has a line with the
same RequestId.
"""

_NEVER = """
### Codes that only fault injection answers

A machine of one's own has no cause for these: with `OCR_FAULTS=1` the header `X-Sealstack-Fault: <code>`
brings them about, so that a client's handling of them can be tested. 以下错误码仅由故障注入产生。

| code | message | 消息 | why never else |
|---|---|---|---|
"""

_CUSTOM_OCR = """
## Custom OCR

The answer is `{"error": {"code", "message"}}`, with the status that stands before each code. Messages are in
English. 消息为英文。
"""

_SERVING = """
## PaddleX, PaddleOCR and rapidocr_api

`/seal-recognition` and `/document-preprocessing` answer `{"logId", "errorCode", "errorMsg"}`, the status
being the `errorCode`; `/ocr` answers `{"detail"}`. Messages are in English: a sentence, or for 422 a list
with an entry for each invalid parameter (in `errorMsg` as JSON text). 消息为英文。
"""


def page() -> str:
    """Write the whole page.

    Raises:
        SystemExit: a code that the service answers has no remedy; the message names it.
    """
    return "".join([*_tencent(), *_custom_ocr(), *_serving()])


def _tencent() -> Iterator[str]:
    served = {code: entry for code, entry in sorted(CATALOGUE.items()) if entry.origin is Origin.SERVED}
    yield _BEGINNING
    for code, entry in served.items():
        english, chinese = (" · ".join(texts) for texts in zip(*_texts(entry), strict=True))
        message = f"| message | {english} | {chinese} |\n"
        yield f"\n### {code}\n{_TABLE}{message}{_cause_and_remedy(entry.cause, _found(TENCENT, code))}"
    yield _NEVER
    for code, entry in sorted(CATALOGUE.items()):
        if code not in served:
            yield f"| `{code}` | {entry.text.english} | {entry.text.chinese} | {entry.cause} |\n"


def _custom_ocr() -> Iterator[str]:
    yield _CUSTOM_OCR
    for code, entry in custom_ocr.CATALOGUE.items():
        remedy = _found(CUSTOM_OCR, code)
        yield f"\n### {entry.status} {code}\n{_TABLE}{_cause_and_remedy(entry.cause, remedy)}"


def _serving() -> Iterator[str]:
    yield _SERVING
    for status, cause in CAUSES.items():
        yield f"\n### {status}\n{_TABLE}{_cause_and_remedy(cause, _found(SERVING, status))}"


def _found(remedies: Mapping[Code, Remedy], code: Code) -> Remedy:
    try:
        return remedies[code]
    except KeyError:
        raise SystemExit(f"{code} has no remedy: add one to docs/remedies.py") from None


def _cause_and_remedy(cause: str, remedy: Remedy) -> str:
    return f"| cause | {cause} | {remedy.cause} |\n| remedy | {remedy.english} | {remedy.chinese} |\n"


def _texts(entry: Entry) -> Iterator[tuple[str, str]]:
    for text in (entry.text, *entry.variants.values()):
        yield text.english, text.chinese


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
