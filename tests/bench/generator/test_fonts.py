"""The faces: what they cover, and that nothing is drawn that a face lacks."""

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
from PIL import ImageFont

from bench.generator import names
from bench.generator.fonts import available_faces, bundled_font, find_faces
from bench.generator.fonts.coverage import covered
from bench.generator.fonts.faces import FOLDER_INDEX, FOLDER_VARIABLE
from bench.generator.glyphs import glyph
from bench.generator.names.characters import FAVOURITES
from bench.generator.names.people import GIVEN, SURNAMES

BUNDLED = available_faces(bundled_only=True)[0]


def test_the_bundled_font_has_all_common_characters_and_ascii():
    known = covered(bundled_font())
    wanted = names.common_characters() + "".join(map(chr, range(0x20, 0x7F)))
    assert len(names.common_characters()) == 3755
    assert [c for c in wanted if ord(c) not in known] == []


def test_the_bundled_font_travels_with_its_licence_under_its_own_name():
    assert "SIL OPEN FONT LICENSE Version 1.1" in bundled_font().with_name("OFL.txt").read_text(
        encoding="utf-8"
    )
    assert ImageFont.truetype(str(bundled_font()), 20).getname() == ("Sealstack Serif", "Regular")


def test_the_bundled_font_stays_small():
    assert bundled_font().stat().st_size < 2_500_000


def test_all_names_that_can_be_composed_are_in_the_bundled_font():
    known = covered(bundled_font())
    lists = Path(names.__file__).with_name("lists")
    text = FAVOURITES + SURNAMES + GIVEN
    text += "".join(path.read_text(encoding="utf-8") for path in sorted(lists.glob("*.txt")))
    assert sorted({c for c in text if not c.isspace() and ord(c) not in known}) == []


def test_a_character_the_face_lacks_is_refused():
    with pytest.raises(LookupError, match="㐂"):
        glyph(BUNDLED, "㐂", 48)


def test_no_face_for_a_text_no_face_has():
    with pytest.raises(LookupError):
        find_faces("\U0010fffd")


def test_coverage_agrees_with_what_the_font_draws():
    """A character outside the coverage draws the same box as the code point that no font has."""
    font = ImageFont.truetype(str(bundled_font()), 40)
    missing = bytes(font.getmask("\U0010fffd"))
    known = covered(bundled_font())
    for character in "国税A9（㐂ㄅ가":
        assert (bytes(font.getmask(character)) != missing) == (ord(character) in known), character


def test_a_bolder_glyph_has_more_ink_and_none_less():
    plain, bold = glyph(BUNDLED, "永", 96), glyph(BUNDLED, "永", 96, 0.02)
    assert bold.astype(int).sum() > 1.1 * plain.astype(int).sum()
    assert (bold.astype(int) - plain.astype(int) >= -1).all()


def test_an_ideograph_fills_a_square_cell_and_a_digit_a_narrow_one():
    assert glyph(BUNDLED, "国", 96).shape == (96, 96)
    height, width = glyph(BUNDLED, "7", 96).shape
    assert height > width > 30
    assert np.count_nonzero(glyph(BUNDLED, "7", 96)[0]) > 0


def test_a_folder_of_faces_takes_the_place_of_the_machines_own(tmp_path, monkeypatch):
    shutil.copy(bundled_font(), tmp_path / "narrow.otf")
    entry = {"file": "narrow.otf", "index": 0, "style": "fangsong", "weight": 4}
    (tmp_path / FOLDER_INDEX).write_text(json.dumps([entry]), encoding="utf-8")
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path))
    available_faces.cache_clear()
    try:
        assert [face.style for face in available_faces()] == ["song", "fangsong"]
        assert find_faces("公司", ("fangsong",))[0].path == tmp_path / "narrow.otf"
        assert len(available_faces(bundled_only=True)) == 1
        (tmp_path / "narrow.otf").unlink()
        available_faces.cache_clear()
        with pytest.raises(FileNotFoundError, match=r"narrow\.otf"):
            available_faces()
    finally:
        available_faces.cache_clear()
