"""No byte of what was signed can be changed without the signature failing."""

from dataclasses import replace
from urllib.parse import unquote_to_bytes

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from sealstack.service.dialects.tencent.errors import ApiError
from sealstack.service.dialects.tencent.signatures import check_signature, check_timestamp, read_signature
from tests.service.dialects.tencent.signatures.wire import (
    NOW,
    OLD_SDKS,
    SDKS,
    SECRET_ID,
    SECRET_KEY,
    OldSdk,
    Wire,
    with_headers,
)

ENDPOINT = "127.0.0.1:8000"
ports_signed = [sdk for sdk in SDKS if sdk.port_signed]
# two names that Python signs as one, with dots for underscores, are no parameters of the API
values = st.dictionaries(
    st.text(alphabet="abcXYZ._019", min_size=1, max_size=8).map(lambda name: f"P{name}"),
    st.text(alphabet=st.characters(codec="utf-8"), max_size=20),
    max_size=4,
).filter(lambda given: len({name.replace("_", ".") for name in given}) == len(given))


def is_accepted(request: Wire) -> bool:
    try:
        signature = read_signature(request)
        check_timestamp(signature, NOW)
        check_signature(request, signature, SECRET_KEY)
    except ApiError:
        return False
    return signature.secret_id == SECRET_ID


@st.composite
def flips(draw: st.DrawFn, original: bytes) -> bytes:
    """Another byte in place of one, anywhere."""
    at = draw(st.integers(0, len(original) - 1))
    other = draw(st.integers(1, 255)) ^ original[at]
    return original[:at] + bytes([other]) + original[at + 1 :]


def flip(data: st.DataObject, text: str) -> str:
    return data.draw(flips(text.encode("latin-1"))).decode("latin-1")


@given(sdk=st.sampled_from(SDKS), parameters=values, data=st.data())
def test_a_flipped_byte_of_the_body_fails(sdk, parameters, data) -> None:
    request = sdk.post_json(ENDPOINT, parameters)
    assert is_accepted(request)
    assert not is_accepted(replace(request, body=data.draw(flips(request.body))))


@given(sdk=st.sampled_from(SDKS), content=st.binary(max_size=40), data=st.data())
def test_a_flipped_byte_of_a_multipart_body_fails(sdk, content, data) -> None:
    request = sdk.post_multipart(ENDPOINT, {"ImageBase64": content})
    assert is_accepted(request)
    assert not is_accepted(replace(request, body=data.draw(flips(request.body))))


@given(sdk=st.sampled_from(SDKS), parameters=values.filter(bool), data=st.data())
def test_a_flipped_byte_of_the_query_fails(sdk, parameters, data) -> None:
    request = sdk.get(ENDPOINT, parameters)
    assert is_accepted(request)
    assert not is_accepted(replace(request, query_string=data.draw(flips(request.query_string))))


@given(sdk=st.sampled_from(SDKS), method=st.sampled_from(["GET", "PUT", "Post", "POSU"]))
def test_another_method_fails(sdk, method) -> None:
    assert not is_accepted(replace(sdk.post_json(ENDPOINT, {"a": 1}), method=method))


@given(sdk=st.sampled_from(SDKS), data=st.data())
def test_another_path_fails(sdk, data) -> None:
    assert not is_accepted(replace(sdk.post_json(ENDPOINT, {}), path=flip(data, "/")))


@pytest.mark.parametrize("name", ["content-type", "x-tc-timestamp"])
@given(sdk=st.sampled_from(SDKS), data=st.data())
def test_a_flipped_byte_of_a_signed_header_fails(name, sdk, data) -> None:
    request = sdk.post_json(ENDPOINT, {"a": 1})
    changed = flip(data, request.header(name))
    assert not is_accepted(with_headers(request, **{name: changed}))


