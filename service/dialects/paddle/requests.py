"""The bodies of requests: which fields there are, and what they may be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from marshmallow import EXCLUDE, Schema, ValidationError, fields

from models.external import LayoutSearch, TextSearch
from service.compatibility import served
from service.dialects.paddle.envelope import Body, PaddleError, invalid, invalid_body
from service.dialects.paddle.fields import (
    ChoiceField,
    FlagField,
    MergeModeField,
    NumberField,
    StringField,
    ThresholdField,
    UnclipField,
)
from service.dialects.paddle.pipeline import SealOptions
from service.dialects.paddle.results import DETECTION_DEFAULTS, SEAL_CLASS

_REQUIRED: dict[str, Any] = {"required": "Field required", "null": "Field required"}
_ECHOED = "of `OCR_SEAL_DETECTION_MODEL`; without one it is told back, and the reader decides itself"
_MERGED = "of what `OCR_LAYOUT_MODEL` finds; without one a seal is found once"
_DETECTION = ("limit_side_len", "limit_type", "thresh", "box_thresh", "unclip_ratio")


class _Request(Schema):
    class Meta:
        unknown = EXCLUDE


class FileRequest(_Request):
    """What both pipelines of the current generation take."""

    file = StringField(
        data_key="file",
        required=True,
        error_messages=_REQUIRED,
        metadata={"description": "The URL of a picture or PDF, or its content in base64."},
    )
    file_type = ChoiceField(
        0,
        1,
        data_key="fileType",
        allow_none=True,
        load_default=None,
        metadata={"description": "0 for a PDF, 1 for a picture; needed with base64."},
    )
    use_doc_orientation_classify = FlagField(
        data_key="useDocOrientationClassify",
        allow_none=True,
        load_default=None,
        metadata={"description": "Whether the page is turned upright first. Default: true."},
    )
    use_doc_unwarping = FlagField(
        data_key="useDocUnwarping",
        allow_none=True,
        load_default=None,
        metadata={"description": "Whether the page is flattened first. Default: true."},
    )
    visualize = FlagField(
        data_key="visualize",
        allow_none=True,
        load_default=None,
        metadata={"description": "Whether pictures for people are sent along. Default: true."},
    )


class SealRequest(FileRequest):
    """What the current generation of `/seal-recognition` takes."""

    use_layout_detection = FlagField(
        data_key="useLayoutDetection",
        allow_none=True,
        load_default=None,
        metadata={
            "description": "Whether seals are looked for. Default: true.",
            **served("with `false` the whole picture is one seal"),
        },
    )
    layout_threshold = ThresholdField(
        data_key="layoutThreshold",
        allow_none=True,
        load_default=None,
        metadata={
            "description": "Leaves doubtful seals out: 0..1, or that by class.",
            **served("of the seal's score; without it the reader decides"),
        },
    )
    layout_nms = FlagField(
        data_key="layoutNms",
        allow_none=True,
        load_default=None,
        metadata={
            "description": "Whether overlapping boxes are suppressed.",
            **served(_MERGED),
        },
    )
    layout_unclip_ratio = UnclipField(
        data_key="layoutUnclipRatio",
        allow_none=True,
        load_default=None,
        metadata={"description": "By how much boxes grow: a factor, two of them, or those by class."},
    )
    layout_merge_bboxes_mode = MergeModeField(
        data_key="layoutMergeBboxesMode",
        allow_none=True,
        load_default=None,
        metadata={
            "description": "`large`, `small` or `union`, or that by class.",
            **served(_MERGED),
        },
    )
    seal_det_limit_side_len = NumberField(
        data_key="sealDetLimitSideLen",
        least=1,
        whole=True,
        allow_none=True,
        load_default=None,
        metadata={
            "description": "A side of the picture that text is found in, pixels.",
            **served(_ECHOED),
        },
    )
    seal_det_limit_type = ChoiceField(
        "min",
        "max",
        data_key="sealDetLimitType",
        allow_none=True,
        load_default=None,
        metadata={"description": "Whether that side is the shorter or the longer.", **served(_ECHOED)},
    )
    seal_det_thresh = NumberField(
        data_key="sealDetThresh",
        least=0,
        most=1,
        allow_none=True,
        load_default=None,
        metadata={"description": "How sure a pixel of text must be, 0..1.", **served(_ECHOED)},
    )
    seal_det_box_thresh = NumberField(
        data_key="sealDetBoxThresh",
        least=0,
        most=1,
        allow_none=True,
        load_default=None,
        metadata={"description": "How sure a box of text must be, 0..1.", **served(_ECHOED)},
    )
    seal_det_unclip_ratio = NumberField(
        data_key="sealDetUnclipRatio",
        least=0,
        allow_none=True,
        load_default=None,
        metadata={"description": "By how much boxes of text grow.", **served(_ECHOED)},
    )
    seal_rec_score_thresh = NumberField(
        data_key="sealRecScoreThresh",
        least=0,
        most=1,
        allow_none=True,
        load_default=None,
        metadata={"description": "Leaves doubtful texts out, 0..1. Default: 0."},
    )


class _InferenceParams(_Request):
    max_long_side = NumberField(
        data_key="maxLongSide",
        least=1,
        whole=True,
        allow_none=True,
        load_default=None,
        metadata={"description": "Seals with a longer side are read reduced to this, pixels."},
    )


class LegacySealRequest(_Request):
    """What the earlier generations of `/seal-recognition` take."""

    image = StringField(
        data_key="image",
        required=True,
        error_messages=_REQUIRED,
        metadata={"description": "The URL of a picture, or its content in base64."},
    )
    inference_params = fields.Nested(
        _InferenceParams,
        data_key="inferenceParams",
        allow_none=True,
        load_default=None,
        metadata={"description": "How it is read."},
    )
    visualize = FlagField(
        data_key="visualize",
        allow_none=True,
        load_default=None,
        metadata={"description": "Whether pictures for people are sent along. Default: true."},
    )


@dataclass(frozen=True)
class SealParameters:
    """The parameters of seal recognition, under their Python names; None stands for the default.

    Attributes:
        options: how a page is searched.
        detection: `text_det_params`.
    """

    options: SealOptions
    detection: Mapping[str, Any]


def load(schema: type[Schema], body: Body) -> dict[str, Any]:
    """Check a body.

    Raises:
        PaddleError: it is not as the schema has it.
    """
    try:
        loaded: dict[str, Any] = schema().load(body)
    except ValidationError as error:
        raise refused(error) from None
    return loaded


def refused(error: ValidationError) -> PaddleError:
    """Tell a validation error in this dialect."""
    return invalid_body(*(invalid(path, message, kind) for path, message, kind in _flat(error.messages, [])))


def _flat(messages: Any, path: list[str | int]) -> Iterator[tuple[list[str | int], str, str]]:
    if isinstance(messages, Mapping):
        for name, inner in messages.items():
            yield from _flat(inner, path if name == "_schema" else [*path, name])
        return
    for message in messages if isinstance(messages, list) else [messages]:
        yield path, str(message), "missing" if message == _REQUIRED["required"] else "value_error"


def seal_parameters(values: Mapping[str, Any]) -> SealParameters:
    """Fill in the defaults of checked parameters, named as in Python (`use_layout_detection` …)."""
    detection = dict(DETECTION_DEFAULTS)
    for name in _DETECTION:
        if values.get(f"seal_det_{name}") is not None:
            detection[name] = values[f"seal_det_{name}"]
    options = SealOptions(
        orientation=_or(values.get("use_doc_orientation_classify"), True),
        unwarping=_or(values.get("use_doc_unwarping"), True),
        layout=_or(values.get("use_layout_detection"), True),
        layout_threshold=_of_seals(values.get("layout_threshold")),
        unclip=_or(_of_seals(values.get("layout_unclip_ratio")), (1.0, 1.0)),
        score_threshold=_or(values.get("seal_rec_score_thresh"), 0.0),
        layout_search=_layout_search(values),
        text_search=TextSearch(**{name: detection[name] for name in _DETECTION}),
    )
    return SealParameters(options, detection)


def _layout_search(values: Mapping[str, Any]) -> LayoutSearch:
    named = {
        "threshold": values.get("layout_threshold"),
        "suppress": values.get("layout_nms"),
        "growth": values.get("layout_unclip_ratio"),
        "merging": values.get("layout_merge_bboxes_mode"),
    }
    return LayoutSearch(**{name: value for name, value in named.items() if value is not None})


def _or(value: Any, default: Any) -> Any:
    return default if value is None else value


def _of_seals(value: Any) -> Any:
    """What is said of the class of seals, where each class may have its own."""
    return value.get(SEAL_CLASS) if isinstance(value, dict) else value
