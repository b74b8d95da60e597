"""A seal is read along its text paths."""

from __future__ import annotations

from dataclasses import replace

from sealstack.models.seal.paths.text_path import PathKind, TextPath
from sealstack.models.seal.read.by_paths import read_by_paths, with_even_columns
from tests.models.seal.read.colours import NO_PAIRS, GreyText, blank, straight, write


def line(first: tuple[float, float], last: tuple[float, float], half: float) -> TextPath:
    """A line with characters all along it."""
    path = straight(PathKind.LINE, first, last, half)
    return replace(path, centres=path.centre_line)


def test_a_line_on_which_no_character_is_seen_is_not_read() -> None:
    picture = blank()
    write(picture, [40, 80], [(120, 100), (160, 100)])
    bare = straight(PathKind.LINE, (100, 100), (180, 100), 20)
    reader = GreyText()
    assert read_by_paths(picture, [bare], reader, NO_PAIRS) == []
    assert reader.calls == []


def test_paths_that_say_nothing_are_left_out() -> None:
    picture = blank()
    write(picture, [40, 80], [(120, 100), (160, 100)])
    paths = [
        line((100, 100), (180, 100), 20),
        line((100, 300), (180, 300), 20),
    ]
    read = read_by_paths(picture, paths, GreyText(), NO_PAIRS)
    assert [(one.path is paths[0], one.text.text) for one in read] == [(True, "甲乙")]


def test_a_text_that_two_paths_run_along_is_read_once() -> None:
    picture = blank()
    write(picture, [40, 80, 120, 160], [(100 + 40 * place, 100) for place in range(4)])
    # the second path has its first character alone, and goes on past its end
    paths = [
        line((80, 100), (240, 100), 20),
        line((200, 104), (238, 104), 20),
    ]
    read = read_by_paths(picture, paths, GreyText(), NO_PAIRS)
    assert [one.text.text for one in read] == ["甲乙丙丁"]


def test_columns_that_end_nearly_beside_each_other_are_made_to() -> None:
    first, second = (
        straight(PathKind.COLUMN, (250, 100), (250, 300), 40.0),
        straight(PathKind.COLUMN, (150, 115), (150, 280), 40.0),
    )
    even = with_even_columns([first, second])
    assert [path.centre_line[[0, -1], 1].tolist() for path in even] == [[100, 300], [100, 300]]


def test_a_column_much_shorter_than_its_neighbour_stays() -> None:
    first, second = (
        straight(PathKind.COLUMN, (250, 100), (250, 300), 40.0),
        straight(PathKind.COLUMN, (150, 180), (150, 220), 40.0),
    )
    assert with_even_columns([first, second])[1].centre_line[[0, -1], 1].tolist() == [180, 220]
