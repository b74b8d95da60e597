"""The form of docs/templates.md: a waybill, its fields, and a photograph of another one."""

from __future__ import annotations

import json
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from bench.forms.conditions import PHOTOGRAPH, Query, make_query
from bench.forms.drawing import FilledForm, fill_in
from bench.forms.kinds import KINDS

FORM, FIELDS, FILLED = "waybill.jpg", "waybill.json", "another_waybill.jpg"
"""The files: the form, its fields as a template has them, and the photograph."""

_KIND = "waybill"
_SEEDS = (20_240_602, 20_240_603)
_QUALITY = 80


def make_form() -> FilledForm:
    """Draw the waybill whose fields are marked; always the same."""
    return fill_in(KINDS[_KIND](), np.random.default_rng(_SEEDS[0]))


def make_photograph() -> Query:
    """Draw the photograph of another one; always the same."""
    return make_query(KINDS[_KIND](), PHOTOGRAPH, np.random.default_rng(_SEEDS[1]))


def template_of(form: FilledForm) -> list[object]:
    """The fields of a form as a template has them: whole pixels, clockwise from the upper left."""
    return [[np.rint(quad).astype(int).tolist(), name] for name, quad in form.marks()]


def write_sample(folder: Path) -> list[Path]:
    """Draw the three files into a folder and list them.

    Raises:
        OSError: one cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    form = make_form()
    fields = ",\n  ".join(json.dumps(field, ensure_ascii=False) for field in template_of(form))
    (folder / FIELDS).write_text(f"[\n  {fields}\n]\n", encoding="utf-8")
    _write(folder / FORM, form.sheet)
    _write(folder / FILLED, make_photograph().image)
    return [folder / name for name in (FORM, FIELDS, FILLED)]


def _write(path: Path, image: NDArray[np.uint8]) -> None:
    if not cv2.imwrite(str(path), image, [cv2.IMWRITE_JPEG_QUALITY, _QUALITY]):
        raise OSError(f"cannot write {path}")
