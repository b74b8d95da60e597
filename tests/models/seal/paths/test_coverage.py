"""Paths that run along one text."""

from __future__ import annotations

from dataclasses import replace

from sealstack.models.seal.paths.coverage import uncovered, without_doubles
from sealstack.models.seal.paths.text_path import PathKind
from tests.models.seal.read.colours import arc, straight

SIZE = (400, 400)


def test_of_two_paths_along_one_text_the_larger_stays() -> None:
    whole = straight(PathKind.LINE, (100, 200), (300, 200), 20)
    part = straight(PathKind.LINE, (150, 205), (250, 205), 18)
    assert without_doubles([part, whole], SIZE) == [whole]


def test_lines_overlap_less_than_a_line_and_the_end_of_an_arc() -> None:
    line = straight(PathKind.LINE, (150, 200), (300, 200), 20)
    on_it = straight(PathKind.LINE, (100, 200), (195, 200), 16)  # nearly half of it on the line
    assert without_doubles([line, on_it], SIZE) == [line]
    crossing = replace(on_it, kind=PathKind.TITLE_ARC)
    assert without_doubles([line, crossing], SIZE) == [line, crossing]


def test_close_lines_overlap_and_both_stay() -> None:
    upper = straight(PathKind.LINE, (100, 180), (300, 180), 20)
    lower = straight(PathKind.LINE, (100, 206), (300, 206), 20)
    assert without_doubles([upper, lower], SIZE) == [upper, lower]


def test_a_sure_path_stays_beside_a_larger_one_that_is_not() -> None:
    sure = straight(PathKind.COLUMN, (200, 100), (200, 300), 30)
    unsure = replace(straight(PathKind.LINE, (150, 200), (260, 200), 60), confidence=0.2)
    assert without_doubles([unsure, sure], SIZE) == [sure]


def test_neighbours_stay_in_their_order() -> None:
    paths = [
        arc(PathKind.TITLE_ARC, -200, 20),
        arc(PathKind.OTHER_ARC, -150, -30, radius=75),
        straight(PathKind.LINE, (150, 230), (250, 230), 15),
    ]
    assert without_doubles(paths, SIZE) == paths


def test_a_text_on_one_before_it_is_covered() -> None:
    whole = straight(PathKind.LINE, (100, 200), (300, 200), 20).polygon
    end = straight(PathKind.LINE, (270, 202), (310, 202), 20).polygon
    beside = straight(PathKind.LINE, (305, 200), (345, 200), 20).polygon
    assert uncovered([whole, end, beside], SIZE) == [0, 2]


def test_a_text_outside_of_the_crop_is_covered() -> None:
    outside = straight(PathKind.LINE, (500, 500), (600, 500), 20).polygon
    assert uncovered([outside], SIZE) == []