@given(sdk=st.sampled_from(ports_signed), data=st.data())
def test_a_flipped_byte_of_the_host_fails(sdk, data) -> None:
    request = sdk.post_json(ENDPOINT, {"a": 1})
    assert not is_accepted(with_headers(request, host=flip(data, ENDPOINT)))


@given(sdk=st.sampled_from(SDKS), data=st.data())
def test_a_flipped_byte_of_the_signed_action_fails(sdk, data) -> None:
    request = sdk.post_json(ENDPOINT, {"a": 1}, signed_action="sealocr")
    changed = flip(data, "SealOCR")
    assume(changed.lower() != "sealocr")  # its case is no part of what is signed
    assert not is_accepted(with_headers(request, x_tc_action=changed))


@given(sdk=st.sampled_from(SDKS), data=st.data())
def test_a_flipped_byte_of_the_authorization_fails(sdk, data) -> None:
    request = sdk.post_json(ENDPOINT, {"a": 1})
    original = request.header("authorization")
    changed = flip(data, original)
    assume([c for c in changed if c not in " \t"] != [c for c in original if c not in " \t"])
    assert not is_accepted(with_headers(request, authorization=changed))


@given(
    sdk=st.sampled_from(OLD_SDKS),
    http_method=st.sampled_from(["GET", "POST"]),
    method=st.sampled_from(["HmacSHA1", "HmacSHA256"]),
    parameters=values,
    data=st.data(),
)
def test_a_flipped_byte_of_signed_parameters_fails(sdk, http_method, method, parameters, data) -> None:
    assume(not sdk.empty_left_out or all(parameters.values()))
    request = sdk.sign(http_method, ENDPOINT, parameters, method)
    assert is_accepted(request)
    encoded = request.body or request.query_string
    changed = data.draw(flips(encoded))
    assume(meaning(sdk, changed) != meaning(sdk, encoded))
    part = {"body": changed} if http_method == "POST" else {"query_string": changed}
    assert not is_accepted(replace(request, **part))


@given(sdk=st.sampled_from(OLD_SDKS), data=st.data())
def test_a_flipped_byte_of_the_endpoint_of_signed_parameters_fails(sdk, data) -> None:
    request = sdk.sign("POST", ENDPOINT, {"a": 1}, "HmacSHA1")
    assert not is_accepted(with_headers(request, host=flip(data, ENDPOINT)))


@given(key=st.text(min_size=1, max_size=40).filter(lambda key: key != SECRET_KEY))
def test_another_key_fails(key) -> None:
    for request in (SDKS[0].post_json(ENDPOINT, {}), OLD_SDKS[0].sign("GET", ENDPOINT, {})):
        with pytest.raises(ApiError, match=r"^AuthFailure\.SignatureFailure"):
            check_signature(request, read_signature(request), key)


@given(
    st.text(alphabet=st.characters(codec="latin-1"), max_size=200), st.sampled_from(["TC3-HMAC-SHA256 ", ""])
)
def test_no_authorization_breaks_the_reader(text, start) -> None:
    request = with_headers(SDKS[0].post_json(ENDPOINT, {}), authorization=start + text)
    assert not is_accepted(request)


@given(st.binary(max_size=200), st.sampled_from(["GET", "POST"]))
def test_no_form_breaks_the_reader(encoded, http_method) -> None:
    assert not is_accepted(Wire(method=http_method, query_string=encoded, body=encoded))


def meaning(sdk: OldSdk, encoded: bytes) -> list[tuple[bytes, bytes]]:
    """What an SDK signs of some parameters: `%2B` and `%2b` are the same, in Python `a_b` and `a.b` too."""
    pairs = (pair.partition(b"=") for pair in encoded.replace(b"+", b" ").split(b"&") if pair)
    decoded = [(unquote_to_bytes(name), unquote_to_bytes(value)) for name, _, value in pairs]
    dot = b"." if sdk.dots_for_underscores else b"_"
    return sorted((name.replace(b"_", dot), value) for name, value in decoded)
