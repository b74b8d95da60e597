"""Finding seals by their ink and outline."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from models.seal.locate import locate
from models.values import Image

RED, BLACK = (50, 40, 215), (45, 45, 45)


def page(*rings: tuple[int, int, tuple[int, int, int]], radius: int = 90) -> Image:
    """White paper with rings of an ink about `(x, y)`, pixels, each with a bar for a title's character."""
    picture = np.full((480, 640, 3), 255, np.uint8)
    for x, y, ink in rings:
        layer = np.full_like(picture, 255)
        cv2.circle(layer, (x, y), radius, ink, 6, cv2.LINE_AA)
        cv2.line(layer, (x - 20, y + 40), (x + 20, y + 40), ink, 12)
        picture = np.minimum(picture, layer)
    return picture


def places(picture: Image) -> list[tuple[float | None, tuple[float, ...]]]:
    """The hue and the centre of everything found, from left to right."""
    found = [(one.hue, one.box) for one in locate(picture)]
    middles = [(hue, (x + width / 2, y + height / 2)) for hue, (x, y, width, height) in found]
    return sorted(middles, key=lambda one: one[1])


def test_a_red_seal_is_found_once_and_in_its_own_ink() -> None:
    [(hue, middle)] = places(page((300, 240, RED)))
    assert hue is not None
    assert middle == pytest.approx((300, 240), abs=3)


@pytest.mark.parametrize("across", [230, 130], ids=["beside", "across"])
def test_a_black_seal_is_found_beside_and_across_a_red_one(across: int) -> None:
    [(red, first), (black, second)] = places(page((200, 240, RED), (200 + across, 240, BLACK)))
    assert red is not None
    assert black is None
    assert first == pytest.approx((200, 240), abs=4)
    assert second == pytest.approx((200 + across, 240), abs=4)


def test_clean_paper_has_no_seal() -> None:
    assert places(page()) == []
