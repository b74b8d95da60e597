"""The description of the API, for programs and for people."""

import json
import re

import pytest

from service.actions.registry import ACTIONS
from service.catalogue import CATALOGUE, Origin
from tests.service.client import Caller
from tests.service.doubles import FakeReaders, a_line, a_seal


@pytest.fixture(scope="module")
def caller():
    lines = [a_line("合同", [[0, 0], [9, 0], [9, 9], [0, 9]])]
    return Caller(FakeReaders([a_seal("某某公司", "财务专用章")], lines))


@pytest.fixture(scope="module")
def described(caller):
    response = caller.http.get("/openapi.json")
    assert response.status_code == 200
    return response.get_json()


def test_it_is_openapi(described):
    assert described["openapi"] == "3.1.0"
    assert set(described["paths"]) == {
        *("/", "/healthz", "/readyz", "/health"),
        *("/seal-recognition", "/document-preprocessing", "/ocr", "/custom_ocr"),
    }


def test_every_reference_leads_somewhere(described):
    references = re.findall(r'"\$ref": "#/components/schemas/(\w+)"', json.dumps(described))
    assert references
    assert set(references) <= set(described["components"]["schemas"])


@pytest.mark.parametrize("action", ACTIONS)
def test_the_schemas_described_are_those_that_check(described, action):
    schemas = described["components"]["schemas"]
    request = {field.data_key for field in ACTIONS[action].request().load_fields.values()}
    response = {field.data_key for field in ACTIONS[action].response().dump_fields.values()}
    assert set(schemas[f"{action}Request"]["properties"]) == request
    assert set(schemas[f"{action}Response"]["properties"]) == response


def test_every_action_and_every_code_is_named(described):
    operation = described["paths"]["/"]["post"]
    assert operation["parameters"][0]["schema"]["enum"] == list(ACTIONS)
    error = described["components"]["schemas"]["ErrorEnvelope"]["properties"]["Response"]["properties"][
        "Error"
    ]
    assert error["properties"]["Code"]["enum"] == list(CATALOGUE)


@pytest.mark.parametrize("action", ACTIONS)
def test_a_real_answer_is_as_described(caller, described, action):
    parameters = parameters_of(caller, action)
    answer = caller.call(action, headers={"X-Sealstack-Extras": "1"}, **parameters)
    answer.pop("RequestId")
    assert_described(answer, {"$ref": f"#/components/schemas/{action}Response"}, described)


def parameters_of(caller, action):
    """What an Action needs besides the picture that every call is given."""
    template = [[[[1, 2], [30, 2], [30, 9], [1, 9]], "名称"]]
    if action == "AddTemplate":
        return {"Template": template}
    if action == "ListTemplates":
        return {"ImageBase64": None}
    if "Template" in action:
        template_id = caller.call("AddTemplate", Template=template)["TemplateId"]
        return {"TemplateId": template_id, **({"ImageBase64": None} if action == "DeleteTemplate" else {})}
    return {}


def assert_described(value, schema, described):
    """Check a value against the parts of JSON Schema that the description uses."""
    if "$ref" in schema:
        schema = described["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    kinds = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    python = {"object": dict, "array": list, "string": str, "integer": int, "number": (int, float)}
    assert (value is None and "null" in kinds) or any(
        isinstance(value, python[kind]) for kind in kinds if kind != "null"
    )
    assert value is None or "enum" not in schema or value in schema["enum"]
    if isinstance(value, dict):
        for name, member in value.items():
            assert_described(member, schema["properties"][name], described)
    if isinstance(value, list):
        for member in value:
            assert_described(member, schema["items"], described)


def test_the_page_for_people_names_everything(caller):
    response = caller.http.get("/docs")
    assert response.status_code == 200
    assert response.headers["Content-Type"].startswith("text/html")
    page = response.get_data(as_text=True)
    for action in ACTIONS.values():
        assert action.name in page
        for field in action.request().load_fields.values():
            assert f"<code>{field.data_key}</code>" in page
    for code, entry in CATALOGUE.items():
        assert (f"<code>{code}</code>" in page) == (entry.origin is Origin.SERVED)


def test_the_page_for_people_asks_nothing_of_other_servers(caller):
    page = caller.http.get("/docs").get_data(as_text=True)
    assert not re.search(r'(src|href)="(https?:)?//', page)
