"""ListTemplates: the ids of an account's templates."""

from __future__ import annotations

from marshmallow import Schema, fields

from sealstack.service.dialects.tencent.actions.action import Action, Answer, Context, Parameters
from sealstack.service.dialects.tencent.actions.templates.fields import owner_of
from sealstack.service.openapi.compatibility import own


class ListTemplatesRequest(Schema):
    """ListTemplates has no parameters."""


class ListTemplatesResponse(Schema):
    """The answer of ListTemplates."""

    template_ids = fields.List(
        fields.String(),
        data_key="TemplateIds",
        metadata={"description": "The ids, oldest first.", **own("the action is our own")},
    )


def _run(context: Context, parameters: Parameters) -> Answer:
    return {"template_ids": context.templates.ids(owner_of(context))}


ACTION = Action(
    name="ListTemplates",
    summary="Lists the templates of the account.",
    request=ListTemplatesRequest,
    response=ListTemplatesResponse,
    run=_run,
    is_guarded=True,
)
