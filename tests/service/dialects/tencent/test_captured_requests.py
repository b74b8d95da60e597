"""A captured signed request is nothing but itself, and changes nothing once more."""

from pathlib import Path

import pytest

from tests.service.client import VERSION, Caller, error_of
from tests.service.dialects.tencent.signatures.wire import NODE, OLD_SDKS, PYTHON
from tests.service.pictures import as_base64
from tests.service.signed_calls import ENDPOINT, a_moment, call, closed

TEMPLATE = [[[[1, 2], [30, 2], [30, 9], [1, 9]], "名称"]]
USED = ("AuthFailure.SignatureFailure", "This signature has been used already: sign the request anew.")


@pytest.fixture
def caller(tmp_path: Path) -> Caller:
    return closed(tmp_path)


@pytest.fixture
def template_id(caller: Caller) -> str:
    added = call("AddTemplate", Template=TEMPLATE, ImageBase64=as_base64()).send(caller)
    return str(added["TemplateId"])


def listed(caller: Caller) -> list[str]:
    return list(call("ListTemplates").send(caller)["TemplateIds"])


def test_a_list_does_not_delete_by_an_unsigned_query(caller: Caller, template_id: str) -> None:
    captured = call("ListTemplates")
    assert captured.send(caller)["TemplateIds"] == [template_id]
    inside = captured.send(caller, "DeleteTemplate", query=f"TemplateId={template_id}")
    assert error_of(inside)[0] == "AuthFailure.SignatureFailure"
    assert listed(caller) == [template_id]


def test_a_call_that_never_arrived_does_not_delete_either(caller: Caller, template_id: str) -> None:
    inside = call("ListTemplates").send(caller, "DeleteTemplate", query=f"TemplateId={template_id}")
    assert error_of(inside)[0] == "MissingParameter"
    assert listed(caller) == [template_id]


@pytest.mark.parametrize("strict", [True, False])
def test_a_query_does_not_delete_by_its_own_body(tmp_path: Path, strict: bool) -> None:
    caller = closed(tmp_path, strict_parameters=strict)
    added = call("AddTemplate", Template=TEMPLATE, ImageBase64=as_base64()).send(caller)["TemplateId"]
    captured = call("QueryTemplate", TemplateId=added, ImageBase64=as_base64())
    assert error_of(captured.send(caller, "DeleteTemplate"))[0] == "UnknownParameter"
    assert captured.send(caller)["TemplateId"] == added
    assert error_of(captured.send(caller, "DeleteTemplate")) == USED
    assert listed(caller) == [added]


def test_a_query_that_failed_does_not_delete(caller: Caller, template_id: str) -> None:
    captured = call("QueryTemplate", TemplateId=template_id)
    assert error_of(captured.send(caller))[0] == "MissingParameter"
    assert error_of(captured.send(caller, "DeleteTemplate")) == USED
    assert listed(caller) == [template_id]


def test_an_unsigned_query_adds_no_parameter(caller: Caller) -> None:
    inside = call("SealOCR", ImageBase64=as_base64()).send(caller, query="Nonsense=1&EnablePdf=maybe")
    assert inside["SealBody"]


def test_an_unsigned_query_names_no_action(caller: Caller) -> None:
    wire = PYTHON.post_json(ENDPOINT, {"ImageBase64": as_base64()}, timestamp=a_moment())
    headers = {name: value for name, value in wire.headers.items() if not name.startswith("x-tc-action")}
    inside = caller.send(
        data=wire.body, headers=headers, query_string={"Action": "SealOCR", "Version": VERSION}
    )
    assert error_of(inside)[0] == "MissingParameter"


def test_a_signed_name_comes_before_a_header(caller: Caller) -> None:
    captured = call("SealOCR", Action="SealOCR", Version=VERSION, ImageBase64=as_base64())
    assert "TextDetections" not in captured.send(caller, "GeneralBasicOCR")
    assert captured.send(caller, "GeneralBasicOCR")["SealBody"]


def test_a_header_does_not_rename_what_is_signed_by_its_parameters(caller: Caller) -> None:
    wire = OLD_SDKS[0].sign(
        "POST", ENDPOINT, {"ImageBase64": as_base64()}, "HmacSHA256", timestamp=a_moment()
    )
    headers = {**wire.headers, "x-tc-action": "GeneralBasicOCR", "x-tc-version": "1999-01-01"}
    assert caller.send(data=wire.body, headers=headers)["SealBody"]


