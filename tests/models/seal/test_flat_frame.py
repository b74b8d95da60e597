import numpy as np
import pytest

from models.seal.flat_frame import Flat, flats, lies_within, shows_white, upright_flat
from models.seal.frame import Frame
from models.seal.separate import Renderings
from models.values import Image, Polygon, SealShape

CORNERS = np.array([[40, 50], [240, 50], [240, 230], [40, 230]], np.float32)


def seal(ground: tuple[int, int, int], stroke: tuple[int, int, int]) -> Renderings:
    picture = np.full((300, 300, 3), 255, np.uint8)
    picture[50:230, 40:240] = ground
    picture[90:190, 80:110] = stroke
    picture[90:190, 160:190] = stroke
    return Renderings({"colour": picture, "grey": picture}, np.zeros((300, 300), np.float32))


def framed() -> Renderings:
    shown = seal((255, 255, 255), (30, 30, 200))
    picture = shown.plain.copy()
    outer = picture[50:230, 40:240]
    outer[:6], outer[-6:], outer[:, :6], outer[:, -6:] = [(30, 30, 200)] * 4
    return Renderings({"colour": picture, "grey": picture}, shown.printed)


def test_white_characters_on_ink_are_told_from_a_frame() -> None:
    assert shows_white(seal((30, 30, 200), (255, 255, 255)), CORNERS)
    assert not shows_white(framed(), CORNERS)


def test_white_characters_on_ink_are_shown_dark_on_white() -> None:
    frame = Frame(CORNERS, SealShape.RECTANGLE, 1.0, 0.6)
    flat = next(flats(seal((30, 30, 200), (255, 255, 255)), frame))
    shown = flat.pictures[-1]
    height, width = shown.shape[:2]
    assert shown[height // 2, round(0.275 * width)].max() < 40
    assert shown[height // 2, width // 2].min() > 215


def blank(width: int, height: int, outline: Polygon) -> Flat:
    picture: Image = np.zeros((height, width, 3), np.uint8)
    return Flat((picture, picture), np.eye(3), outline)


@pytest.mark.parametrize("quarters", [0, 1, 2, 3])
def test_a_turned_picture_leads_back_to_the_same_place(quarters: int) -> None:
    flat = blank(200, 120, np.array([[0, 0], [200, 0], [200, 120], [0, 120]], np.float32))
    point = np.array([[30.0, 40.0]], np.float32)
    turned = flat.turned(quarters)
    assert turned.size == ((200, 120) if quarters % 2 == 0 else (120, 200))
    assert turned.to_view(flat.turned_points(point, quarters)) == pytest.approx(point, abs=1e-3)


def test_a_turned_picture_is_turned_clockwise() -> None:
    flat = blank(200, 120, np.zeros((4, 2), np.float32))
    assert flat.turned_points(np.array([[0, 0]], np.float32), 1) == pytest.approx(np.array([[120, 0]]))


def test_print_that_runs_across_a_triangle_is_none_of_its_lines() -> None:
    flat = blank(200, 180, np.array([[100, 0], [200, 180], [0, 180]], np.float32))
    within = np.array([[70, 120], [130, 120], [130, 150], [70, 150]], np.float32)
    across = np.array([[5, 60], [195, 60], [195, 90], [5, 90]], np.float32)
    assert lies_within(flat, within)
    assert not lies_within(flat, across)


def test_a_square_is_shown_along_its_sides_and_along_both_diagonals() -> None:
    square = Frame(
        np.array([[50, 50], [230, 50], [230, 230], [50, 230]], np.float32), SealShape.RECTANGLE, 1, 0.2
    )
    sizes = [flat.size for flat in flats(framed(), square)]
    assert sizes == [(180, 180), (255, 255), (255, 255)]


def test_a_long_rectangle_is_shown_along_its_sides_only() -> None:
    long = np.array([[50, 50], [250, 50], [250, 130], [50, 130]], np.float32)
    assert len(list(flats(framed(), Frame(long, SealShape.RECTANGLE, 1, 0.2)))) == 1


def test_a_known_upright_is_shown_even_upside_down() -> None:
    triangle = Frame(np.array([[60, 60], [240, 60], [150, 220]], np.float32), SealShape.TRIANGLE, 1, 0.2)
    flat = upright_flat(framed(), triangle, np.array([-1, 0], np.float32))
    assert flat.outline.round() == pytest.approx(
        np.array([[180, 160], [0, 160], [90, 0]]) * flat.size[0] / 180, abs=2
    )


def test_white_characters_are_told_though_the_frame_was_laid_a_little_outside() -> None:
    loose = CORNERS + np.array([[-8, -7], [8, -7], [8, 7], [-8, 7]], np.float32)
    assert shows_white(seal((30, 30, 200), (255, 255, 255)), loose)
    assert not shows_white(framed(), loose)
