"""DeleteTemplate: forget templates."""

from __future__ import annotations

from marshmallow import Schema, fields

from sealstack.service.dialects.tencent.actions.action import Action, Answer, Context, Parameters
from sealstack.service.dialects.tencent.actions.fields import TextField
from sealstack.service.dialects.tencent.actions.templates.fields import owner_of, told_in_codes
from sealstack.service.dialects.tencent.errors import ApiError
from sealstack.service.openapi.compatibility import own
from sealstack.service.texts import Text

_OWN = own("the action is our own")
_ONE_OF_TWO = Text("TemplateId` 或 `TemplateIds", "TemplateId` or `TemplateIds")


class DeleteTemplateRequest(Schema):
    """The parameters of DeleteTemplate."""

    template_id = TextField(
        data_key="TemplateId",
        load_default="",
        metadata={"description": "The id of a template.", **_OWN},
    )
    template_ids = fields.List(
        TextField(metadata={}),
        data_key="TemplateIds",
        load_default=list,
        metadata={"description": "The ids of several; all of them are deleted, or none.", **_OWN},
    )


class DeleteTemplateResponse(Schema):
    """The answer of DeleteTemplate."""

    template_ids = fields.List(
        fields.String(),
        data_key="TemplateIds",
        metadata={"description": "The ids of the deleted templates.", **_OWN},
    )


def _run(context: Context, parameters: Parameters) -> Answer:
    owner = owner_of(context)
    ids = [*([parameters["template_id"]] if parameters["template_id"] else []), *parameters["template_ids"]]
    if not ids:
        raise ApiError("MissingParameter", parameter=_ONE_OF_TWO)
    with told_in_codes():
        context.templates.remove(owner, ids)
    return {"template_ids": ids}


ACTION = Action(
    name="DeleteTemplate",
    summary="Deletes templates; they cannot be recovered.",
    request=DeleteTemplateRequest,
    response=DeleteTemplateResponse,
    run=_run,
    is_guarded=True,
    changes=True,
)
