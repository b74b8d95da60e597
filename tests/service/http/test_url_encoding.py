"""Percent-encoded text is decoded as the standard library does, at flat memory."""

import tracemalloc
from urllib.parse import quote_from_bytes, unquote_to_bytes

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sealstack.service.dialects.tencent.request_values import read_values
from sealstack.service.dialects.tencent.signatures import SignedRequest
from sealstack.service.http.url_encoding import decoded_length, is_form, split_pairs, unquote


@given(st.binary(max_size=300))
def test_what_was_encoded_comes_back(content):
    assert unquote(quote_from_bytes(content, safe="").encode()) == content


@given(st.text("%2fFbB3dDzZ+/= ", max_size=60))
def test_whatever_was_sent_is_decoded_as_by_the_standard_library(text):
    assert unquote(text.encode()) == unquote_to_bytes(text.replace("+", " ").encode())


def test_the_decoded_length_is_known_beforehand():
    assert decoded_length(b"a=%2F%2Fb") == len(b"a=//b")


@pytest.mark.parametrize("shift", range(6))
def test_no_escape_is_cut_in_two(shift):
    text = b"a" * shift + b"%2F%41%%2" * 30_000
    assert unquote(text) == unquote_to_bytes(text)


def test_pairs_come_in_their_order():
    assert split_pairs(b"a=1+2&a=%33&&b", 10) == [(b"a", b"1 2"), (b"a", b"3"), (b"b", b"")]


@pytest.mark.parametrize(
    ("content_type", "expected"),
    [("application/x-www-form-urlencoded; charset=utf-8", True), ("", True), ("application/json", False)],
)
def test_a_body_without_a_type_may_be_a_form(content_type, expected):
    assert is_form(content_type) is expected


@pytest.mark.parametrize(
    ("picture", "escape"),
    [
        pytest.param("/" * 6_500_000, b"%2F", id="white"),
        pytest.param("A" * 500_000, b"%41", id="encoded without need"),
    ],
)
def test_a_picture_in_a_form_takes_little_more_memory_than_the_form(picture, escape):
    body = b"ImageBase64=" + escape * len(picture)
    headers = {"content-type": "application/x-www-form-urlencoded"}
    request = SignedRequest("POST", headers=headers, body=body)
    tracemalloc.start()
    try:
        values = read_values(request)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert values.parameters["ImageBase64"] == picture
    assert peak < 2 * len(body) + 4_000_000
