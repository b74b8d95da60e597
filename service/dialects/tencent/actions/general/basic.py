"""GeneralBasicOCR: every line of text in a picture."""

from __future__ import annotations

from marshmallow import fields

from sealstack.service.dialects.tencent.actions.action import Action, Answer, Context, Parameters
from sealstack.service.dialects.tencent.actions.fields import ChoiceField, FlagField, TextField
from sealstack.service.dialects.tencent.actions.general.languages import (
    DEFAULT,
    LETTERS,
    language_of,
    readable_languages,
)
from sealstack.service.dialects.tencent.actions.general.text_detections import (
    AngleResponse,
    GeneralRequest,
    describe,
    read_page,
)
from sealstack.service.dialects.tencent.errors import ApiError
from sealstack.service.openapi.compatibility import not_heeded, served
from sealstack.service.texts import Text

_NOT_READABLE = Text(
    "本服务的识别模型不支持`{asked}`，支持：{known}。",
    "The networks here cannot read `{asked}`; they read {known}.",
)


class GeneralBasicOcrRequest(GeneralRequest):
    """The parameters of GeneralBasicOCR."""

    scene = TextField(
        data_key="Scene",
        load_default="",
        metadata={"description": "Reserved.", **not_heeded("the API itself reserves it")},
    )
    language_type = ChoiceField(
        *LETTERS,
        data_key="LanguageType",
        load_default=DEFAULT,
        metadata={
            "description": "The language to read; one that the networks do not know is refused.",
            **served("the bundled networks do not know kor, vie, rus, tha, hi and ara"),
        },
    )
    is_words = FlagField(
        data_key="IsWords",
        load_default=False,
        metadata={"description": "Whether to give each character by itself."},
    )


class GeneralBasicOcrResponse(AngleResponse):
    """The answer of GeneralBasicOCR."""

    language = fields.String(data_key="Language", metadata={"description": "As in `LanguageType`."})
    pdf_page_size = fields.Integer(
        data_key="PdfPageSize", metadata={"description": "How many pages the PDF has; 0 for a picture."}
    )


def _run(context: Context, parameters: Parameters) -> Answer:
    _require_readable(context, parameters["language_type"])
    with_words = parameters["is_words"]
    page = read_page(context, parameters, characters=with_words)
    return {
        **describe(page, with_words=with_words),
        "language": language_of((line.text for line in page.lines), parameters["language_type"]),
        "pdf_page_size": page.pages,
    }


def _require_readable(context: Context, language: str) -> None:
    readable = readable_languages(context.inference.alphabet())
    if language not in readable:
        reason = _NOT_READABLE.filled(asked=language, known=", ".join(readable))
        raise ApiError("FailedOperation.LanguageNotSupport", reason=reason)


ACTION = Action(
    name="GeneralBasicOCR",
    summary="Reads every line of text in a picture, in a language of choice.",
    request=GeneralBasicOcrRequest,
    response=GeneralBasicOcrResponse,
    run=_run,
    rate=20,
)
