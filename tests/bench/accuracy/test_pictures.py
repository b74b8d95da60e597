"""Labelled pictures as they are read from a folder."""

import json

import pytest

from bench.accuracy.pictures import read_labels

SEAL = {
    "body": "沈阳工业大学",
    "others": ["合同专用章"],
    "box": [1, 2, 3, 4],
    "shape": "round",
    "colour": "blue",
}


def read(folder, *records):
    (folder / "labels.json").write_text(json.dumps(records), encoding="utf-8")
    return read_labels(folder)


def record(identity="seal_x", task="seal", **others):
    return {"id": identity, "task": task, "file": "images/x.png", "truth": [SEAL], **others}


def test_a_picture_and_its_seal(tmp_path):
    [picture] = read(tmp_path, record())
    assert picture.path == tmp_path / "images/x.png"
    [seal] = picture.seals
    assert (seal.body, seal.others, seal.box) == ("沈阳工业大学", ("合同专用章",), (1, 2, 3, 4))
    assert (seal.shape, seal.shapes, seal.colour) == ("round", ("round",), "blue")
    assert not seal.uncertain
    assert not seal.ignored


def test_other_tasks_are_left_out(tmp_path):
    assert [one.identity for one in read(tmp_path, record(), record("b", "ocr", truth=["a line"]))] == [
        "seal_x"
    ]


def test_drawn_pictures_are_grouped_by_what_was_done_to_them(tmp_path):
    [picture] = read(tmp_path, record(tags=["hard", "crop", "grey"]))
    assert picture.groups == ("all", "hard", "crop", "grey")


@pytest.mark.parametrize(
    ("identity", "group"), [("seal_t014", "photographed stamp"), ("seal_amac", "document")]
)
def test_real_pictures_are_grouped_by_how_they_were_taken(tmp_path, identity, group):
    [picture] = read(tmp_path, record(identity))
    assert picture.groups == ("all", group)


def test_a_real_picture_is_counted_in_the_category_it_was_picked_for(tmp_path):
    [picture] = read(tmp_path, record(category="invoice"))
    assert picture.groups == ("all", "document", "invoice")


def test_a_record_that_lacks_something_is_refused(tmp_path):
    with pytest.raises(ValueError, match=r"labels\.json: a record lacks 'file'"):
        read(tmp_path, {"id": "a", "task": "seal", "truth": []})
