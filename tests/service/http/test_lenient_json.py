"""Trailing commas are forgiven, nothing else is."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sealstack.service.http.lenient_json import parse_json
from sealstack.service.http.long_json import TooManyValuesError


def raises_value_error(text):
    try:
        parse_json(text)
    except ValueError:
        return True
    return False


documents = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
)


@given(documents)
def test_json_is_parsed_as_ever(document):
    assert parse_json(json.dumps(document)) == document
    assert parse_json(json.dumps(document, ensure_ascii=False).encode("utf-8", "surrogatepass")) == document


@given(documents)
def test_a_comma_may_stand_before_every_closing_bracket(document):
    # bracketed on lines of their own, so that a comma can be put after the last member by its line break
    text = json.dumps(document, indent=1)
    lines = text.split("\n")
    for number in range(1, len(lines)):
        if lines[number].strip()[:1] in ("}", "]"):
            lines[number - 1] += ","
    assert parse_json("\n".join(lines)) == document


@pytest.mark.parametrize(
    ("text", "document"),
    [
        ('{"type": "list", }', {"type": "list"}),
        ('{"a": ",]", "b": [1,\n],}', {"a": ",]", "b": [1]}),
        (r'{"a": "\",}", }', {"a": '",}'}),
        ("\ufeff[1,]".encode(), [1]),
    ],
)
def test_published_samples_are_parsed(text, document):
    assert parse_json(text) == document


@pytest.mark.parametrize(
    "text",
    ["", "[1,,]", "{,,}", "[1 2]", '{"a": 1', '{"a', '{"a\\', "[,]x", b"\xff{}", "[" * 100_000, "9" * 5000],
    ids=lambda text: repr(text)[:12],
)
def test_what_is_no_json_is_refused(text):
    assert raises_value_error(text)


def test_a_body_of_nothing_but_quotes_and_backslashes_is_looked_at_once():
    # looked at anew from each quote, this would take hours
    assert raises_value_error('{"' + '\\"' * 3_000_000)


@pytest.mark.parametrize(
    "text",
    [
        b'["' + b'\\"' * 300_000,
        b"[" * 300_000,
        b"[" + b"," * 300_000,
        b"[" + b"{}," * 300_000 + b"]",
        "1," * 300_000,
    ],
    ids=["quotes", "brackets", "commas", "objects", "text"],
)
def test_what_would_be_hundreds_of_thousands_of_values_is_not_parsed(text):
    with pytest.raises(TooManyValuesError):
        parse_json(text)


def test_a_picture_of_megabytes_is_one_value():
    picture = "A" * 6_000_000
    assert parse_json(f'{{"img": "{picture}", }}'.encode()) == {"img": picture}


@pytest.mark.parametrize("padding", ["", " " * 70_000])
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('{"a": [1, 2.5, null, true, "\\u4e2d"]}', {"a": [1, 2.5, None, True, "中"]}),
        ('{"a": 1,}', {"a": 1}),
        ('\ufeff{"a": 1}', {"a": 1}),
        ('{"a": "\\ud800"}', {"a": "\ud800"}),
        ('{"a": 1, "a": 2}', {"a": 2}),
    ],
)
def test_long_and_short_json_are_parsed_alike(text, expected, padding):
    assert parse_json((text + padding).encode()) == expected
