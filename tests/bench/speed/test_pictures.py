"""The pictures that speed is measured on."""

from __future__ import annotations

import cv2
import numpy as np

from bench.speed.pictures import general_pictures


def test_what_the_drawn_lines_say_is_known() -> None:
    letter, *_ = general_pictures()
    image = cv2.imdecode(np.frombuffer(letter.content, np.uint8), cv2.IMREAD_COLOR)
    assert image.shape[:2] == (1169, 827)
    assert len(letter.legible) > 40
