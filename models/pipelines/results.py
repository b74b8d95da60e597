"""What the pipelines found, by the names of PaddleX's results, without paths."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from sealstack.models.document.page import PreprocessedPage
from sealstack.models.drawing.bands import simple_outline
from sealstack.models.external import LayoutBox
from sealstack.models.pipelines.seal_page import SealPage, SealRegion
from sealstack.models.values import Polygon, SealText

SEAL_CLASS = 16
"""The number of the class `seal` in the layout model that this pipeline has by default."""

DETECTION_DEFAULTS: Mapping[str, Any] = {
    "limit_side_len": 736,
    "limit_type": "min",
    "thresh": 0.2,
    "max_side_limit": 4000,
    "box_thresh": 0.6,
    "unclip_ratio": 0.5,
}
"""What `text_det_params` says unless the request says otherwise."""


def seal_result(
    page: SealPage,
    detection: Mapping[str, Any] = DETECTION_DEFAULTS,
    *,
    with_preprocessor: bool | None = None,
) -> dict[str, Any]:
    """Write what was found on a page, all numbers as JSON has them.

    Args:
        page: what was found.
        detection: `text_det_params`, which are echoed as they were sent.
        with_preprocessor: `use_doc_preprocessor`; whether either step was asked for when None.
    """
    used = page.preprocessed is not None if with_preprocessor is None else with_preprocessor
    by_layout = page.options.layout or page.options.boxes is not None
    result: dict[str, Any] = {
        "model_settings": {"use_doc_preprocessor": used, "use_layout_detection": by_layout}
    }
    if page.preprocessed is not None:
        result["doc_preprocessor_res"] = document_result(
            page.preprocessed, orientation=page.options.orientation, unwarping=page.options.unwarping
        )
    if by_layout:
        boxes = [_box(region) for region in page.regions] if page.parts is None else _parts(page.parts)
        result["layout_det_res"] = {"boxes": boxes}
    result["seal_res_list"] = [
        _region(region, detection, page.options.score_threshold) for region in page.regions
    ]
    return result


def document_result(page: PreprocessedPage, *, orientation: bool, unwarping: bool) -> dict[str, Any]:
    """Write what preprocessing did."""
    return {
        "model_settings": {"use_doc_orientation_classify": orientation, "use_doc_unwarping": unwarping},
        "angle": page.angle,
    }


def outline(polygon: Polygon, region: SealRegion) -> list[list[int]]:
    """Write a polygon in whole pixels of its region, clipped to it."""
    height, width = region.image.shape[:2]
    return [[int(x), int(y)] for x, y in np.clip(np.rint(simple_outline(polygon)), 0, (width, height))]


def _box(region: SealRegion) -> dict[str, Any]:
    x, y, width, height = region.box
    return {
        "cls_id": SEAL_CLASS,
        "label": "seal",
        "score": float(region.score),
        "coordinate": [x, y, x + width, y + height],
    }


def _parts(parts: Sequence[LayoutBox]) -> list[dict[str, Any]]:
    """What a layout model of others found, in its own classes."""
    return [
        {
            "cls_id": part.class_id,
            "label": part.label,
            "score": part.score,
            "coordinate": [round(side, 2) for side in part.corners],
        }
        for part in parts
    ]


def _region(region: SealRegion, detection: Mapping[str, Any], threshold: float) -> dict[str, Any]:
    texts: tuple[SealText, ...] = region.texts
    outlines = [outline(text.polygon, region) for text in texts]
    return {
        "model_settings": {"use_doc_preprocessor": False, "use_textline_orientation": False},
        "dt_polys": outlines,
        "text_det_params": dict(detection),
        "text_type": "seal",
        "textline_orientation_angles": [-1] * len(texts),
        "text_rec_score_thresh": threshold,
        "rec_texts": [text.text for text in texts],
        "rec_scores": [float(text.score) for text in texts],
        "rec_polys": outlines,
        "rec_boxes": [],
    }
