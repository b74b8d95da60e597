"""What pages of other sites get from a service that is open: pictures read, and nothing else."""

from pathlib import Path

import pytest

from tests.service.client import VERSION, Caller, error_of
from tests.service.pictures import as_base64

TEMPLATE = [[[[1, 2], [30, 2], [30, 9], [1, 9]], "名称"]]
CUSTOM = "/custom_ocr"
EVIL = "https://evil.example"
CHANGING = [
    {"type": "add", "template": TEMPLATE, "img": as_base64()},
    {"type": "del", "template_id": "a"},
    {"type": "update", "template_id": "a", "template": TEMPLATE},
    {"type": "list"},
    {"type": "get", "template_id": "a"},
]


@pytest.fixture
def caller(tmp_path: Path) -> Caller:
    return Caller(data_dir=tmp_path)


def at_custom_ocr(caller: Caller, body: dict, **headers: str) -> tuple[int, str]:
    """The status of an answer, and the code of its error."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    answer = caller.http.post(CUSTOM, json=body, headers=named)
    content = answer.get_json()
    return answer.status_code, content["error"]["code"] if "error" in content else ""


@pytest.mark.parametrize("body", CHANGING, ids=lambda body: body["type"])
@pytest.mark.parametrize("origin", [EVIL, "null", "http://localhost:3000", "http://localhost.evil.example"])
def test_a_page_of_another_site_neither_changes_nor_lists_templates(
    caller: Caller, body: dict, origin: str
) -> None:
    assert at_custom_ocr(caller, body, Origin=origin) == (403, "Forbidden")


@pytest.mark.parametrize("headers", [{}, {"Origin": "http://localhost"}, {"Sec-Fetch-Site": "same-origin"}])
def test_programs_and_its_own_pages_do(caller: Caller, headers: dict[str, str]) -> None:
    answer = caller.http.post(CUSTOM, json=CHANGING[0], headers=headers)
    assert answer.status_code == 200
    assert caller.http.post(CUSTOM, json={"type": "list"}, headers=headers).get_json()["template_id_list"]


def test_a_page_behind_a_proxy_is_its_own(tmp_path: Path) -> None:
    caller = Caller(data_dir=tmp_path, public_hosts=("ocr.mycorp.cn",))
    assert at_custom_ocr(caller, {"type": "list"}, Origin="https://ocr.mycorp.cn") == (200, "")


def test_a_page_of_another_site_may_have_a_picture_read(caller: Caller) -> None:
    template_id = caller.http.post(CUSTOM, json=CHANGING[0]).get_json()["template_id"]
    query = {"type": "query", "template_id": template_id, "img": as_base64()}
    answer = caller.http.post(CUSTOM, json=query, headers={"Origin": EVIL})
    assert answer.status_code == 200
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("action", ["AddTemplate", "DeleteTemplate", "ListTemplates"])
def test_neither_does_it_call_such_actions(caller: Caller, action: str) -> None:
    assert caller.error(action, headers={"Origin": EVIL})[0] == "UnauthorizedOperation"
    assert caller.call("SealOCR", headers={"Origin": EVIL})["SealBody"]


def test_nor_by_a_picture_that_a_page_shows(caller: Caller) -> None:
    inside = caller.send(
        "GET",
        query_string={"Action": "DeleteTemplate", "Version": VERSION, "TemplateId": "a"},
        headers={"Sec-Fetch-Site": "cross-site"},
    )
    assert error_of(inside)[0] == "UnauthorizedOperation"


def test_keys_are_enough_to_come_from_anywhere(tmp_path: Path) -> None:
    caller = Caller(data_dir=tmp_path, api_keys=("a-key",))
    assert at_custom_ocr(caller, {"type": "list"}, Origin=EVIL, X_Api_Key="a-key") == (200, "")


@pytest.mark.parametrize("host", ["rebound.evil.example:8000", "127.0.0.1.evil.example", "[::1", "10.0.0.7"])
@pytest.mark.parametrize("path", [CUSTOM, "/ocr", "/seal-recognition", "/openapi.json"])
def test_an_unknown_host_is_refused_on_loopback(caller: Caller, path: str, host: str) -> None:
    method = "GET" if path == "/openapi.json" else "POST"
    answer = caller.http.open(
        path, method=method, json={"type": "list"}, environ_overrides=bound("127.0.0.1", host)
    )
    assert answer.status_code == 403
    assert "OCR_PUBLIC_HOSTS" in answer.get_data(as_text=True)


def test_an_unknown_host_is_refused_by_the_actions_too(caller: Caller) -> None:
    inside = caller.send(
        json={"ImageBase64": as_base64(), "Action": "SealOCR", "Version": VERSION},
        environ_overrides=bound("127.0.0.1", "evil.example"),
    )
    assert error_of(inside)[0] == "UnauthorizedOperation"


@pytest.mark.parametrize(
    "host",
    ["localhost", "LOCALHOST:8000", "127.0.0.1:8000", "127.8.9.10", "[::1]:8000", "ocr.localhost:8000",
     "http://127.0.0.1:8000", "workstation:8000", "ocr.mycorp.cn", "ocr.mycorp.cn:8443", ""],
)  # fmt: skip
def test_known_hosts_are_not(tmp_path: Path, host: str) -> None:
    caller = Caller(data_dir=tmp_path, public_hosts=("ocr.mycorp.cn",))
    answer = caller.http.post(CUSTOM, json={"type": "list"}, environ_overrides=bound("::1", host))
    assert answer.status_code == 200


def test_any_host_will_do_on_other_addresses(caller: Caller) -> None:
    answer = caller.http.post(
        CUSTOM, json={"type": "list"}, environ_overrides=bound("0.0.0.0", "ocr.mycorp.cn")
    )
    assert answer.status_code == 200


@pytest.mark.parametrize(("listens_on", "status"), [("127.0.0.1", 403), ("0.0.0.0", 200)])
def test_where_the_server_tells_no_address_the_configured_one_counts(
    tmp_path: Path, listens_on: str, status: int
) -> None:
    caller = Caller(data_dir=tmp_path, host=listens_on)
    answer = caller.http.post(
        CUSTOM, json={"type": "list"}, environ_overrides=bound("server.invalid", "ocr.mycorp.cn")
    )
    assert answer.status_code == status


def test_the_health_pages_answer_under_any_name(caller: Caller) -> None:
    answer = caller.http.get("/healthz", environ_overrides=bound("127.0.0.1", "balancer.example"))
    assert answer.status_code == 200


def bound(address: str, host: str) -> dict[str, str]:
    """What a server that listens on this address tells of a request to this host."""
    return {"SERVER_NAME": address, "HTTP_HOST": host}
