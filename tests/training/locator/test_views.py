"""Views to learn from: seals and their outlines move together."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from training.locator import views
from training.locator.maps import SHRUNKEN, STRIDE
from training.locator.scenes import POINTS, Drawn
from training.locator.targets import MAPS, targets_of
from training.locator.views import View, make_view

ANGLES = np.arange(POINTS) * 2 * np.pi / POINTS
CIRCLE = np.stack([np.cos(ANGLES), np.sin(ANGLES)], axis=1)


def disc(radius: float = 60.0) -> Drawn:
    """White paper with a red disc, which stands for a seal that fills its outline."""
    image = np.full((300, 240, 3), 255, np.uint8)
    cv2.circle(image, (110, 170), round(radius), (0, 0, 255), cv2.FILLED)
    return Drawn(image, (CIRCLE * radius + [110, 170]).astype(np.float32)[None], np.array([0]))


@pytest.fixture
def unspoilt(monkeypatch: pytest.MonkeyPatch) -> None:
    """Colours stay, nothing is drawn over."""
    monkeypatch.setattr(views, "_scribbled", lambda rng, image: None)
    monkeypatch.setattr(views, "_recoloured", lambda rng, image: image)
    monkeypatch.setattr(views, "spoilt", lambda rng, image: image)


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.usefixtures("unspoilt")
def test_outlines_lie_where_the_seals_went(seed: int) -> None:
    view = make_view(np.random.default_rng(seed), disc, (256, 320))
    red = (view.image[..., 2] > 128) & (view.image[..., 0] < 128)
    for outline, shown in zip(view.outlines, view.shown, strict=True):
        area = np.zeros(red.shape, np.uint8)
        middle = outline.mean(axis=0)
        cv2.fillConvexPoly(area, np.round(middle + 0.8 * (outline - middle)).astype(np.int32), 1)
        if shown > 0.99:
            assert red[area > 0].mean() > 0.97


def test_a_view_is_the_same_again_with_the_same_seed() -> None:
    first, again = (make_view(np.random.default_rng(5), disc, (256, 256)) for _ in range(2))
    assert np.array_equal(first.image, again.image)
    assert np.array_equal(first.outlines, again.outlines)


def view_of(radius: float, shown: float = 1.0) -> View:
    """A view of one ring about the middle of 160 by 160 pixels."""
    outline = (CIRCLE * radius + 79.5).astype(np.float32)
    return View(
        np.zeros((160, 160, 3), np.uint8), outline[None], np.array([0]), np.array([shown], np.float32)
    )


def test_a_rings_kernel_is_a_smaller_ring_in_the_first_map_and_its_area_is_in_the_last() -> None:
    maps, weights = targets_of(view_of(60))
    assert maps.shape == weights.shape == (MAPS, 40, 40)
    area = np.pi * (60 / STRIDE) ** 2
    assert maps[0].sum() == pytest.approx(area * SHRUNKEN**2, rel=0.15)
    assert maps[-1].sum() == pytest.approx(area, rel=0.1)
    assert maps[1:-1].sum() == 0
    assert weights.min() > 0


def test_small_seals_count_more_and_tiny_ones_not_at_all() -> None:
    small, large = targets_of(view_of(12)), targets_of(view_of(60))
    assert small[1][small[0] > 0].mean() > 2 * large[1][large[0] > 0].mean()
    maps, weights = targets_of(view_of(5))
    assert maps.sum() == 0
    assert weights.min() == 0


def test_what_is_mostly_cut_off_is_not_asked_for() -> None:
    maps, weights = targets_of(view_of(60, shown=0.2))
    assert maps.sum() == 0
    assert (weights == 0).any(axis=0).sum() == pytest.approx(np.pi * (60 / STRIDE) ** 2, rel=0.1)
