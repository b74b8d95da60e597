"""QueryTemplate: what a form says in the fields of its template."""

from __future__ import annotations

from marshmallow import Schema, fields

from sealstack.models.values import Field
from sealstack.service.dialects.tencent.actions.action import Action, Answer, Context, Parameters
from sealstack.service.dialects.tencent.actions.fields import TextField
from sealstack.service.dialects.tencent.actions.general.text_detections import Coord
from sealstack.service.dialects.tencent.actions.pictures import PictureRequest, picture_content
from sealstack.service.dialects.tencent.actions.templates.fields import owner_of, told_in_codes
from sealstack.service.dialects.tencent.errors import ApiError
from sealstack.service.openapi.compatibility import own

_OWN = own("the action is our own")


class QueryTemplateRequest(PictureRequest):
    """The parameters of QueryTemplate."""

    template_id = TextField(
        data_key="TemplateId",
        load_default="",
        metadata={
            "description": "The id of a template, or `auto` for the one of the account's that fits best.",
            **_OWN,
        },
    )


class TemplateField(Schema):
    """One field of a form."""

    key = fields.String(data_key="Key", metadata={"description": "The field's name."})
    value = fields.String(
        data_key="Value", metadata={"description": "What stands in it; empty when nothing could be read."}
    )
    score = fields.Float(data_key="Score", metadata={"description": "Confidence, 0 to 100."})
    position = fields.List(
        fields.Nested(Coord),
        data_key="Position",
        metadata={"description": "The field's corners in the upright picture."},
    )


class QueryTemplateResponse(Schema):
    """The answer of QueryTemplate."""

    template_id = fields.String(
        data_key="TemplateId", metadata={"description": "The template that was used.", **_OWN}
    )
    fields_ = fields.List(
        fields.Nested(TemplateField),
        data_key="Fields",
        metadata={"description": "One for each field of the template, in its order.", **_OWN},
    )


def _run(context: Context, parameters: Parameters) -> Answer:
    owner, template_id = owner_of(context), parameters["template_id"]
    if not template_id:
        raise ApiError("MissingParameter", parameter="TemplateId")
    with told_in_codes():
        context.templates.require_room()
        content = picture_content(context, parameters)
        reading = context.templates.query(owner, template_id, content)
    return {"template_id": reading.template_id, "fields_": [_field(one) for one in reading.fields]}


def _field(one: Field) -> dict[str, object]:
    return {
        "key": one.name,
        "value": one.value,
        "score": round(float(one.score) * 100, 2),
        "position": [{"x": round(float(x)), "y": round(float(y))} for x, y in one.quad],
    }


ACTION = Action(
    name="QueryTemplate",
    summary="Reads a form by its template, or by the one that fits best.",
    request=QueryTemplateRequest,
    response=QueryTemplateResponse,
    run=_run,
)
