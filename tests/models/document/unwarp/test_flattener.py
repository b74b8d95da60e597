"""Flattening pages by their lines of print."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from sealstack.models.document.unwarp.evidence import bend, is_bent, lean_of
from sealstack.models.document.unwarp.flattener import PageFlattener
from sealstack.models.document.unwarp.page_map import FlatPage, TurnedFrame, page_map
from sealstack.models.document.unwarp.rows.smooth_field import Grid
from sealstack.models.document.unwarp.rows.straight_rows import Rows, fit_rows
from sealstack.models.document.unwarp.text_curves import TextCurve, find_text_curves
from sealstack.models.text.engine import TextEngine
from sealstack.models.values import Image
from tests.models.text.drawing import page

TEXT = (
    "The supplier delivers the goods in thirty days",
    "of the order, at its own expense and risk, packed",
    "as the nature of the goods and the way demand.",
    "乙方应当自本合同生效之日起三十日内交付全部",
    "软件及其文档，并派工程师到场安装调试。",
    "Payment is due ten days after the goods were",
    "accepted in writing by both of the two parties.",
)
SIZE = (700, 460)


@pytest.fixture(scope="module")
def flat_page() -> Image:
    return page([(text, 60, 50 + 54 * number, 26) for number, text in enumerate(TEXT)], *SIZE)


def displaced(image: Image, shift: np.ndarray) -> Image:
    """The picture with each column moved down by `shift` pixels."""
    x, y = np.meshgrid(np.arange(image.shape[1]), np.arange(image.shape[0]))
    return np.asarray(
        cv2.remap(
            image,
            x.astype(np.float32),
            (y - shift[None]).astype(np.float32),
            cv2.INTER_CUBIC,
            borderMode=cv2.BORDER_REPLICATE,
        ),
        np.uint8,
    )


@pytest.fixture(scope="module")
def wave() -> np.ndarray:
    return 38 * np.sin(np.linspace(0, 2 * np.pi, SIZE[0])) * np.linspace(0.4, 1, SIZE[0])


def test_a_flat_page_comes_back_as_it_is(engine: TextEngine, flat_page: Image) -> None:
    assert PageFlattener(engine).flatten(flat_page) is flat_page


def test_a_page_without_print_comes_back_as_it_is(engine: TextEngine) -> None:
    blank = np.full((300, 200, 3), 240, np.uint8)
    assert PageFlattener(engine).flatten(blank) is blank


def test_a_bent_page_reads_as_the_flat_one_did(
    engine: TextEngine, flat_page: Image, wave: np.ndarray
) -> None:
    bent = displaced(flat_page, wave)
    expected = [line.text for line in engine.read(flat_page)]
    assert [line.text for line in engine.read(bent)] != expected
    flat = PageFlattener(engine).flatten(bent)
    assert [line.text for line in engine.read(flat)] == expected


def test_a_leaning_page_is_levelled(engine: TextEngine, flat_page: Image) -> None:
    turn = cv2.getRotationMatrix2D((SIZE[0] / 2, SIZE[1] / 2), -6, 1.0)
    leaning = np.asarray(cv2.warpAffine(flat_page, turn, SIZE, borderValue=(255,) * 3), np.uint8)
    assert lean_of(find_text_curves(leaning, engine.detector)) == pytest.approx(6, abs=0.3)
    levelled = PageFlattener(engine).flatten(leaning)
    assert abs(lean_of(find_text_curves(levelled, engine.detector))) < 0.3


def test_curves_follow_the_print(engine: TextEngine, flat_page: Image, wave: np.ndarray) -> None:
    curves = find_text_curves(displaced(flat_page, wave), engine.detector)
    assert len(curves) >= len(TEXT)
    for curve in curves:
        heights = curve.points[:, 1] - np.interp(curve.points[:, 0], np.arange(SIZE[0]), wave)
        assert np.std(heights) < 4
        assert 14 < curve.height < 50


def test_curves_of_a_part_are_where_those_of_the_whole_page_are(engine: TextEngine, flat_page: Image) -> None:
    box = (40, 30, SIZE[0] - 40, SIZE[1] - 40)
    whole = np.concatenate([curve.points for curve in find_text_curves(flat_page, engine.detector)])
    part = find_text_curves(flat_page, engine.detector, within=box)
    assert len(part) >= len(TEXT)
    for curve in part:
        distances = np.linalg.norm(curve.points[:, None] - whole[None], axis=2).min(axis=1)
        assert np.median(distances) < 20


def test_lines_of_a_few_characters_have_curves(engine: TextEngine) -> None:
    figures = page([(f"{number}86.24", 60, 50 + 54 * number, 26) for number in range(1, 7)], *SIZE)
    curves = find_text_curves(figures, engine.detector)
    assert len(curves) == 6
    assert all(len(curve.points) >= 4 for curve in curves)


def arcs(lift: float, count: int = 8) -> list[TextCurve]:
    """Lines that sag by `lift` pixels in the middle of a page of 400 x 500."""
    x = np.linspace(30, 370, 40)
    sag = lift * np.sin(np.pi * x / 400)
    return [TextCurve(np.stack([x, 40 + 55 * number + sag], axis=1), 20.0) for number in range(count)]


def test_lines_that_sag_are_bent_and_straight_ones_are_not() -> None:
    assert bend(arcs(20)[0]) > 0.3
    assert is_bent(arcs(20))
    assert bend(arcs(0)[0]) == pytest.approx(0, abs=1e-9)
    assert not is_bent(arcs(0))


def test_fitted_heights_are_the_same_all_along_a_line_and_keep_the_lines_apart() -> None:
    rows = fit_rows(arcs(25), 400, 500)
    assert rows is not None
    levels = [rows.at(curve.points) for curve in arcs(25)]
    assert max(np.ptp(level) for level in levels) < 0.8
    np.testing.assert_allclose(np.diff([level.mean() for level in levels]), 55, rtol=0.05)


def test_a_line_that_contradicts_the_others_does_not_bend_the_page() -> None:
    stray = TextCurve(np.stack([np.linspace(150, 250, 30), np.linspace(230, 260, 30)], axis=1), 20.0)
    rows = fit_rows([*arcs(0), stray], 400, 500)
    assert rows is not None
    assert max(np.ptp(rows.at(curve.points)) for curve in arcs(0)) < 8 < np.ptp(stray.points[:, 1])


def test_curves_that_cross_make_no_page() -> None:
    x = np.linspace(20, 380, 40)
    crossing = [
        TextCurve(np.stack([x, 250 + slope * (x - 200) + offset], axis=1), 20.0)
        for offset in (-30, 0, 30)
        for slope in (-1.2, 1.2)
    ]
    rows = fit_rows(crossing, 400, 500)
    assert rows is None or max(np.ptp(rows.at(curve.points)) for curve in crossing) > 20


def test_points_and_pixels_go_the_same_way() -> None:
    grid = Grid(200, 150, 8, 6)
    nodes = grid.node_points()
    bent = Rows(grid, nodes[:, 1] + 12 * np.sin(nodes[:, 0] / 60))
    way = page_map(TurnedFrame(np.eye(3)), bent, np.array([[100.0, 75.0]]), 10)
    image = np.full((150, 200, 3), 255, np.uint8)
    cv2.circle(image, (60, 80), 4, (0, 0, 0), -1)
    flat = FlatPage(way, None).flatten(image)
    ink = np.argwhere(flat[..., 0] < 128).mean(axis=0)[::-1]
    np.testing.assert_allclose(way.to_flat(np.array([[60.0, 80.0]]))[0], ink, atol=1.2)
