"""GeneralFastOCR: every line of text in a picture, without frills, by the fast networks."""

from __future__ import annotations

from marshmallow import fields

from sealstack.service.dialects.tencent.actions.action import Action, Answer, Context, Parameters
from sealstack.service.dialects.tencent.actions.general.languages import language_of
from sealstack.service.dialects.tencent.actions.general.text_detections import (
    GeneralRequest,
    GeneralResponse,
    describe,
    read_page,
)


class GeneralFastOcrRequest(GeneralRequest):
    """The parameters of GeneralFastOCR."""


class GeneralFastOcrResponse(GeneralResponse):
    """The answer of GeneralFastOCR."""

    language = fields.String(
        data_key="Language", metadata={"description": "`zh` Chinese and English, `jap` Japanese."}
    )
    pdf_page_size = fields.Integer(
        data_key="PdfPageSize", metadata={"description": "How many pages the PDF has; 0 for a picture."}
    )


def _run(context: Context, parameters: Parameters) -> Answer:
    page = read_page(context, parameters, fast=True)
    return {
        **describe(page),
        "language": language_of(line.text for line in page.lines),
        "pdf_page_size": page.pages,
    }


ACTION = Action(
    name="GeneralFastOCR",
    summary="Reads every line of text in a picture, in a fraction of the time.",
    request=GeneralFastOcrRequest,
    response=GeneralFastOcrResponse,
    run=_run,
    rate=10,
)
