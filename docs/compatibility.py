"""Writes docs/compatibility.md from the catalogue of codes and from the schemas that check calls.

python docs/compatibility.py
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from marshmallow import Schema, fields

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from sealstack.paddlex.parameters import STANDINGS  # noqa: E402
from sealstack.service.dialects.paddle.requests import FileRequest, LegacySealRequest, SealRequest  # noqa: E402
from sealstack.service.dialects.tencent.actions.registry import ACTIONS  # noqa: E402
from sealstack.service.dialects.tencent.catalogue import CATALOGUE, Origin  # noqa: E402
from sealstack.service.openapi.compatibility import Support, standing_of  # noqa: E402

PAGE = HERE / "compatibility.md"

_BEGINNING = """# Compatibility

## The Tencent Cloud OCR API

What the public API of 2018-11-19 has, as the official SDKs know it, and how far Sealstack serves it. This
page is written by `python docs/compatibility.py` from the catalogue of error codes and from the schemas that
check every call; a test holds it to them.

Beside what is listed here the API has Actions for identity cards, invoices and many other papers. They
answer `InvalidAction`. The four Actions on templates are our own: see [templates.md](templates.md).

`GeneralFastOCR` reads by light networks in a fraction of the time. They know Chinese, English and the letters
of Western Europe, but no Japanese, and read a little less than those of the other Actions;
`OCR_TEXT_MODEL=fast` has `GeneralBasicOCR` and `GeneralAccurateOCR` read by them too. Where `OCR_MODEL_DIR`
names other networks, these read for all three.

### Parameters and fields

*yes*: as documented. *null*: the field is there and is null. *no*: the parameter may be sent and changes
nothing. *our own*: the cloud's API does not have it. Every answer has its `RequestId` besides.
"""

_CODES = """
### Error codes

*yes*: answered when its cause is there. *no*: a local server has no such cause, so that only fault injection
answers it (`OCR_FAULTS=1` and the header `X-Sealstack-Fault: <code>`). Every code has a message in Chinese
and in English, chosen by `X-TC-Language`. No other code is ever answered.

| code | served | when |
|---|---|---|
"""


def page() -> str:
    """Write the whole page."""
    parts = [_BEGINNING]
    for action in ACTIONS.values():
        parts.append(f"\n#### {action.name}\n\n{action.summary}\n\n{_TABLE_HEAD.format('parameter')}")
        parts.extend(_rows(action.request()))
        parts.append(f"\n{_TABLE_HEAD.format('field of the answer')}")
        parts.extend(_rows(action.response()))
    parts.append(_CODES)
    for code, entry in sorted(CATALOGUE.items()):
        served = "yes" if entry.origin is Origin.SERVED else "no"
        parts.append(f"| `{code}` | {served} | {entry.cause} |\n")
    parts.append(_PADDLE)
    for title, schema in _PADDLE_REQUESTS.items():
        parts.append(f"\n### {title}\n\n{_TABLE_HEAD.format('parameter')}")
        parts.extend(_rows(schema()))
    parts.append(_PYTHON)
    parts.extend(f"| {_names(names)} | {standing} |\n" for names, standing in STANDINGS.items())
    return "".join(parts)


_PADDLE = """
## PaddleX and PaddleOCR

*no*: the parameter may be sent, is checked, and changes nothing. Unknown ones are ignored, as in the
original. Classes of layout models have numbers; 16 is the seal, the only one that is found here.
How answers look is in [paddle.md](paddle.md).
"""

_PADDLE_REQUESTS = {
    "/seal-recognition": SealRequest,
    "/seal-recognition, earlier generations": LegacySealRequest,
    "/document-preprocessing": FileRequest,
}

_PYTHON = """
### In Python, and on the command line

The parameters above are there under their Python names (`use_layout_detection` …). What becomes of the
others:

| parameter | here |
|---|---|
"""


def _names(names: str) -> str:
    return ", ".join(f"`{name}`" for name in names.split(", "))


_TABLE_HEAD = "| {} | served | remarks |\n|---|---|---|\n"


def _rows(schema: Schema) -> Iterator[str]:
    for path, field in _leaves(schema):
        standing = standing_of(field)
        yield f"| `{path}` | {standing.support.value} | {standing.remark} |\n"


def _leaves(schema: Schema, path: str = "") -> Iterator[tuple[str, fields.Field[Any]]]:
    """Every field of a schema and of those inside it, but not inside what is our own."""
    for name, field in schema.fields.items():
        here = f"{path}{field.data_key or name}"
        inner = field.inner if isinstance(field, fields.List) else field
        mark = "[]" if isinstance(field, fields.List) else ""
        yield here + mark, field
        if isinstance(inner, fields.Nested) and standing_of(field).support is not Support.OWN:
            yield from _leaves(inner.schema, f"{here}{mark}.")


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
