"""Reading along one text path."""

from __future__ import annotations

import numpy as np
import pytest

from sealstack.models.seal.paths.text_path import PathKind, TextPath
from sealstack.models.seal.read.along import read_column, read_strip
from sealstack.models.seal.read.vote.requests import answer
from sealstack.models.values import Image, SealText
from tests.models.seal.read.colours import (
    NO_PAIRS,
    GreyText,
    arc,
    around,
    blank,
    straight,
    write,
)


def read(picture: Image, path: TextPath, reader: GreyText) -> SealText | None:
    ask = read_column if path.is_column else read_strip
    return answer([ask(picture, path, NO_PAIRS)], reader)[0]


@pytest.fixture
def line() -> tuple[Image, TextPath]:
    picture = blank()
    write(picture, [40, 80, 120, 160], [(80, 200), (120, 200), (160, 200), (200, 200)])
    return picture, straight(PathKind.LINE, (60, 200), (220, 200), 20)


def test_a_sure_line_is_looked_at_once(line: tuple[Image, TextPath]) -> None:
    reader = GreyText()
    text = read(*line, reader)
    assert text is not None
    assert text.text == "甲乙丙丁"
    assert text.polygon == pytest.approx(np.array([[60, 180], [220, 180], [220, 220], [60, 220]]), abs=2)
    assert reader.calls == [1]


def test_an_unsure_line_is_looked_at_again_with_less_paper_around_it(line: tuple[Image, TextPath]) -> None:
    reader = GreyText({"乙": 0.75})
    text = read(*line, reader)
    assert text is not None
    assert text.text == "甲乙丙丁"
    assert reader.calls == [1, 1]


def test_one_look_that_is_rather_sure_needs_no_second(line: tuple[Image, TextPath]) -> None:
    reader = GreyText({"乙": 0.85})
    read(*line, reader)
    assert reader.calls == [1]


def test_where_next_to_nothing_is_seen_it_is_looked_at_on_its_head_and_no_more() -> None:
    picture = blank()
    write(picture, [40], [(140, 200)])
    reader = GreyText({"甲": 0.6})
    read(picture, straight(PathKind.LINE, (60, 200), (220, 200), 20), reader)
    assert reader.calls == [1, 1]


def test_nothing_is_read_of_paper() -> None:
    assert read(blank(), straight(PathKind.LINE, (60, 200), (220, 200), 20), GreyText()) is None


def test_an_arc_goes_on_while_its_characters_do() -> None:
    picture = blank()
    angles = [-160, -140, -120, -100, -80, -60, -40, -20]
    write(picture, [40, 80, 120, 160, 40, 80, 120, 160], around(angles))
    text = read(picture, arc(PathKind.TITLE_ARC, -170, -90), GreyText())
    assert text is not None
    assert text.text == "甲乙丙丁甲乙丙丁"
    ends = text.polygon[[0, len(text.polygon) // 2 - 1]]
    turns = np.degrees(np.arctan2(ends[:, 1] - 200, ends[:, 0] - 200))
    assert turns == pytest.approx([-170, -10], abs=5)


def test_a_piece_of_a_rim_past_the_end_of_an_arc_is_no_character() -> None:
    picture = blank()
    write(picture, [40, 80, 120, 200], around([-140, -110, -80, -52]))
    text = read(picture, arc(PathKind.TITLE_ARC, -155, -65), GreyText())
    assert text is not None
    assert text.text == "甲乙丙"


@pytest.mark.parametrize(
    ("greys", "kind", "expected"),
    [
        ([20, 40, 80, 60], PathKind.TITLE_ARC, "甲乙"),
        ([20, 40, 80, 120], PathKind.TITLE_ARC, "甲乙丙"),
        ([40, 80, 120, 60], PathKind.TITLE_ARC, "甲乙丙"),
        ([40, 20, 80, 60], PathKind.TITLE_ARC, "甲（乙）"),
        ([20, 40, 60, 80], PathKind.TITLE_ARC, "（甲）乙"),
        ([20, 40, 80, 60], PathKind.LOWER_ARC, "（甲乙）"),
    ],
)
def test_brackets_around_all_of_a_title_or_without_fellows_are_ornaments(
    greys: list[int], kind: PathKind, expected: str
) -> None:
    picture = blank()
    write(picture, greys, around([-145, -115, -85, -55]))
    text = read(picture, arc(kind, -160, -40), GreyText())
    assert text is not None
    assert text.text == expected


@pytest.mark.parametrize("greys", [[40], [40, 80], [40, 80, 120, 160]])
def test_a_column_is_divided_as_its_characters_stand(greys: list[int]) -> None:
    picture = blank()
    length = 44 if len(greys) == 1 else 160
    pitch = length / len(greys)
    write(
        picture,
        greys,
        [(200, 120 + (n + 0.5) * pitch) for n in range(len(greys))],
        size=min(38, round(0.8 * pitch)),
    )
    text = read(picture, straight(PathKind.COLUMN, (200, 120), (200, 120 + length), 20), GreyText())
    assert text is not None
    assert text.text == "甲乙丙丁"[: len(greys)]
