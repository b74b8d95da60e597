"""The description of the API, for programs and for people."""

import json
import re

import pytest

from sealstack.service.dialects.paddle.requests import FileRequest, LegacySealRequest, SealRequest
from sealstack.service.dialects.tencent.actions.registry import ACTIONS
from sealstack.service.dialects.tencent.catalogue import CATALOGUE, Origin
from tests import needs
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


def test_it_passes_the_public_validator(described):
    validator = needs.extra("test", "openapi_spec_validator")
    assert list(validator.OpenAPIV31SpecValidator(described).iter_errors()) == []


def operations_of(described):
    """Every operation by its method and path."""
    return {
        f"{method} {path}": operation
        for path, item in described["paths"].items()
        for method, operation in item.items()
    }


def has_example(content):
    return all("example" in one or one.get("examples") for one in content.values())


def test_every_operation_has_examples_of_what_is_sent_and_answered(described):
    for name, operation in operations_of(described).items():
        assert has_example(operation.get("requestBody", {}).get("content", {})), name
        assert has_example(operation["responses"]["200"]["content"]), name


def test_every_action_has_an_example_that_is_taken(described):
    content = described["paths"]["/"]["post"]["requestBody"]["content"]["application/json"]
    assert set(content["examples"]) == set(ACTIONS)
    for name, example in content["examples"].items():
        assert ACTIONS[name].request().validate(example["value"]) == {}


@pytest.mark.parametrize(
    ("path", "name", "schema"),
    [
        ("/seal-recognition", "SealRecognitionRequest", SealRequest),
        ("/seal-recognition", "LegacySealRecognitionRequest", LegacySealRequest),
        ("/document-preprocessing", "DocumentPreprocessingRequest", FileRequest),
    ],
)
def test_the_examples_of_other_dialects_are_taken(described, path, name, schema):
    content = described["paths"][path]["post"]["requestBody"]["content"]["application/json"]
    assert schema().validate(content["examples"][name]["value"]) == {}


def test_what_opens_each_operation_is_told(described):
    schemes = set(described["components"]["securitySchemes"])
    assert schemes == {"signature", "key", "bearer"}
    for name, operation in operations_of(described).items():
        told = {scheme for each in operation["security"] for scheme in each}
        expected = {"post /": {"signature"}}.get(
            name, {"key", "bearer"} if name.startswith("post") else set()
        )
        assert told == expected, name


@pytest.mark.parametrize("schema", ["SealInfo", "SealOCRResponse"])
def test_the_codes_of_shapes_are_explained(described, schema):
    shape = described["components"]["schemas"][schema]["properties"]["SealShape"]
    assert shape["enum"] == ["0", "1", "2", "3", "4"]
    for word in ("round", "oval", "rectangle", "diamond", "triangle"):
        assert word in shape["description"]


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


def test_the_page_for_people_has_no_raw_backticks(caller):
    page = caller.http.get("/docs").get_data(as_text=True)
    assert "`" not in page
    assert "<code>X-Sealstack-Extras: 1</code>" in page


def test_the_page_for_people_asks_nothing_of_other_servers(caller):
    page = caller.http.get("/docs").get_data(as_text=True)
    assert not re.search(r'(src|href)="(https?:)?//', page)
