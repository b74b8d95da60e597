"""AddTemplate: keep a form's picture and where its fields are."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields

from sealstack.service.dialects.tencent.actions.action import Action, Answer, Context, Parameters
from sealstack.service.dialects.tencent.actions.pictures import PictureRequest, picture_content
from sealstack.service.dialects.tencent.actions.templates.fields import owner_of, told_in_codes
from sealstack.service.dialects.tencent.errors import ApiError
from sealstack.service.openapi.compatibility import own
from sealstack.service.templates.marks import parse_template

_OWN = own("the action is our own")


class AddTemplateRequest(PictureRequest):
    """The parameters of AddTemplate."""

    template: fields.Raw = fields.Raw(
        data_key="Template",
        load_default=None,
        metadata={
            "description": 'The fields, `[[[[x, y], [x, y], [x, y], [x, y]], "name", hint], …]`: corners '
            "clockwise from the upper left in pixels of the upright picture; the hint may be left out. A "
            "list, or a string with its JSON.",
            **_OWN,
        },
    )


class AddTemplateResponse(Schema):
    """The answer of AddTemplate."""

    template_id = fields.String(
        data_key="TemplateId", metadata={"description": "The id of the new template.", **_OWN}
    )


def _run(context: Context, parameters: Parameters) -> Answer:
    owner, template = owner_of(context), _template_of(parameters)
    with told_in_codes():
        marks = parse_template(template)
        context.templates.require_room()
        content = picture_content(context, parameters)
        return {"template_id": context.templates.add(owner, marks, content)}


def _template_of(parameters: Parameters) -> Any:
    template = parameters["template"]
    if template is None or template == "":
        raise ApiError("MissingParameter", parameter="Template")
    return template


ACTION = Action(
    name="AddTemplate",
    summary="Keeps the picture of a form and where its fields are, so that others like it can be read.",
    request=AddTemplateRequest,
    response=AddTemplateResponse,
    run=_run,
    is_guarded=True,
    changes=True,
)
