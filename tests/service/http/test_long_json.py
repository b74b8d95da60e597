"""JSON with a picture in it says the same as to the standard library."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sealstack.service.http.long_json import load_json

PICTURE = "QUJD" * 20_000

values: st.SearchStrategy[Any] = st.recursive(
    st.sampled_from(
        [None, True, 1, 2.5, "", "short", 'a "quote" \\ and more', "印章", PICTURE, PICTURE + "印"]
    ),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=6,
)


@given(values, st.booleans(), st.sampled_from([None, 1]))
def test_documents_say_the_same(value: Any, ascii_only: bool, indent: int | None) -> None:
    document = {"Action": "SealOCR", "ImageBase64": PICTURE, "more": value}
    written = json.dumps(document, ensure_ascii=ascii_only, indent=indent).encode()
    assert load_json(written) == document


@pytest.mark.parametrize(
    "text",
    [
        f'{{"a": "{PICTURE}", "a": "last wins"}}',
        f'{{"{PICTURE}": 1}}',
        f'"{PICTURE}"',
        f'["{PICTURE}", "{PICTURE}"]',
        f'{{"a": "{PICTURE}\\n", "b": "\\u5370{PICTURE}"}}',
        f'\ufeff{{"a": "{PICTURE}"}}',
        f'{{"a": NaN, "b": {{"c": ["{PICTURE}"]}}, "d": "\\""}}',
    ],
)
def test_what_is_unusual_says_the_same(text: str) -> None:
    assert repr(load_json(text.encode())) == repr(json.loads(text.removeprefix("\ufeff")))


@pytest.mark.parametrize(
    "text",
    [
        f'{{"a": "{PICTURE}\n"}}',
        f'{{"a": "{PICTURE}\x00"}}',
        f'{{"a": "{PICTURE}',
        f'{{"a": "{PICTURE}"',
        f'{{"a" "{PICTURE}"}}',
        f'{PICTURE}"{PICTURE}"',
    ],
)
def test_what_is_no_json_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="line 1 column"):
        load_json(text.encode())
