"""Pictures of results: what is drawn, where, and that what they show stays as it was."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import ImageFont

from sealstack.models.drawing.bands import outlines, places, simple_outline
from sealstack.models.drawing.font import font_file
from sealstack.models.drawing.layout import Framed, draw_layout
from sealstack.models.drawing.lettering import PALETTE, face, shortened
from sealstack.models.drawing.panels import Panel, draw_panels
from sealstack.models.drawing.region import draw_region
from sealstack.models.geometry.scaling import reduced
from sealstack.models.values import Character, SealText

BAND = np.array([[20, 40], [120, 40], [120, 60], [20, 60]], np.float32)

TWO_LINES = np.concatenate([BAND, BAND + np.float32(30)])


def blank(width=200, height=120):
    return np.full((height, width, 3), 255, np.uint8)


def arc(radius=100.0, depth=20.0):
    """A band over the upper half of a circle around (150, 150), from the left to the right."""
    angles = np.linspace(np.pi, 2 * np.pi, 16)
    direction = np.stack([np.cos(angles), np.sin(angles)], axis=1)
    outer, inner = 150 + radius * direction, 150 + (radius - depth) * direction
    return np.concatenate([outer, inner[::-1]]).astype(np.float32)


def test_a_small_picture_is_not_reduced():
    picture = blank()
    assert reduced(picture, 200) == (picture, 1.0)


@given(st.integers(1, 400), st.integers(1, 400), st.integers(1, 300))
def test_no_side_of_a_reduced_picture_is_longer_than_asked(width, height, longest):
    small, factor = reduced(blank(width, height), longest)
    assert max(small.shape[:2]) == min(longest, max(width, height))
    assert 0 < factor <= 1


def test_the_font_has_the_characters_of_seals():
    font = ImageFont.truetype(font_file(), 40)
    missing = bytes(font.getmask("\U0010ffff"))
    for character in "海州市青禾软件有限公司專用章贰囍堃3Aé（）":
        assert bytes(font.getmask(character)) != missing


def test_the_characters_of_a_line_stand_one_after_the_other_in_its_middle():
    found = list(places(SealText(BAND, "测试公司", 1.0)))
    assert [place.x for place in found] == [32.5, 57.5, 82.5, 107.5]
    assert {(place.y, place.height, place.room, place.angle) for place in found} == {(50, 20, 25, 0)}


def test_the_characters_of_an_arc_turn_with_it():
    first, *_, last = places(SealText(arc(), "海州市青禾软件有限公司", 1.0))
    assert first.angle == pytest.approx(-82, abs=3)
    assert last.angle == pytest.approx(82, abs=3)
    assert first.y > 110
    assert first.x < 80


def test_two_quads_one_after_the_other_are_two_lines():
    found = list(places(SealText(TWO_LINES, "财务专用", 1.0)))
    assert [(place.character, place.y) for place in found] == [("财", 50), ("务", 50), ("专", 80), ("用", 80)]


def test_the_places_of_the_characters_tell_where_a_line_ends():
    spans = [(0.0, 0.3), (0.3, 0.6), (0.6, 0.9), (0.0, 0.9)]
    characters = tuple(Character(mark, 1.0, span) for mark, span in zip("财务专用", spans, strict=True))
    found = list(places(SealText(TWO_LINES, "财务专用", 1.0, characters)))
    assert [place.y for place in found] == [50, 50, 50, 80]


def test_two_lines_have_an_outline_each_and_one_around_both():
    assert [outline.tolist() for outline in outlines(TWO_LINES)] == [BAND.tolist(), (BAND + 30).tolist()]
    assert len(simple_outline(TWO_LINES)) == 6
    assert simple_outline(BAND) is BAND


@given(st.integers(3, 40), st.text(max_size=20), st.floats(0, 50))
def test_any_outline_carries_every_character_or_none(corners, text, size):
    angles = np.linspace(0, 2 * np.pi, corners, endpoint=False)
    outline = (100 + size * np.stack([np.cos(angles), np.sin(angles)], axis=1)).astype(np.float32)
    carried = [place.character for place in places(SealText(outline, text, 1.0))]
    assert carried in ([], list(text))


def test_a_frame_is_drawn_around_a_thing_and_nowhere_else():
    page = blank(300, 200)
    drawn = draw_layout(page, [Framed((100, 80, 60, 50), "seal", 0.98)])
    assert drawn.shape == page.shape
    assert tuple(drawn[105, 100][::-1]) == PALETTE[0]
    assert (drawn[150:] == 255).all()
    assert (page == 255).all()


def test_a_page_without_things_is_drawn_as_it_is():
    page = blank()
    assert (draw_layout(page, []) == page).all()


def test_a_large_page_is_reduced_for_its_drawing():
    assert draw_layout(blank(3000, 600), [Framed((2900, 0, 200, 600), "seal", 1)]).shape[:2] == (400, 2000)


def test_the_texts_of_a_cut_out_are_set_beside_it():
    text = SealText(arc(), "海州市青禾软件有限公司", 0.99)
    crop = blank(300, 300)
    drawn = draw_region(crop, [text])
    height, width = drawn.shape[:2]
    right = drawn[: height // 2, width // 2 + 20 : -20]
    assert (right != right[0, -1]).any()
    assert (crop == 255).all()


@pytest.mark.parametrize("shape", [(1, 1), (1, 900), (900, 2), (40, 30)])
def test_cut_outs_of_every_shape_can_be_drawn(shape):
    text = SealText(np.array([[0, 0], [1, 0], [1, 1]], np.float32), "印", 0.5)
    assert draw_region(blank(*shape), [text, text]).size > 0


def test_a_cut_out_without_texts_says_so():
    empty, other = draw_region(blank(300, 300), []), draw_region(blank(300, 300), [SealText(BAND, "", 0.0)])
    assert not np.array_equal(empty, other)


def test_a_line_that_fits_is_not_cut_and_one_that_does_not_is():
    font = face(20)
    assert shortened("合同专用章", font, 200) == "合同专用章"
    cut = shortened("合同专用章" * 10, font, 200)
    assert cut.endswith("…")
    assert font.getlength(cut) <= 200


def test_panels_stand_side_by_side_within_the_limit():
    panels = [Panel(blank(3000, 2000), "Original", ""), Panel(blank(30, 4000), "Rotated", "90°")]
    drawn = draw_panels(panels, 2000)
    assert max(drawn.shape[:2]) <= 2000
    assert drawn.shape[1] > drawn.shape[0]
