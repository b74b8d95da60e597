"""How the gateway finds the Action and its parameters, wherever a client puts them."""

import json

import pytest

from tests.service.client import VERSION, Caller, error_of
from tests.service.pictures import as_base64, as_file, quartered

NAMED = {"Action": "SealOCR", "Version": VERSION}
HEADERS = {"X-TC-Action": "SealOCR", "X-TC-Version": VERSION}
LARGE = as_base64(as_file(quartered(1000, 800), "BMP"))
BODY = "上海宝山测试有限公司"


@pytest.fixture
def caller():
    return Caller()


def test_action_in_the_headers_and_parameters_in_json(caller):
    assert caller.send(json={"ImageBase64": as_base64()}, headers=HEADERS)["SealBody"] == BODY


def test_action_in_the_query_string_of_a_post(caller):
    assert caller.send(json={"ImageBase64": as_base64()}, query_string=NAMED)["SealBody"] == BODY


def test_everything_in_the_query_string_of_a_get(caller):
    answer = caller.send("GET", query_string={**NAMED, "ImageBase64": as_base64()})
    assert answer["SealBody"] == BODY


def test_action_in_the_headers_of_a_get(caller):
    answer = caller.send("GET", query_string={"ImageBase64": as_base64()}, headers=HEADERS)
    assert answer["SealBody"] == BODY


def test_everything_in_a_url_encoded_form(caller):
    assert caller.send(data={**NAMED, "ImageBase64": as_base64()})["SealBody"] == BODY


def test_everything_in_a_multipart_form(caller):
    form = {**NAMED, "ImageBase64": as_base64()}
    assert caller.send(data=form, content_type="multipart/form-data")["SealBody"] == BODY


def test_everything_in_the_json_body(caller):
    assert caller.send(json={**NAMED, "ImageBase64": as_base64()})["SealBody"] == BODY


@pytest.mark.parametrize(
    "content_type", [None, "text/plain", "application/x-www-form-urlencoded", "application/octet-stream"]
)
def test_json_is_known_by_its_content_whatever_its_content_type(caller, content_type):
    body = b"\xef\xbb\xbf \n" + json.dumps({"ImageBase64": as_base64()}).encode()
    assert caller.send(data=body, headers=HEADERS, content_type=content_type)["SealBody"] == BODY


def test_a_multipart_field_may_carry_megabytes(caller):
    form = {**NAMED, "ImageBase64": LARGE}
    assert caller.send(data=form, content_type="multipart/form-data")["SealBody"] == BODY


def test_a_form_may_carry_megabytes(caller):
    assert caller.send(data={**NAMED, "ImageBase64": LARGE})["SealBody"] == BODY


def test_the_header_wins_over_the_query_string(caller):
    inside = caller.send(
        json={"ImageBase64": as_base64()}, headers=HEADERS, query_string={**NAMED, "Action": "Nonsense"}
    )
    assert inside["SealBody"] == BODY


@pytest.mark.parametrize("name", ["SealOCR", "sealOCR"])
def test_the_first_letter_of_the_action_may_be_of_either_case(caller, name):
    assert caller.call(name)["SealBody"] == BODY


def test_the_other_letters_of_the_action_may_not(caller):
    assert caller.error("SealOcr") == (
        "InvalidAction",
        f"The request action=`SealOcr` is invalid or not found in service=`ocr` and version=`{VERSION}`.",
    )


def test_a_missing_action(caller):
    assert caller.error("") == (
        "MissingParameter",
        "The request is missing a required parameter `Action`.",
    )


def test_a_missing_version(caller):
    code, message = caller.error(headers={"X-TC-Version": ""})
    assert (code, message) == (
        "MissingParameter",
        "The request is missing a required parameter `Version`.",
    )


def test_another_version(caller):
    assert caller.error(headers={"X-TC-Version": "2019-07-22"}) == (
        "NoSuchVersion",
        "The specified api version=`2019-07-22` does not exist in service=`ocr`.",
    )


def test_the_region_is_not_needed_and_not_looked_at(caller):
    assert caller.call(headers={"X-TC-Region": "ap-nowhere"})["SealBody"] == BODY


@pytest.mark.parametrize(
    "body", ["{", "[1, 2]", '"text"', "{}}", '{"a": ' * 20000, '{"a":' + "9" * 5000 + "}"]
)
def test_a_body_that_is_no_json_object(caller, body):
    code, _ = error_of(caller.send(data=body, headers=HEADERS, content_type="application/json"))
    assert code == "InvalidParameter"


def test_a_body_that_is_no_json_and_no_action_elsewhere_tells_of_the_body(caller):
    assert error_of(caller.send(data="{nonsense", content_type="application/json"))[0] == "InvalidParameter"


def test_a_form_that_is_none_is_told_in_the_real_gateways_words(caller):
    inside = caller.send(
        data="nonsense",
        headers={**HEADERS, "X-TC-Language": "en-US"},
        content_type="application/x-www-form-urlencoded",
    )
    assert error_of(inside) == ("InvalidParameter", "Url key and value should be splited by `=`.")


def test_a_form_with_too_many_fields(caller):
    body = "&".join(f"a{number}=1" for number in range(1001))
    inside = caller.send(data=body, headers=HEADERS, content_type="application/x-www-form-urlencoded")
    assert error_of(inside)[0] == "InvalidParameter"


def test_a_multipart_body_without_its_boundary(caller):
    inside = caller.send(data="nonsense", headers=HEADERS, content_type="multipart/form-data")
    assert error_of(inside)[0] == "InvalidRequest"


def test_an_empty_body_has_no_parameters(caller):
    assert error_of(caller.send(headers=HEADERS))[0] == "MissingParameter"
