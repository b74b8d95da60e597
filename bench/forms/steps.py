"""A picture of how another office's form is read: the labels and rules that were found, and the fields."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from bench.forms.calls import DirectCaller
from bench.forms.conditions import make_query
from bench.forms.conditions.offices import OTHER_OFFICE
from bench.forms.drawing import fill_in
from bench.forms.kinds import KINDS
from sealstack.models.form.align.labels import FoundLabels, find_labels
from sealstack.models.form.align.rules import find_rules
from sealstack.models.form.describe.features import unpack
from sealstack.models.form.query_picture import read_lines
from sealstack.models.form.template import FieldMark
from sealstack.models.geometry.warps import carry
from sealstack.models.values import Image

_HIGH = 640  # pixels of each picture
_GAP = 10
_QUALITY = 75
_LABEL, _RULE, _FIELD, _MARK = (190, 110, 30), (180, 60, 180), (60, 150, 40), (40, 130, 230)


def write_steps(caller: DirectCaller, path: Path, kind: str, seed: int) -> Path:
    """Draw a template with its marks, and another office's form with what carries its fields.

    Args:
        caller: the reader in this process.
        path: of the picture, JPEG.
        kind: of form.
        seed: another seed, another form.

    Raises:
        OSError: it cannot be written.
    """
    form = fill_in(KINDS[kind](), np.random.default_rng([seed, 0]))
    query = make_query(KINDS[kind](), OTHER_OFFICE, np.random.default_rng([seed, 1]), number=0).image
    marks = form.marks()
    features = caller.reader.describe(form.sheet)
    reading = caller.reader.read(query, [FieldMark(name, quad) for name, quad in marks], features)
    template = unpack(features.data)
    lines = read_lines(query, caller.engine)
    labels = find_labels(template, [quad for _, quad in marks], lines, [])
    left, right = form.sheet.copy(), query.copy()
    for _, quad in marks:
        _outlined(left, quad, _MARK)
    if labels is not None:
        rules = find_rules(template, query, labels)
        for one in rules.level:
            ends = np.array([[one.rule.low, one.rule.at + one.by], [one.rule.high, one.rule.at + one.by]])
            _outlined(right, carry(ends, labels.base), _RULE)
        _draw_labels(left, right, labels)
    for field in reading.fields:
        if field.score > 0:
            _outlined(right, field.quad, _FIELD)
    drawn = np.hstack([_fitted(left), np.full((_HIGH, _GAP, 3), 255, np.uint8), _fitted(right)])
    path.parent.mkdir(parents=True, exist_ok=True)
    if not cv2.imwrite(str(path), drawn, [cv2.IMWRITE_JPEG_QUALITY, _QUALITY]):
        raise OSError(f"cannot write {path}")
    return path


def _draw_labels(left: Image, right: Image, labels: FoundLabels) -> None:
    """Underline the labels that were found, on the template and on the query."""
    for one in labels.found:
        for picture, ends in ((left, one.label.here), (right, one.there)):
            down = np.array([0, 0.7 * one.label.height], np.float32)
            _outlined(picture, ends + down, _LABEL)


def _outlined(picture: Image, points: NDArray[np.floating], colour: tuple[int, int, int]) -> None:
    wide = max(2, round(max(picture.shape[:2]) / 400))
    cv2.polylines(picture, [np.round(points).astype(np.int32)], True, colour, wide, cv2.LINE_AA)


def _fitted(picture: Image) -> Image:
    size = (round(picture.shape[1] * _HIGH / picture.shape[0]), _HIGH)
    return np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), np.uint8)
