"""The fixed pictures, their floors, and how they were drawn."""

from collections import Counter

import pytest

from bench.accuracy.gate.command import DRAWN, FOLDERS, SETS
from bench.accuracy.gate.drawing import Wanted, draw_scene, wanted_scenes
from bench.accuracy.gate.floors import read_floors
from bench.accuracy.gate.labels import read_form_pairs, read_texts
from bench.accuracy.pictures import read_labels

FIXED = FOLDERS[DRAWN]
FLOORS = FIXED.parent / "floors.toml"


@pytest.fixture(scope="module")
def pictures():
    return read_labels(FIXED)


def test_every_kind_of_picture_is_among_the_fixed_ones(pictures):
    groups = Counter(group for picture in pictures for group in picture.groups)
    shapes = Counter(seal.shape for picture in pictures for seal in picture.seals)
    assert groups["all"] == 60
    assert min(groups[level] for level in ("easy", "medium", "hard")) >= 18
    assert min(groups["crop"], groups["page"]) >= 15
    assert groups["grey"] >= 9
    assert min(shapes[shape] for shape in ("round", "oval", "rectangle", "diamond", "triangle")) >= 6
    assert sum(not picture.seals for picture in pictures) == 9


def test_every_file_is_there_and_nothing_else(pictures):
    named = {picture.path for picture in pictures} | {text.path for text in read_texts(FIXED)}
    named |= {path for pair in read_form_pairs(FIXED) for path in (pair.template, pair.query)}
    assert named == set((FIXED / "images").iterdir())


def test_they_are_small():
    assert sum(path.stat().st_size for path in FIXED.rglob("*")) < 5_000_000


def test_every_figure_that_matters_has_a_floor_on_every_set():
    floors = {floor.name for floor in read_floors(FLOORS, SETS)}
    assert floors >= {
        f"{pictures}.{figure}"
        for pictures in SETS
        for figure in (
            *("all.recall", "all.precision", "all.body_exact", "all.others_recall", "negatives.clean"),
            *("forms.field_exact", "texts.line_recall"),
        )
    }


@pytest.mark.parametrize(
    "wanted",
    [
        Wanted("crop", "hard", "triangle", grey=True),
        Wanted("crop", "easy", sealed=False),
    ],
)
def test_a_scene_is_drawn_as_it_is_wanted(wanted):
    scene = draw_scene(3, wanted)
    assert (scene.kind, scene.difficulty, "grey" in scene.tags) == ("crop", wanted.difficulty, wanted.grey)
    assert {truth.shape for truth in scene.truths} == ({wanted.shape} if wanted.sealed else set())


def test_the_wanted_scenes_are_those_that_lie_there(pictures):
    for wanted, picture in zip(wanted_scenes(), pictures, strict=True):
        assert {wanted.kind, wanted.difficulty} <= set(picture.groups)
        assert bool(picture.seals) == wanted.sealed
