"""Records of labels.json: what the scorer reads comes through."""

import dataclasses
import json

import cv2
import numpy as np

from bench.generator.__main__ import main
from bench.generator.labels import record, seal_label
from bench.generator.scenes import make_scene
from bench.generator.truth import CharacterTruth, PathKind, SealTruth, TextPath, joined


def truth_of(*paths):
    return SealTruth("round", "red", tuple(paths), (10, 20, 30, 40), np.diag([20.0, 20.0, 1.0]), (1.0, 1.0))


def path_of(text, legibilities=None, **others):
    legible = legibilities or [1.0] * len(text)
    square = np.array([[0, 0], [1, 0], [1, 1], [0, 1.0]])
    characters = tuple(CharacterTruth(c, square, value) for c, value in zip(text, legible, strict=True))
    return TextPath(PathKind.LINE, text, square, characters, **others)


def test_an_unreadable_character_is_a_question_mark():
    label = seal_label(truth_of(path_of("大连海洋大学", [1, 1, 0.1, 1, 1, 1], of_body=True)))
    assert label["body"] == "大连?洋大学"
    assert "uncertain" not in label


def test_a_title_mostly_lost_is_uncertain():
    label = seal_label(truth_of(path_of("大连海洋", [0, 0, 1, 1], of_body=True)))
    assert label["uncertain"] is True


def test_a_phrase_in_two_lines_is_one_text():
    title, first = path_of("甲", of_body=True), path_of("沈阳工业大学")
    second, last = path_of("委员会", continues=True), path_of("123")
    paths = (title, first, second, last)
    assert joined((path, path.text) for path in paths) == ("沈阳工业大学委员会", "123")
    assert truth_of(*paths).others == ("沈阳工业大学委员会", "123")


def test_shape_alternatives_are_labelled_when_there_are_any():
    label = seal_label(
        dataclasses.replace(truth_of(path_of("甲", of_body=True)), shape_alternatives=("round", "oval"))
    )
    assert label["shape_alt"] == ["round", "oval"]
    assert "shape_alt" not in seal_label(truth_of(path_of("甲", of_body=True)))


def test_a_record_survives_json():
    scene = make_scene(11, bundled_only=True)
    made = record(scene, "made_11", "images/made_11.png")
    assert json.loads(json.dumps(made, ensure_ascii=False)) == made


def test_labels_carry_pose_and_characters_back():
    scene = make_scene(12, bundled_only=True)
    label = record(scene, "a", "a.png")["truth"][0]
    truth = scene.truths[0]
    assert np.allclose(label["pose"]["homography"], truth.homography)
    quads = [c["quad"] for path in label["paths"] for c in path["characters"]]
    assert np.allclose(quads, [c.quad for path in truth.paths for c in path.characters], atol=0.01)


def test_the_command_writes_what_the_scorer_reads(tmp_path):
    main(["--out", str(tmp_path), "--count", "4", "--seed", "9", "--bundled-font"])
    records = json.loads((tmp_path / "labels.json").read_text(encoding="utf-8"))
    assert len({r["id"] for r in records}) == 4
    for r in records:
        assert r["task"] == "seal"
        assert not r["id"].startswith("seal_t0")
        image = cv2.imread(str(tmp_path / r["file"]))
        for seal in r["truth"]:
            assert seal["body"]
            assert seal["shape"] in {"round", "oval", "rectangle", "diamond", "triangle"}
            x, y, width, height = seal["box"]
            assert 0 <= x < x + width <= image.shape[1]
            assert 0 <= y < y + height <= image.shape[0]


def test_the_command_repeats_itself(tmp_path):
    for name in ("first", "second"):
        main(["--out", str(tmp_path / name), "--count", "2", "--seed", "4", "--bundled-font"])
    first, second = (sorted((tmp_path / name).rglob("*.*")) for name in ("first", "second"))
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in second]
