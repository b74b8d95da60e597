"""The pictures of docs/cookbook.md are those that docs/forms/draw.py draws."""

import importlib.util
import json

import cv2
import numpy as np
import pytest

from tests.conformance.servers import ROOT

FORMS = ROOT / "docs" / "forms"


def load_drawing():
    specification = importlib.util.spec_from_file_location("draw_forms", FORMS / "draw.py")
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


drawing = load_drawing()


def pixels(path) -> np.ndarray:
    return cv2.imdecode(np.frombuffer(path.read_bytes(), np.uint8), cv2.IMREAD_COLOR).astype(int)


@pytest.mark.parametrize("name", drawing.SEEDS)
def test_drawn_anew_they_are_the_same_but_for_what_coders_and_renderers_differ_in(name, tmp_path):
    drawing.draw(name, tmp_path)
    fields = json.loads((tmp_path / f"{name}.json").read_text(encoding="utf-8"))
    assert json.loads((FORMS / f"{name}.json").read_text(encoding="utf-8")) == fields
    for file in (f"{name}.jpg", f"another_{name}.jpg"):
        assert np.abs(pixels(FORMS / file) - pixels(tmp_path / file)).mean() < 4
