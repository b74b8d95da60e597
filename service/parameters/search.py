"""The parameters of document preprocessing and seal recognition, as PaddleX and PaddleOCR have them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from marshmallow import Schema

from sealstack.models.external import LayoutSearch, TextSearch
from sealstack.models.pipelines.results import DETECTION_DEFAULTS, SEAL_CLASS
from sealstack.models.pipelines.seal_page import SealOptions
from sealstack.service.openapi.compatibility import own, served
from sealstack.service.parameters.fields import (
    ChoiceField,
    FlagField,
    MergeModeField,
    NumberField,
    ThresholdField,
    UnclipField,
)

_ECHOED = "of `OCR_SEAL_DETECTION_MODEL`; without one it is echoed, and the reader decides itself"
_MERGED = "of what `OCR_LAYOUT_MODEL` finds; without one a seal is found once"
_DETECTION = ("limit_side_len", "limit_type", "thresh", "max_side_limit", "box_thresh", "unclip_ratio")


class StepParameters(Schema):
    """The steps of document preprocessing."""

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


class SearchParameters(StepParameters):
    """How a page is searched for seals: Python has the attributes' names, requests the `data_key`s."""

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
    seal_det_max_side_limit = NumberField(
        data_key="sealDetMaxSideLimit",
        least=32,
        most=4000,
        whole=True,
        allow_none=True,
        load_default=None,
        metadata={
            "description": "The longest that a side of the picture may become for it, pixels.",
            **own(f"the public servers take it from their configuration; {_ECHOED}"),
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


@dataclass(frozen=True)
class SealParameters:
    """The parameters of seal recognition, under their Python names; None stands for the default.

    Attributes:
        options: how a page is searched.
        detection: `text_det_params`.
    """

    options: SealOptions
    detection: Mapping[str, Any]


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
