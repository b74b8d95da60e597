"""What the texts along the paths of a seal make together."""

from __future__ import annotations

import numpy as np

from sealstack.models.seal.detect.frame.fit import Frame
from sealstack.models.seal.paths.text_path import PathKind, TextPath
from sealstack.models.seal.read.assemble_paths import assemble_frame_paths, assemble_ring_paths
from sealstack.models.seal.read.by_paths import PathText
from sealstack.models.values import Character, SealShape, SealText
from tests.models.seal.read.colours import arc, straight

SQUARE = Frame(
    np.array([[50, 50], [350, 50], [350, 350], [50, 350]], np.float32), SealShape.RECTANGLE, 1.0, 0.1
)


def says(text: str, path: TextPath, score: float = 0.95) -> PathText:
    characters = tuple(
        Character(character, score, (n / len(text), (n + 1) / len(text))) for n, character in enumerate(text)
    )
    return PathText(path, SealText(path.polygon, text, score, characters))


def line(text: str, first: tuple[float, float], last: tuple[float, float], half: float = 12.0) -> PathText:
    return says(text, straight(PathKind.LINE, first, last, half))


def column(text: str, x: float) -> PathText:
    return says(text, straight(PathKind.COLUMN, (x, 100), (x, 300), 40.0))


TITLE = says("海州市青禾软件有限公司", arc(PathKind.TITLE_ARC, -210, 30))


def test_a_rings_title_is_the_body_and_the_rest_goes_from_the_inner_arc_to_the_lower_one() -> None:
    serial = says("3301020304050", arc(PathKind.LOWER_ARC, 120, 60))
    inner = says("第一分公司", arc(PathKind.OTHER_ARC, -150, -30, radius=80))
    below, above = line("(1)", (180, 260), (220, 260)), line("合同专用章", (140, 230), (260, 230))
    assembly = assemble_ring_paths([TITLE, serial, below, inner, above])
    assert assembly.body == "海州市青禾软件有限公司"
    assert assembly.others == ("第一分公司", "合同专用章", "(1)", "3301020304050")


def test_lines_of_a_seal_that_stands_on_its_head_are_ordered_as_they_are_read() -> None:
    title = says("海州市青禾软件有限公司", arc(PathKind.TITLE_ARC, -30, 210))
    first, second = line("合同专用章", (260, 170), (140, 170)), line("(1)", (220, 140), (180, 140))
    assert assemble_ring_paths([second, title, first]).others == ("合同专用章", "(1)")


def test_of_arcs_in_two_scripts_the_chinese_one_is_the_body() -> None:
    latin = says("QINGHESOFTWARECO", arc(PathKind.TITLE_ARC, -200, 20))
    chinese = says("海州青禾", arc(PathKind.LOWER_ARC, 130, 50))
    assembly = assemble_ring_paths([latin, chinese])
    assert (assembly.body, assembly.others) == ("海州青禾", ("QINGHESOFTWARECO",))


def test_columns_in_a_ring_without_arcs_are_a_name() -> None:
    assert assemble_ring_paths([column("凯", 150), column("郑", 250)]).body == "郑凯"


def test_the_columns_of_a_name_seal_are_read_from_the_right() -> None:
    assembly, shape = assemble_frame_paths(
        [column("有限公司", 100), column("和泰科技", 300), column("股份", 200)], SQUARE
    )
    assert (assembly.body, assembly.others, shape) == ("和泰科技股份有限公司", (), SealShape.RECTANGLE)
    assert assembly.texts[0].polygon.tolist() == [[60, 100], [340, 100], [340, 300], [60, 300]]


def test_lines_of_a_frame_are_read_from_the_top() -> None:
    small = line("2024.05.01", (120, 260), (280, 260), 8.0)
    assembly, shape = assemble_frame_paths(
        [small, line("收讫", (160, 200), (240, 200)), line("现金", (160, 150), (240, 150))], SQUARE
    )
    assert (assembly.body, assembly.others, shape) == ("现金收讫", ("2024.05.01",), SealShape.RECTANGLE)


def test_lines_up_one_side_and_down_the_next_are_a_title() -> None:
    down, up = line("有限公司", (200, 80), (300, 180)), line("海州青禾", (100, 180), (200, 80))
    level = line("合同专用章", (120, 240), (280, 240))
    assembly, shape = assemble_frame_paths([level, down, up], SQUARE)
    assert (assembly.body, assembly.others, shape) == ("海州青禾有限公司", ("合同专用章",), SealShape.DIAMOND)


def test_nothing_read_is_nothing_told() -> None:
    assert assemble_ring_paths([]).body == ""
    assert assemble_frame_paths([], SQUARE)[0].texts == ()


def test_a_column_leans_with_its_seal() -> None:
    turn = np.array([[np.cos(0.5), -np.sin(0.5)], [np.sin(0.5), np.cos(0.5)]], np.float32)

    def leaning(text: str, x: float) -> PathText:
        upright = straight(PathKind.COLUMN, (x, -80), (x, 80), 30.0)
        path = TextPath(
            upright.kind, upright.centre_line @ turn.T + 200, upright.half_heights, 0.9, upright.centres
        )
        return says(text, path)

    assert assemble_frame_paths([leaning("印信", -40), leaning("林增", 40)], SQUARE)[0].body == "林增印信"


def test_a_line_along_a_squares_diagonal_makes_it_a_diamond_and_one_along_its_side_does_not() -> None:
    shapes = [
        assemble_frame_paths([line("合格", *ends)], SQUARE)[1]
        for ends in (((150, 150), (250, 250)), ((150, 200), (250, 200)), ((200, 150), (200, 250)))
    ]
    assert shapes == [SealShape.DIAMOND, SealShape.RECTANGLE, SealShape.RECTANGLE]


def test_nothing_makes_a_triangle_or_a_long_frame_a_diamond() -> None:
    triangle = Frame(np.array([[200, 50], [350, 300], [50, 300]], np.float32), SealShape.TRIANGLE, 1.0, 0.1)
    long = Frame(np.array([[0, 0], [300, 0], [300, 90], [0, 90]], np.float32), SealShape.RECTANGLE, 1.0, 0.1)
    slanted = [line("合格", (150, 150), (250, 250))]
    assert assemble_frame_paths(slanted, triangle)[1] is SealShape.TRIANGLE
    assert assemble_frame_paths(slanted, long)[1] is SealShape.RECTANGLE
