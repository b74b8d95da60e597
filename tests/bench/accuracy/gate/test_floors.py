"""Floors as they are read from a file, and set beside figures."""

import pytest

from bench.accuracy.gate.floors import Floor, floors_table, hold, read_floors

SETS = ("drawn", "real")


def read(folder, text):
    path = folder / "floors.toml"
    path.write_text(text, encoding="utf-8")
    return read_floors(path, SETS)


def body_exact(least):
    return Floor("drawn", "all", "body_exact", least)


def test_floors_are_read_in_the_order_of_the_file(tmp_path):
    text = '[real.oval]\nbody_exact = 0.47\n[drawn."photographed stamp"]\nrecall = 1\n'
    assert read(tmp_path, text) == [
        Floor("real", "oval", "body_exact", 0.47),
        Floor("drawn", "photographed stamp", "recall", 1.0),
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[dawn.all]\nrecall = 0.9", "pictures are drawn or real, not 'dawn'"),
        ("[drawn]\nrecall = 0.9", "drawn.recall must be a table"),
        ("drawn = 0.9", "drawn must be a table"),
        ("[drawn.all]\nrecall = 90", "drawn.all.recall must be a number from 0 to 1, not 90"),
        ("[drawn.all]\nrecall = '0.9'", "drawn.all.recall must be a number from 0 to 1, not '0.9'"),
        ("[drawn.all]\nrecall = true", "drawn.all.recall must be a number from 0 to 1, not True"),
        ("[drawn.all\n", "Expected ']'"),
    ],
)
def test_a_file_of_anything_else_is_refused(tmp_path, text, told):
    with pytest.raises(ValueError, match=told):
        read(tmp_path, text)


@pytest.mark.parametrize(("value", "below"), [(0.7, False), (0.71, False), (0.6999, True)])
def test_a_figure_may_be_as_low_as_its_floor_and_no_lower(value, below):
    [held] = hold([body_exact(0.7)], {"drawn": {"all": {"body_exact": value, "n": 50}}})
    assert held.below == below


def test_floors_of_a_set_that_was_not_measured_are_left_out():
    assert hold([body_exact(0.7)], {"real": {"all": {"body_exact": 0.1}}}) == []


@pytest.mark.parametrize("figures", [{}, {"all": {"recall": 1.0}}])
def test_a_floor_of_what_was_not_measured_is_an_error(figures):
    with pytest.raises(ValueError, match=r"drawn\.all\.body_exact has a floor, but was not measured"):
        hold([body_exact(0.7)], {"drawn": figures})


def test_the_table_tells_figure_floor_and_value_and_marks_what_is_below():
    floors = [body_exact(0.7), Floor("drawn", "negatives", "clean", 1.0)]
    figures = {"all": {"body_exact": 0.65, "n": 60}, "negatives": {"clean": 1.0, "n": 9}}
    assert floors_table(hold(floors, {"drawn": figures})).splitlines() == [
        "| figure                |   n |  floor |  value |       |",
        "| --------------------- | --: | -----: | -----: | ----: |",
        "| drawn.all.body_exact  |  60 | 0.7000 | 0.6500 | BELOW |",
        "| drawn.negatives.clean |   9 | 1.0000 | 1.0000 |       |",
    ]
