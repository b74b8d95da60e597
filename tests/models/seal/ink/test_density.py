import numpy as np
import pytest

from sealstack.models.seal.ink.density import chroma, coloured_ink, find_inks, optical_density, paper_colour
from sealstack.models.values import Image

RED, BLUE, BLACK = (40, 40, 210), (200, 60, 50), (30, 30, 30)


def page(paper: tuple[int, int, int] = (245, 245, 245)) -> Image:
    return np.full((240, 320, 3), paper, np.uint8)


def with_bar(image: Image, colour: tuple[int, int, int], left: int) -> Image:
    image[60:180, left : left + 12] = colour
    return image


def test_paper_is_what_lies_between_the_strokes() -> None:
    image = with_bar(page((200, 220, 235)), BLACK, 100)
    assert np.abs(paper_colour(image) - (200, 220, 235)).max() <= 2


def test_paper_follows_a_shadow() -> None:
    image = page()
    image[:, 160:] = 120
    paper = paper_colour(image)
    assert paper[120, 20].mean() > 235
    assert paper[120, 300].mean() < 130


def test_density_is_nothing_on_paper_and_large_on_black() -> None:
    density = optical_density(with_bar(page(), BLACK, 100))
    assert abs(float(density[10, 10].max())) < 0.02
    assert float(density[120, 106].min()) > 1.5


def test_densities_of_inks_over_each_other_add_up() -> None:
    paper = np.full((1, 1, 3), 251.0, np.float32)
    first, second = np.array([0.3, 0.3, 0.05]), np.array([0.4, 0.4, 0.4])
    both = (255 * np.exp(-(first + second)) - 4).round().astype(np.uint8).reshape(1, 1, 3)
    assert optical_density(both, paper)[0, 0] == pytest.approx(first + second, abs=0.02)


@pytest.mark.parametrize(("colour", "name"), [(RED, "red"), (BLUE, "blue"), ((50, 120, 240), "orange")])
def test_the_ink_of_a_stroke_is_found_and_named(colour: tuple[int, int, int], name: str) -> None:
    inks = find_inks(optical_density(with_bar(page(), colour, 100)))
    assert [ink.colour for ink in inks] == [name, "black"]


def test_red_and_blue_strokes_fall_on_their_own_planes() -> None:
    inks = find_inks(optical_density(with_bar(with_bar(page(), RED, 100), BLUE, 200)))
    planes = {ink.colour: ink.evidence for ink in inks}
    assert planes["red"][120, 106] == 1.0
    assert planes["red"][120, 206] < 0.5
    assert planes["blue"][120, 206] == 1.0
    assert planes["blue"][120, 106] < 0.5


def test_black_print_is_on_no_coloured_plane() -> None:
    density = optical_density(with_bar(with_bar(page(), RED, 100), BLACK, 200))
    red = coloured_ink(density, 0.0, 0.05)
    assert red.evidence[120, 106] == 1.0
    assert red.evidence[120, 206] < 0.2


def test_grey_has_no_chroma() -> None:
    u, v = chroma(np.full((4, 4, 3), 0.7, np.float32))
    assert np.abs(u).max() < 1e-6
    assert np.abs(v).max() < 1e-6


def test_a_page_without_colour_still_has_its_dark_ink() -> None:
    inks = find_inks(optical_density(with_bar(page(), BLACK, 100)))
    assert [ink.hue for ink in inks] == [None]
    assert inks[0].evidence[120, 106] == 1.0
