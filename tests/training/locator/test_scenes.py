"""The outlines of drawn seals, and how pictures are kept."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest

from bench.generator.scenes import make_scene
from training.locator import scenes
from training.locator.maps import KINDS
from training.locator.scenes import drawn, load_shard, make_shard, outline_of


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


def test_a_large_page_is_kept_small_with_its_outlines() -> None:
    scene = next(s for s in (make_scene(n, "easy", "page", bundled_only=True) for n in range(20)) if s.truths)
    one = drawn(scene)
    scale = max(one.image.shape) / max(scene.image.shape)
    assert max(one.image.shape) <= 1280
    assert one.outlines[0] == pytest.approx(outline_of(scene.truths[0]) * scale, abs=0.5)
    assert list(KINDS)[one.kinds[0]] in {"ring", "frame", "triangle"}


def test_a_shard_gives_back_what_was_drawn(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scenes, "_SCENES", 3)
    make_shard(tmp_path / "first.npz", 7)
    make_shard(tmp_path / "again.npz", 7)
    first, again = load_shard(tmp_path / "first.npz"), load_shard(tmp_path / "again.npz")
    assert len(first) == 3
    for (coded, outlines, kinds), (coded_again, outlines_again, _) in zip(first, again, strict=True):
        assert np.array_equal(coded, coded_again)
        assert np.array_equal(outlines, outlines_again)
        assert len(outlines) == len(kinds)
        assert cv2.imdecode(coded, cv2.IMREAD_COLOR).ndim == 3


def test_a_shard_of_one_shape_holds_seals_of_that_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scenes, "_SCENES", 4)
    make_shard(tmp_path / "frames.npz", 7, "rectangle")
    kinds = [kind for _, _, kinds in load_shard(tmp_path / "frames.npz") for kind in kinds]
    assert kinds
    assert set(kinds) == {list(KINDS).index("frame")}
