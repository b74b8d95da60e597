"""The form of docs/templates.md."""

import json
from pathlib import Path

import cv2
import numpy as np
import pytest

from bench.forms.sample import FIELDS, FILLED, FORM, make_form, make_photograph, template_of, write_sample
from sealstack.service.templates.marks import check_inside, parse_template

DOCUMENTS = Path(__file__).parents[3] / "docs" / "forms"


def test_its_fields_are_a_template_of_its_picture():
    form = make_form()
    marks = parse_template(json.dumps(template_of(form)))
    check_inside(marks, form.sheet.shape[1], form.sheet.shape[0])
    assert [mark.name for mark in marks] == list(form.values)


def test_three_files_are_written(tmp_path):
    assert [path.name for path in write_sample(tmp_path)] == [FORM, FIELDS, FILLED]
    assert sum(path.stat().st_size for path in tmp_path.iterdir()) < 500_000


def test_the_documents_carry_these_fields():
    assert json.loads((DOCUMENTS / FIELDS).read_text(encoding="utf-8")) == template_of(make_form())


@pytest.mark.parametrize(
    ("name", "drawn"), [(FORM, lambda: make_form().sheet), (FILLED, lambda: make_photograph().image)]
)
def test_the_documents_carry_these_pictures(name, drawn):
    """Drawn anew they are the same but for what JPEG coders and font renderers differ in."""
    kept = cv2.imdecode(np.frombuffer((DOCUMENTS / name).read_bytes(), np.uint8), cv2.IMREAD_COLOR)
    assert kept.shape == drawn().shape
    assert np.abs(kept.astype(int) - drawn().astype(int)).mean() < 4
