"""The outlines of drawn seals."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from bench.generator.scenes import make_scene
from training.locator.maps import KINDS
from training.locator.scenes import drawn, outline_of


@pytest.mark.parametrize("shape", ["round", "oval", "rectangle", "diamond", "triangle"])
def test_an_outline_encloses_the_seals_ink_and_little_more(shape: str) -> None:
    scene = make_scene(3, "easy", shape=shape, grey=False, bundled_only=True)
    truth = scene.truths[0]
    x, y, width, height = truth.box
    low, high = outline_of(truth).min(axis=0), outline_of(truth).max(axis=0)
    assert [*low, *high] == pytest.approx([x, y, x + width, y + height], abs=0.04 * max(width, height))


def test_a_triangles_outline_encloses_its_ink_whichever_way_up_it_stands() -> None:
    for seed in range(16):
        scene = make_scene(seed, "easy", shape="triangle", grey=False, bundled_only=True, with_masks=True)
        area = np.zeros(scene.image.shape[:2], np.uint8)
        hull = cv2.convexHull(outline_of(scene.truths[0]).astype(np.float32))
        cv2.fillConvexPoly(area, np.round(hull).astype(np.int32), 1)
        ink = scene.masks[0] > 0.3
        assert ink[cv2.dilate(area, np.ones((5, 5))) > 0].sum() > 0.97 * ink.sum()


def test_a_large_page_is_made_small_with_its_outlines() -> None:
    scene = next(s for s in (make_scene(n, "easy", "page", bundled_only=True) for n in range(20)) if s.truths)
    one = drawn(scene, 500)
    scale = max(one.image.shape) / max(scene.image.shape)
    assert max(one.image.shape) == 500
    assert one.outlines[0] == pytest.approx(outline_of(scene.truths[0]) * scale, abs=0.5)
    assert list(KINDS)[one.kinds[0]] in {"ring", "frame", "triangle"}
