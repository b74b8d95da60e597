"""The folder of faces: small, complete in its characters, readable by the generator."""

import json

from bench.generator.fonts import Face, bundled_font
from bench.generator.fonts.coverage import covered
from bench.generator.fonts.faces import FOLDER_INDEX
from tests import needs
from training import fonts


def test_characters_are_those_of_gb2312_and_their_traditional_forms():
    text = fonts.characters()
    assert {*"国鬏資總Aa1（）《¥"} <= set(text)
    assert len(text) > 8500
    assert set(fonts.common()) < set(text)
    assert "鬏" not in fonts.common()


def test_faces_are_gathered_as_subsets_with_their_style_and_weight(tmp_path, monkeypatch):
    needs.extra("dev", "fontTools")
    monkeypatch.setattr(fonts, "WHOLE", (bundled_font().stem,))
    monkeypatch.setattr(fonts, "characters", lambda: "公司A1（）")
    face = Face(bundled_font(), 0, "fangsong", 4)
    (kept,) = fonts.gather([face], tmp_path, limit=100_000)
    assert {ord(c) for c in "公司A1（）"} == set(covered(kept.path))
    assert kept.path.stat().st_size < 20_000
    entry = {"file": kept.path.name, "index": 0, "style": "fangsong", "weight": 4}
    assert json.loads((tmp_path / FOLDER_INDEX).read_text(encoding="utf-8")) == [entry]


def test_a_face_that_no_longer_fits_is_left_out(tmp_path, monkeypatch):
    needs.extra("dev", "fontTools")
    monkeypatch.setattr(fonts, "WHOLE", (bundled_font().stem,))
    monkeypatch.setattr(fonts, "characters", lambda: "公司")
    assert fonts.gather([Face(bundled_font(), 0, "song", 5)], tmp_path, limit=100) == []
    assert [path.name for path in tmp_path.iterdir()] == [FOLDER_INDEX]
