"""What can be asked for by `type`: parse, call the templates, write the answer."""

from __future__ import annotations

import base64
import json
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from sealstack.models.values import Field
from sealstack.service.dialects.custom_ocr.requests import (
    Body,
    flag_of,
    name_of,
    picture_of,
    template_id_of,
    template_ids_of,
)
from sealstack.service.intake.encode import jpeg_base64
from sealstack.service.settings.settings import Settings
from sealstack.service.templates import Templates
from sealstack.service.templates.marks import parse_template

CHOSEN = "X-Sealstack-Template"
"""The header that names the template a picture was read by."""

_OVERLAY_SIDE = 2000  # pixels


@dataclass(frozen=True)
class Answer:
    """What is sent back when all went well.

    Attributes:
        text: JSON.
        headers: besides the usual.
    """

    text: str
    headers: Mapping[str, str] = field(default_factory=dict)


Operation: TypeAlias = Callable[[str, Body], Answer]
"""Answers the body of an owner's request."""


class Operations:
    """The operations of the dialect.

    Attributes:
        by_type: each of them by its `type`.
    """

    def __init__(self, settings: Settings, templates: Templates) -> None:
        self._settings = settings
        self._templates = templates
        self.by_type: Mapping[str, Operation] = {
            "add": self._add,
            "query": self._query,
            "del": self._remove,
            "list": self._list,
            "get": self._get,
            "update": self._update,
            "preview": self._preview,
        }

    def _add(self, owner: str, body: Body) -> Answer:
        marks, name = parse_template(body.get("template")), name_of(body) or ""
        return _json({"template_id": self._templates.add(owner, marks, self._picture(body), name)})

    def _query(self, owner: str, body: Body) -> Answer:
        started = time.perf_counter()
        template_id, timed = template_id_of(body), flag_of(body, "duration")
        reading = self._templates.query(owner, template_id, self._picture(body))
        rows = self._rows(reading.fields)
        if timed:
            rows.append({"duration": round(time.perf_counter() - started, 3)})
        return _json(rows, {CHOSEN: reading.template_id})

    def _preview(self, owner: str, body: Body) -> Answer:
        template_id, content = template_id_of(body), self._picture(body)
        reading = self._templates.query(owner, template_id, content, with_overlay=True)
        drawn = "" if reading.overlay is None else jpeg_base64(reading.overlay, _OVERLAY_SIDE)
        rows = [
            {**row, "label": field.label}
            for row, field in zip(self._rows(reading.fields), reading.fields, strict=True)
        ]
        return _json({"fields": rows, "img": drawn}, {CHOSEN: reading.template_id})

    def _remove(self, owner: str, body: Body) -> Answer:
        self._templates.remove(owner, template_ids_of(body))
        return _json({"template_id": body["template_id"]})

    def _list(self, owner: str, body: Body) -> Answer:
        if flag_of(body, "names"):
            return self._list_with_names(owner)
        known = self._templates.all(owner)
        # the fields are JSON already; thousands of them are not parsed only to be written again
        ids = json.dumps([template_id for template_id, _ in known])
        templates = ",".join(f'{{"{template_id}": {fields}}}' for template_id, fields in known)
        return Answer(f'{{"template_id_list": {ids}, "template": [{templates}]}}')

    def _list_with_names(self, owner: str) -> Answer:
        known = self._templates.described(owner)
        return _json(
            {
                "template_id_list": [one.template_id for one in known],
                "template": [{one.template_id: json.loads(one.fields)} for one in known],
                "names": {one.template_id: one.name for one in known},
            }
        )

    def _get(self, owner: str, body: Body) -> Answer:
        template, content = self._templates.get(owner, template_id_of(body))
        return _json(
            {
                "template_id": template.template_id,
                "name": template.name,
                "template": json.loads(template.fields),
                "img": base64.b64encode(content).decode("ascii"),
                "created": template.created.isoformat(timespec="seconds"),
            }
        )

    def _update(self, owner: str, body: Body) -> Answer:
        template_id, marks = template_id_of(body), parse_template(body.get("template"))
        self._templates.update(owner, template_id, marks, name_of(body))
        return _json({"template_id": template_id})

    def _picture(self, body: Body) -> bytes:
        self._templates.require_room()
        return picture_of(body, self._settings)

    def _rows(self, fields: Sequence[Field]) -> list[dict[str, Any]]:
        return [
            {
                "key": one.name,
                "value": [line.text for line in one.lines] if self._settings.value_as_list else one.value,
                "score": round(float(one.score) * 100, 2),
                "position": [[round(float(x), 1), round(float(y), 1)] for x, y in one.quad],
            }
            for one in fields
        ]


def _json(content: Any, headers: Mapping[str, str] | None = None) -> Answer:
    return Answer(json.dumps(content, ensure_ascii=False), headers or {})