@pytest.mark.parametrize("http_method", ["GET", "POST"])
def test_a_call_signed_by_its_parameters_deletes_once(
    caller: Caller, template_id: str, http_method: str
) -> None:
    other = call("AddTemplate", Template=TEMPLATE, ImageBase64=as_base64()).send(caller)["TemplateId"]
    named = {"Action": "DeleteTemplate", "TemplateId": template_id}
    wire = OLD_SDKS[0].sign(http_method, ENDPOINT, named, timestamp=a_moment())

    def send() -> dict:
        return caller.send(
            http_method, data=wire.body, headers=dict(wire.headers), query_string=wire.query_string.decode()
        )

    assert send()["TemplateIds"] == [template_id]
    assert error_of(send())[0] == "AuthFailure.SignatureFailure"
    assert listed(caller) == [other]


def test_a_template_is_added_once_by_one_request(caller: Caller) -> None:
    captured = call("AddTemplate", Template=TEMPLATE, ImageBase64=as_base64())
    added = captured.send(caller)["TemplateId"]
    assert error_of(captured.send(caller)) == USED
    assert listed(caller) == [added]


def test_a_replay_is_refused_by_every_process_of_the_machine(tmp_path: Path) -> None:
    captured = call("AddTemplate", Template=TEMPLATE, ImageBase64=as_base64())
    assert captured.send(closed(tmp_path))["TemplateId"]
    assert error_of(captured.send(closed(tmp_path))) == USED


def test_a_request_that_changed_nothing_may_be_sent_again(caller: Caller) -> None:
    captured = call("AddTemplate", Template=TEMPLATE, ImageBase64=as_base64())
    caller.readers.failure = RuntimeError("out of memory")
    assert error_of(captured.send(caller))[0] == "FailedOperation.OcrFailed"
    caller.readers.failure = None
    assert captured.send(caller)["TemplateId"]


def test_what_only_reads_may_be_sent_again(caller: Caller) -> None:
    captured = call("SealOCR", ImageBase64=as_base64())
    assert captured.send(caller)["SealBody"] == captured.send(caller)["SealBody"]


def test_two_calls_that_read_one_picture_in_one_second_are_signed_alike_and_both_answered(
    caller: Caller,
) -> None:
    captured = call("SealOCR", ImageBase64=as_base64())
    assert captured.send(caller)["SealBody"]
    assert error_of(captured.send(caller, "GeneralBasicOCR"))[0] == "FailedOperation.ImageNoText"


def test_a_reading_call_does_not_list_templates(tmp_path: Path) -> None:
    caller = closed(tmp_path, strict_parameters=False)
    captured = call("SealOCR", ImageBase64=as_base64())
    assert error_of(captured.send(caller, "ListTemplates"))[0] == "UnknownParameter"
    assert captured.send(caller)["SealBody"]
    assert error_of(captured.send(caller, "ListTemplates")) == USED


@pytest.mark.parametrize("action", ["AddTemplate", "DeleteTemplate", "ListTemplates"])
def test_what_is_more_than_reading_needs_a_signed_body(caller: Caller, action: str) -> None:
    captured = call("SealOCR", unsigned=True, ImageBase64=as_base64())
    code, message = error_of(captured.with_body().send(caller, action))
    assert (code, "`UNSIGNED-PAYLOAD` will not do" in message) == ("AuthFailure.SignatureFailure", True)
    assert captured.send(caller)["SealBody"]


def test_what_cannot_be_remembered_changes_nothing(caller: Caller, tmp_path: Path) -> None:
    (tmp_path / "used_signatures.db").mkdir()
    assert call("SealOCR", ImageBase64=as_base64()).send(caller)["SealBody"]
    inside = call("AddTemplate", Template=TEMPLATE, ImageBase64=as_base64()).send(caller)
    assert error_of(inside)[0] == "ServiceUnavailable"
    assert listed(caller) == []


@pytest.mark.parametrize("sdk", [PYTHON, NODE], ids=lambda sdk: sdk.name)
def test_an_action_in_the_signed_headers_is_heeded(caller: Caller, sdk) -> None:
    wire = sdk.post_json(
        ENDPOINT, {"ImageBase64": as_base64()}, signed_action="sealocr", timestamp=a_moment()
    )
    assert caller.send(data=wire.body, headers=dict(wire.headers))["SealBody"]
    other = {**wire.headers, "x-tc-action": "GeneralBasicOCR"}
    assert error_of(caller.send(data=wire.body, headers=other))[0] == "AuthFailure.SignatureFailure"
