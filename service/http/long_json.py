"""JSON that may hold a picture."""

from __future__ import annotations

import json
import secrets
from typing import Any

import numpy as np
import orjson

_LONG = 64 * 1024
"""From so many characters on, such as of a picture in base64, a string is not left to a parser."""

_MOST_TAKEN_OUT = 8

MOST_MARKS = 200_000
"""The most quotes, commas and brackets that a text may have. Each value costs up to hundreds of bytes and
holds the interpreter while it is made; no document of any dialect has more than thousands."""


class TooManyValuesError(ValueError):
    """A text has more in it than any document that is meant."""


def is_json(body: bytes) -> bool:
    """Whether a body looks like JSON, whatever its content type says."""
    return body.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in (b"{", b"[")


def require_few_values(content: bytes | str) -> None:
    """Refuse a text that would be parsed into millions of values, without parsing it.

    Raises:
        TooManyValuesError: it has more than `MOST_MARKS` quotes, commas and opening brackets.
    """
    if len(content) <= MOST_MARKS:
        return
    if isinstance(content, bytes):
        marks = sum(content.count(mark) for mark in (b'"', b",", b"[", b"{"))
    else:
        marks = sum(content.count(mark) for mark in ('"', ",", "[", "{"))
    if marks > MOST_MARKS:
        raise TooManyValuesError(f"the JSON has more than {MOST_MARKS} quotes, commas and brackets")


def load_json(content: bytes) -> Any:
    """Parse JSON as the standard library does, a byte order mark before it or not.

    Raises:
        TooManyValuesError: it has more values than any document that is meant.
        ValueError: it is no JSON, or not in UTF-8.
        RecursionError: it is nested too deep.
    """
    require_few_values(content)
    if len(content) >= _LONG:
        shorter, taken_out = _take_out_long_strings(content)
        try:
            document = orjson.loads(shorter)
            if _put_back(document, taken_out):
                return document
        except orjson.JSONDecodeError:
            pass  # the standard library takes more: a byte order mark, NaN, half of a surrogate pair
    return json.loads(content.decode("utf-8-sig"))


def _take_out_long_strings(content: bytes) -> tuple[bytes, dict[str, str]]:
    """Take out long strings that mean what they look like: ASCII without escapes.

    A parser looks at every character of a string, one by one. Here memory is searched for quotes and
    backslashes, which the C library does many at a time.

    Returns:
        The JSON with a name in the place of each such string, and the strings by their names.
    """
    taken_out: dict[str, str] = {}
    parts: list[bytes] = []
    kept = 0
    start = content.find(b'"') + 1
    while start and len(taken_out) < _MOST_TAKEN_OUT:
        end = content.find(b'"', start)
        if end < 0 or content.find(b"\\", start, end) >= 0:
            break
        if end - start >= _LONG:
            text = memoryview(content)[start:end]
            if not _is_printable_ascii(text):
                break
            name = secrets.token_hex()
            taken_out[name] = str(text, "ascii")
            parts += [content[kept:start], name.encode("ascii")]
            kept = end
        start = content.find(b'"', end + 1) + 1
    return b"".join([*parts, content[kept:]]) if parts else content, taken_out


def _is_printable_ascii(text: memoryview) -> bool:
    codes = np.frombuffer(text, np.uint8)
    return bool(codes.min() >= ord(" ") and codes.max() < 127)


def _put_back(document: Any, taken_out: dict[str, str]) -> bool:
    """Put strings where their names are; False when one is not found, as it is a key or was overwritten."""
    waiting, found = [document] if taken_out else [], 0
    while waiting and found < len(taken_out):
        holder = waiting.pop()
        places = holder.items() if isinstance(holder, dict) else enumerate(holder)
        for place, value in list(places):
            if isinstance(value, dict | list):
                waiting.append(value)
            elif isinstance(value, str) and value in taken_out:
                holder[place] = taken_out[value]
                found += 1
    return found == len(taken_out)
