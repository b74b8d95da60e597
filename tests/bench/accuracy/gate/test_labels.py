"""Labelled lines and forms as they are read from a folder."""

import json

import pytest

from bench.accuracy.gate.labels import read_form_pairs, read_texts

TEXT = {"id": "book", "task": "ocr", "file": "images/book.jpg", "truth": ["OCR GCSE", "J?ll Carter"]}
FORM = {
    "id": "ticket",
    "task": "template",
    "template_file": "images/a.jpg",
    "fields": [{"name": "车次", "quad": [[1, 2], [31, 2], [31, 12], [1, 12]]}],
    "query_file": "images/b.jpg",
    "truth": {"车次": "G1418"},
}


def labelled(folder, *records):
    (folder / "labels.json").write_text(json.dumps(records), encoding="utf-8")
    return folder


def test_a_picture_and_its_lines(tmp_path):
    [text] = read_texts(labelled(tmp_path, TEXT, FORM))
    assert (text.identity, text.path) == ("book", tmp_path / "images/book.jpg")
    assert text.lines == ("OCR GCSE", "J?ll Carter")


def test_a_form_its_template_and_its_fields(tmp_path):
    [pair] = read_form_pairs(labelled(tmp_path, TEXT, FORM))
    assert (pair.template, pair.query) == (tmp_path / "images/a.jpg", tmp_path / "images/b.jpg")
    [(name, quad)] = pair.marks
    assert name == "车次"
    assert quad.tolist() == [[1, 2], [31, 2], [31, 12], [1, 12]]
    assert pair.truth == {"车次": "G1418"}


@pytest.mark.parametrize(
    ("read", "record", "missing"),
    [
        (read_texts, TEXT, "truth"),
        (read_form_pairs, FORM, "fields"),
        (read_form_pairs, FORM, "id"),
    ],
)
def test_a_record_that_lacks_something_is_refused(tmp_path, read, record, missing):
    lacking = {key: value for key, value in record.items() if key != missing}
    with pytest.raises(ValueError, match=rf"labels\.json: a record lacks '{missing}'"):
        read(labelled(tmp_path, lacking))
