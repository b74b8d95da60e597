"""Ink, and the ways it fails."""

import dataclasses

import numpy as np
import pytest

from bench.generator.degradations import Degradation, degrade
from bench.generator.ink import Inking, printed
from bench.generator.noise import white
from bench.generator.paper import blank_sheet, lay
from bench.generator.poses import seen_axes, similarity, tilt
from bench.generator.truth import project

SCALE = 120.0


@pytest.fixture
def plate():
    """Bars of ink two hundredths wide."""
    bars = np.zeros((240, 240), np.float32)
    for column in range(20, 220, 12):
        bars[20:220, column : column + 5] = 1
    return bars


def inked(plate, **how):
    clear = Inking(soft=0.0)
    return printed(plate, SCALE, dataclasses.replace(clear, **how), np.random.default_rng(0))


def test_a_perfect_print_is_its_plate(plate):
    assert np.abs(inked(plate) - plate).mean() < 0.06


def test_bare_paper_stays_bare_however_the_ink_spreads(plate):
    for spread in (-0.3, 0.5, 2.0):
        assert inked(plate, spread=spread)[:10].max() < 0.01


def test_spreading_ink_covers_more(plate):
    assert inked(plate, spread=1.0).sum() > 1.3 * inked(plate).sum()
    assert inked(plate, spread=-0.5).sum() < 0.9 * inked(plate).sum()


def test_wear_takes_about_the_share_asked_for(plate):
    left = inked(plate, worn=0.4).sum() / inked(plate).sum()
    assert 0.45 < left < 0.75


def test_a_missing_side_leaves_the_other(plate):
    rest = inked(plate, missing=1.0)
    columns = rest[20:220].reshape(200, 2, 120).sum(axis=(0, 2))
    rows = rest[:, 20:220].reshape(2, 120, 200).sum(axis=(1, 2))
    assert max(columns.max() / max(columns.min(), 1), rows.max() / max(rows.min(), 1)) > 1.5
    assert rest.max() > 0.8


def test_faint_ink_is_fainter_by_its_density(plate):
    assert inked(plate, density=0.4).sum() == pytest.approx(0.4 * inked(plate).sum(), rel=0.1)


def test_printing_twice_only_darkens():
    sheet = blank_sheet((40, 40))
    mask = np.zeros((20, 20), np.uint8)
    mask[5:15, 5:15] = 255
    lay(sheet, mask, np.array([0.2, 0.1, 0.9], np.float32), (10, 10))
    once = sheet.copy()
    lay(sheet, mask, np.array([0.1, 0.1, 0.1], np.float32), (-8, 15))
    assert (sheet <= once).all()
    assert tuple(once[20, 20]) == pytest.approx((51, 26, 230), abs=2)
    assert (once[:15] == 255).all()


def test_no_degradation_changes_nothing():
    picture = np.random.default_rng(0).random((30, 40, 3), dtype=np.float32)
    kept = degrade(picture, Degradation(), np.random.default_rng(0))
    assert np.abs(kept / 255 - picture).max() < 0.003


def test_noise_has_the_deviation_asked_for():
    noise = white(np.random.default_rng(3), (1500, 300))
    assert noise.mean() == pytest.approx(0, abs=0.02)
    assert noise.std() == pytest.approx(1, abs=0.02)


def test_a_slanted_circle_is_seen_as_an_ellipse_of_the_cosine():
    pose = similarity(300, 200, 100, 25) @ tilt(40, 70, 1e6)
    longer, shorter = seen_axes(pose)
    assert longer == pytest.approx(100, rel=1e-3)
    assert shorter == pytest.approx(100 * np.cos(np.radians(40)), rel=1e-3)


def test_the_nearer_side_of_a_slanted_plane_looks_larger():
    pose = tilt(40, 0, 3.0)
    near, far = (project(pose, np.array([[-1.0, y], [1.0, y]])) for y in (-1.0, 1.0))
    assert np.ptp(near[:, 0]) > 1.3 * np.ptp(far[:, 0])
