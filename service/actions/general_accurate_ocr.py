"""GeneralAccurateOCR: every line of text in a picture, as exactly as can be."""

from __future__ import annotations

from service.actions.action import Action, Answer, Context, Parameters
from service.actions.fields import ChoiceField, FlagField
from service.actions.text_detections import GeneralRequest, GeneralResponse, describe, read_page
from service.compatibility import not_heeded


class GeneralAccurateOcrRequest(GeneralRequest):
    """The parameters of GeneralAccurateOCR."""

    is_words = FlagField(
        data_key="IsWords",
        load_default=False,
        metadata={"description": "Whether to tell the characters one by one."},
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
        "MulOCR",
        data_key="ConfigID",
        load_default="OCR",
        metadata={
            "description": "`OCR` for Chinese and English, `MulOCR` for several languages; not heeded.",
            **not_heeded("the same networks read all languages, and every line tells its own"),
        },
    )
    words_type = ChoiceField(
        *("0", "1", "2"),
        data_key="WordsType",
        load_default="0",
        metadata={
            "description": "0 all writing, 1 handwriting, 2 print; not heeded.",
            **not_heeded("the networks read handwriting and print alike and cannot tell them apart"),
        },
    )


class GeneralAccurateOcrResponse(GeneralResponse):
    """The answer of GeneralAccurateOCR."""


def _run(context: Context, parameters: Parameters) -> Answer:
    with_words = parameters["is_words"]
    page = read_page(context, parameters, detect=parameters["enable_detect_text"], characters=with_words)
    return describe(page, with_words=with_words)


ACTION = Action(
    name="GeneralAccurateOCR",
    summary="Reads every line of text in a picture as exactly as can be.",
    request=GeneralAccurateOcrRequest,
    response=GeneralAccurateOcrResponse,
    run=_run,
)
