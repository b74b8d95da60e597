"""The pages that describe the API: `/openapi.json` for programs, `/docs` for people."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from flask import Blueprint, Response, jsonify, render_template_string
from markupsafe import Markup, escape

from sealstack.service.dialects.tencent.actions.action import VERSION
from sealstack.service.dialects.tencent.actions.registry import ACTIONS
from sealstack.service.dialects.tencent.catalogue import CATALOGUE, Origin
from sealstack.service.openapi.dialects import JSON_OPERATIONS, RAPIDOCR_FORM

_PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Sealstack API</title>
<style>
  body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
  table { border-collapse: collapse; width: 100%; margin: .5rem 0 1.5rem; }
  td, th { text-align: left; vertical-align: top; border-bottom: 1px solid #ccc; padding: .25rem .5rem 0 0; }
  code, pre { font: 14px/1.5 ui-monospace, monospace; }
  pre { background: #f4f4f4; padding: .75rem; overflow-x: auto; }
</style>
<h1>Sealstack API</h1>
<p>Every Action is called with <code>POST /</code> and named in the header <code>X-TC-Action</code>. Programs
find this page at <a href="/openapi.json">/openapi.json</a>.</p>
<pre>(printf '{"ImageBase64": "'; base64 -w0 contract.jpg; printf '"}') |
  curl http://localhost:8000/ -H 'X-TC-Action: SealOCR' -H 'X-TC-Version: {{ version }}' -d @-</pre>
{% for action in actions %}
<h2 id="{{ action.name }}">{{ action.name }}</h2>
<p>{{ marked(action.summary) }}</p>
<h3>Parameters</h3>
{{ table(schemas[action.name + "Request"]) }}
<h3>Answer</h3>
{{ table(schemas[action.name + "Response"]) }}
{% endfor %}
<h2>Other dialects</h2>
<p>As the clients of Custom OCR, PaddleX, PaddleOCR and rapidocr_api call them.</p>
<h3 id="custom_ocr"><code>POST /custom_ocr</code></h3>
<p>Keeps, lists and deletes templates of forms, and reads forms by them; at <code>/</code> too.</p>
{{ table(schemas["CustomOcrRequest"]) }}
{% for operation in operations %}
<h3 id="{{ operation.path[1:] }}"><code>POST {{ operation.path }}</code></h3>
<p>{{ marked(operation.summary) }} {{ marked(operation.answer) }}</p>
{% for name in operation.requests %}
{{ table(schemas[name]) }}
{% endfor %}
{% endfor %}
<h3 id="ocr"><code>POST /ocr</code></h3>
<p>Reads every line of text in a form's picture, as rapidocr_api does.</p>
{{ table(form) }}
<h2>What the answers are made of</h2>
{% for name in parts %}
<h3 id="{{ name }}">{{ name }}</h3>
{{ table(schemas[name]) }}
{% endfor %}
<h2>Error codes</h2>
<table><tr><th>Code</th><th>When</th></tr>
{% for code, entry in errors %}<tr><td><code>{{ code }}</code></td><td>{{ marked(entry.cause) }}</td></tr>
{% endfor %}</table>
</html>
"""

_TABLE = """<table><tr><th>Name</th><th>Type</th><th>Meaning</th></tr>
{% for name, field in fields %}<tr><td><code>{{ name }}</code></td><td>{{ type_of(field) }}</td>
<td>{{ marked(field.description or "") }}{% if field.default is defined and field.default not in (None, "") %}
Default: <code>{{ field.default | tojson }}</code>.{% endif %}</td></tr>
{% endfor %}</table>"""

_CODE = re.compile(r"`([^`]+)`")

_MAIN = ("Request", "Response", "Envelope")


def description_pages() -> Blueprint:
    """Make the pages."""
    pages = Blueprint("description", __name__)

    @pages.get("/openapi.json")
    def for_programs() -> Response:
        return jsonify(_description())

    @pages.get("/docs")
    def for_people() -> str:
        schemas = _description()["components"]["schemas"]
        return render_template_string(
            _PAGE,
            actions=ACTIONS.values(),
            schemas=schemas,
            parts=[name for name in schemas if not name.endswith(_MAIN)],
            errors=[(code, one) for code, one in CATALOGUE.items() if one.origin is Origin.SERVED],
            version=VERSION,
            operations=JSON_OPERATIONS,
            form=RAPIDOCR_FORM,
            table=_table,
            marked=_marked,
        )

    return pages


@cache
def _description() -> dict[str, Any]:
    from sealstack.service.openapi.description import (
        describe,  # here, as few ask for it and apispec takes its time to import
    )

    return describe(ACTIONS.values())


def _table(schema: Mapping[str, Any]) -> Markup:
    fields = list(schema.get("properties", {}).items())
    table = render_template_string(_TABLE, fields=fields, type_of=_type_of, marked=_marked)
    return Markup(table)  # nosec B704 # the template has escaped what is put into it


def _marked(text: str) -> Markup:
    """Write what stands between backticks as code."""
    return Markup(_CODE.sub(r"<code>\1</code>", str(escape(text))))  # nosec B704 # escaped


def _type_of(field: Mapping[str, Any]) -> str:
    """Write the type of a field for people."""
    if "$ref" in field:
        return str(field["$ref"]).rpartition("/")[2]
    if field.get("type") == "array":
        return f"list of {_type_of(field['items'])}" if "items" in field else "list"
    if "anyOf" in field:
        return " or ".join(_type_of(one) for one in field["anyOf"])
    kind = field.get("type", "")
    return " or ".join(kind) if isinstance(kind, list) else str(kind)
