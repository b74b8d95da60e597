"""The picture of how a seal is read."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np

from bench.seal_steps.__main__ import draw, main


def test_it_shows_the_seal_its_paths_and_a_strip_of_each() -> None:
    picture = draw(3, "round")
    height, width = picture.shape[:2]
    assert width > 2 * 360
    marks = picture[360:, 0]
    colours = {tuple(int(v) for v in colour) for colour in np.unique(marks, axis=0)} - {(255, 255, 255)}
    assert (40, 40, 200) in colours  # the title
    assert height >= 360 + 52 * len(colours)


def test_the_picture_is_written_where_it_is_asked_for(tmp_path: Path) -> None:
    main([str(tmp_path / "images" / "seal.png"), "--shape", "rectangle"])
    assert cv2.imread(str(tmp_path / "images" / "seal.png")) is not None
