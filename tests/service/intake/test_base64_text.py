"""Base64 as clients send it."""

import base64
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sealstack.service.intake.base64_text import decode_base64, largest_content
from sealstack.service.intake.errors import NotAPictureError, TooLargeError

SOME = st.binary(min_size=1, max_size=200)


def decoded(text, **options):
    return decode_base64(text, limit=100_000, **options)


@given(SOME)
def test_the_standard_alphabet(content):
    assert decoded(base64.b64encode(content).decode()) == content


@given(SOME)
def test_the_url_safe_alphabet_without_padding(content):
    assert decoded(base64.urlsafe_b64encode(content).decode().rstrip("=")) == content


@given(SOME)
def test_a_plus_that_became_a_blank_in_a_form(content):
    text = base64.b64encode(content).decode().replace("+", " ")
    assert decoded(text, from_form=True) == content


@given(SOME, st.integers(1, 80))
def test_broken_into_lines(content, width):
    text = base64.b64encode(content).decode()
    lines = "\r\n".join(text[start : start + width] for start in range(0, len(text), width))
    assert decoded(f" {lines}\n") == content


@pytest.mark.parametrize(
    "prefix", ["data:image/png;base64,", "DATA:;BASE64,", " data:image/jpeg;charset=utf-8;base64,"]
)
def test_a_data_uri(prefix):
    assert decoded(prefix + "QUJD") == b"ABC"


@pytest.mark.parametrize(
    "text", ["A", "QUJ?", "QU=JD", "图片", "data:text/plain,QUJD", "QUJDRA=="[:5] + "\x00"]
)
def test_what_does_not_decode(text):
    with pytest.raises(NotAPictureError):
        decoded(text)


@pytest.mark.parametrize("text", ["", "=", "   ", "data:image/png;base64,"])
def test_nothing(text):
    with pytest.raises(NotAPictureError):
        decoded(text)


@given(st.text(max_size=100), st.booleans())
def test_any_text_decodes_or_is_refused(text, from_form):
    with suppress(NotAPictureError):
        assert decoded(text, from_form=from_form)


def test_the_limit_counts_characters_without_prefix_and_white_space():
    text = "data:image/png;base64," + "QUJD\n" * 4
    assert decode_base64(text, limit=16) == b"ABC" * 4
    with pytest.raises(TooLargeError) as refused:
        decode_base64(text, limit=15)
    assert str(refused.value) == "The base64 may have at most 15 characters, but 16 were sent."


@given(st.integers(4, 10**9))
def test_the_largest_content_fits_and_one_byte_more_does_not(limit):
    def length(size):
        return (size + 2) // 3 * 4

    assert length(largest_content(limit)) <= limit < length(largest_content(limit) + 1)
