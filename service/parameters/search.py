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
    optional,
)

_ECHOED = "of `OCR_SEAL_DETECTION_MODEL`; without one it is echoed, and the reader decides itself"
_MERGED = "of what `OCR_LAYOUT_MODEL` finds; without one a seal is found once"
_DETECTION = ("limit_side_len", "limit_type", "thresh", "max_side_limit", "box_thresh", "unclip_ratio")


class StepParameters(Schema):
    """The steps of document preprocessing."""

    use_doc_orientation_classify = optional(
        FlagField, "useDocOrientationClassify", "Whether the page is turned upright first. Default: true."
    )
    use_doc_unwarping = optional(
        FlagField, "useDocUnwarping", "Whether the page is flattened first. Default: true."
    )


class SearchParameters(StepParameters):
    """How a page is searched for seals: Python has the attributes' names, requests the `data_key`s."""

    use_layout_detection = optional(
        FlagField,
        "useLayoutDetection",
        "Whether seals are looked for. Default: true.",
        served("with `false` the whole picture is one seal"),
    )
    layout_threshold = optional(
        ThresholdField,
        "layoutThreshold",
        "Leaves doubtful seals out: 0..1, or that by class.",
        served("of the seal's score; without it the reader decides"),
    )
    layout_nms = optional(
        FlagField, "layoutNms", "Whether overlapping boxes are suppressed.", served(_MERGED)
    )
    layout_unclip_ratio = optional(
        UnclipField, "layoutUnclipRatio", "By how much boxes grow: a factor, two of them, or those by class."
    )
    layout_merge_bboxes_mode = optional(
        MergeModeField,
        "layoutMergeBboxesMode",
        "`large`, `small` or `union`, or that by class.",
        served(_MERGED),
    )
    seal_det_limit_side_len = optional(
        NumberField,
        "sealDetLimitSideLen",
        "A side of the picture that text is found in, pixels.",
        served(_ECHOED),
        least=1,
        whole=True,
    )
    seal_det_max_side_limit = optional(
        NumberField,
        "sealDetMaxSideLimit",
        "The longest that a side of the picture may become for it, pixels.",
        own(f"the public servers take it from their configuration; {_ECHOED}"),
        least=32,
        most=4000,
        whole=True,
    )
    seal_det_limit_type = optional(
        ChoiceField,
        "sealDetLimitType",
        "Whether that side is the shorter or the longer.",
        served(_ECHOED),
        "min",
        "max",
    )
    seal_det_thresh = optional(
        NumberField,
        "sealDetThresh",
        "How sure a pixel of text must be, 0..1.",
        served(_ECHOED),
        least=0,
        most=1,
    )
    seal_det_box_thresh = optional(
        NumberField,
        "sealDetBoxThresh",
        "How sure a box of text must be, 0..1.",
        served(_ECHOED),
        least=0,
        most=1,
    )
    seal_det_unclip_ratio = optional(
        NumberField, "sealDetUnclipRatio", "By how much boxes of text grow.", served(_ECHOED), least=0
    )
    seal_rec_score_thresh = optional(
        NumberField, "sealRecScoreThresh", "Leaves doubtful texts out, 0..1. Default: 0.", least=0, most=1
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
