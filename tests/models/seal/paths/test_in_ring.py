"""Rings that were stamped aslant are shown to the path network upright, too."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest

from sealstack.models.seal.detect.ring.fit import Ellipse
from sealstack.models.seal.paths.in_ring import find_in_ring
from sealstack.models.seal.paths.text_path import PathKind, TextPath
from sealstack.models.values import Image

RIM = Ellipse(200, 200, 150, 120, 30)


class Title:
    """A path network that sees the dark arc of a ring as its title, and remembers what it was shown."""

    def __init__(self) -> None:
        self.shown: list[tuple[Image, Ellipse]] = []

    def find(self, picture: Image, rim: Ellipse | None = None) -> list[TextPath]:
        assert rim is not None
        self.shown.append((picture, rim))
        rows, columns = np.nonzero(picture[..., 0] < 60)
        angles = np.arctan2(rows - rim.y, columns - rim.x)
        middle = np.arctan2(np.sin(angles).mean(), np.cos(angles).mean())
        along = middle + np.radians(np.linspace(-60, 60, 25))
        line = np.stack([rim.x + 110 * np.cos(along), rim.y + 110 * np.sin(along)], -1).astype(np.float32)
        return [TextPath(PathKind.TITLE_ARC, line, np.full(25, 12, np.float32), 0.9, line[::5])]


def arc(degrees: float) -> Image:
    """A dark arc over the top of a ring, turned clockwise."""
    picture = np.full((400, 400, 3), 255, np.uint8)
    cv2.ellipse(picture, (200, 200), (110, 110), degrees, -150, -30, (0, 0, 0), 20)
    return picture


def test_an_upright_ring_is_looked_at_once() -> None:
    network = Title()
    assert len(find_in_ring(network, arc(8), RIM)) == 1
    assert len(network.shown) == 1


@pytest.mark.parametrize("degrees", [-120, 45, 170])
def test_a_ring_that_leans_is_looked_at_again_as_it_is_meant_to_stand(degrees: float) -> None:
    network = Title()
    find_in_ring(network, arc(degrees), RIM)
    picture, rim = network.shown[1]
    rows, columns = np.nonzero(picture[..., 0] < 60)
    assert columns.mean() == pytest.approx(rim.x, abs=2)
    assert rows.mean() < rim.y - 80
    assert (rim.a, rim.b) == (150, 120)


@pytest.mark.parametrize("degrees", [-120, 45, 170])
def test_what_is_seen_then_lies_where_it_is_in_the_picture(degrees: float) -> None:
    first, again = find_in_ring(Title(), arc(degrees), RIM)
    assert again.centre_line == pytest.approx(first.centre_line, abs=2)


def test_a_ring_without_a_title_is_looked_at_once() -> None:
    class Nothing(Title):
        def find(self, picture: Image, rim: Ellipse | None = None) -> list[TextPath]:
            return super().find(picture, rim)[1:]

    network = Nothing()
    assert find_in_ring(network, arc(90), RIM) == []
    assert len(network.shown) == 1


def test_an_arc_that_may_be_no_title_does_not_say_how_a_ring_stands() -> None:
    class Unsure(Title):
        def find(self, picture: Image, rim: Ellipse | None = None) -> list[TextPath]:
            return [replace(path, confidence=0.6) for path in super().find(picture, rim)]

    network = Unsure()
    find_in_ring(network, arc(90), RIM)
    assert len(network.shown) == 1
