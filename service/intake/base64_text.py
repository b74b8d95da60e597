"""Base64 as clients really send it."""

from __future__ import annotations

import binascii
import re

import pybase64

from sealstack.service.intake.errors import NotAPictureError, TooLargeError
from sealstack.service.texts import Text

_DATA_URI = re.compile(r"\s*data:([^,]{0,200}),", re.IGNORECASE)
_WHITE_SPACE = {ord(mark): None for mark in "\t\n\x0b\x0c\r "}
_URL_SAFE = {ord("-"): "+", ord("_"): "/"}

_NOT_A_BASE64_URI = Text("data URI不是base64编码。", "The data URI is not in base64.")
_BROKEN = Text("提交的内容不是有效的base64编码。", "What was sent is not valid base64.")
_EMPTY = Text("base64解码后内容为空。", "The base64 decodes to nothing.")
_TOO_LONG = Text(
    "base64长度上限为{limit}个字符，实际为{sent}个。",
    "The base64 may have at most {limit} characters, but {sent} were sent.",
)


def decode_base64(text: str, *, limit: int, from_form: bool = False) -> bytes:
    """Decode base64.

    The standard and the URL-safe alphabet are taken, padded or not, with a data URI prefix and white space.

    Args:
        text: what was sent.
        limit: the most characters, not counting the prefix and white space.
        from_form: whether it came in a URL-encoded form, where a blank stands for a `+` sent bare.

    Raises:
        TooLargeError: it is longer than `limit`.
        NotAPictureError: it does not decode, or to nothing.
    """
    text = _strip_data_uri(text)
    if from_form:
        text = text.replace(" ", "+")
    content = _decoded_plainly(text) if len(text) <= limit else None
    if content:
        return content
    text = text.translate(_WHITE_SPACE)
    if len(text) > limit:
        raise TooLargeError(_TOO_LONG.filled(limit=limit, sent=len(text)))
    text = text.translate(_URL_SAFE).rstrip("=")
    try:
        content = binascii.a2b_base64(text + "=" * (-len(text) % 4), strict_mode=True)
    except (binascii.Error, ValueError):
        raise NotAPictureError(_BROKEN) from None
    if not content:
        raise NotAPictureError(_EMPTY)
    return content


def _decoded_plainly(text: str) -> bytes | None:
    """Decode what is exactly as the standard wants it, as most is: it takes a hundredth of the time."""
    try:
        content: bytes = pybase64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None
    return content


def largest_content(limit: int) -> int:
    """How many bytes fit into `limit` characters of base64."""
    return limit // 4 * 3


def _strip_data_uri(text: str) -> str:
    prefix = _DATA_URI.match(text)
    if not prefix:
        return text
    if not prefix.group(1).lower().replace(" ", "").endswith(";base64"):
        raise NotAPictureError(_NOT_A_BASE64_URI)
    return text[prefix.end() :]
