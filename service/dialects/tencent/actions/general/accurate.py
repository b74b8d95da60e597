"""GeneralAccurateOCR: every line of text in a picture, as exactly as can be."""

from __future__ import annotations

from sealstack.service.dialects.tencent.actions.action import Action, Answer, Context, Parameters
from sealstack.service.dialects.tencent.actions.fields import ChoiceField, FlagField
from sealstack.service.dialects.tencent.actions.general.text_detections import (
    AngleResponse,
    GeneralRequest,
    describe,
    read_page,
)
from sealstack.service.openapi.compatibility import not_heeded, served

MANY_LANGUAGES = "MulOCR"
"""The `ConfigID` with which lines have a language, and characters are not given one by one."""


class GeneralAccurateOcrRequest(GeneralRequest):
    """The parameters of GeneralAccurateOCR."""

    is_words = FlagField(
        data_key="IsWords",
        load_default=False,
        metadata={"description": "Whether to give each character by itself; not with `ConfigID` `MulOCR`."},
    )
    enable_detect_split = FlagField(
        data_key="EnableDetectSplit",
        load_default=False,
        metadata={
            "description": "Whether to look at a large picture piece by piece; not heeded.",
            **not_heeded("a picture is always looked at whole"),
        },
    )
    enable_detect_text = FlagField(
        data_key="EnableDetectText",
        load_default=True,
        metadata={"description": "If false, the picture is taken for a single level line."},
    )
    config_id = ChoiceField(
        "OCR",
        MANY_LANGUAGES,
        data_key="ConfigID",
        load_default="OCR",
        metadata={
            "description": "`OCR` for Chinese and English; `MulOCR` for several languages: every line has "
            "its own, and `IsWords` and `EnableDetectSplit` are not heeded.",
            **served("the same networks read all languages"),
        },
    )
    words_type = ChoiceField(
        *("0", "1", "2"),
        data_key="WordsType",
        load_default="0",
        metadata={
            "description": "0 all writing, 1 handwriting, 2 print; not heeded.",
            **not_heeded("the networks read handwriting and print alike and do not distinguish them"),
        },
    )


class GeneralAccurateOcrResponse(AngleResponse):
    """The answer of GeneralAccurateOCR."""


def _run(context: Context, parameters: Parameters) -> Answer:
    in_languages = parameters["config_id"] == MANY_LANGUAGES
    with_words = parameters["is_words"] and not in_languages
    page = read_page(context, parameters, detect=parameters["enable_detect_text"], characters=with_words)
    return describe(page, with_words=with_words, with_languages=in_languages)


ACTION = Action(
    name="GeneralAccurateOCR",
    summary="Reads every line of text in a picture as exactly as can be.",
    request=GeneralAccurateOcrRequest,
    response=GeneralAccurateOcrResponse,
    run=_run,
    rate=10,
)
