"""Things that are no seals: they come out whole, the same for a seed, with icons and without."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from training.locator.lookalikes import badges, charts, codes, emblems, icons, pen, photographs, signs
from training.locator.lookalikes.cutout import paste
from training.locator.lookalikes.things import thing

MAKERS = (
    emblems.national,
    emblems.partisan,
    emblems.office,
    emblems.scales,
    emblems.shield,
    emblems.plaque,
    badges.medal,
    badges.sticker,
    badges.lettered_logo,
    badges.blot,
    signs.button,
    signs.banner,
    signs.price_label,
    signs.tag,
    signs.heading,
    codes.square_code,
    codes.bars,
    charts.pie,
    charts.columns,
    charts.dial,
    charts.table,
    pen.circled,
    pen.boxed,
    pen.tick,
    pen.signature,
    pen.thumb,
    photographs.portrait,
    photographs.ball,
    photographs.snippet,
)


@pytest.mark.parametrize("maker", MAKERS, ids=lambda maker: maker.__name__)
def test_a_thing_shows_something_about_as_large_as_asked_for(maker: object) -> None:
    drawn = maker(np.random.default_rng(4), 96)  # type: ignore[operator]
    assert drawn.dtype == np.uint8
    assert drawn.shape[2] == 4
    assert 60 <= max(drawn.shape[:2]) <= 140
    assert (drawn[..., 3] > 128).mean() > 0.005


def test_a_seed_gives_the_same_things_again() -> None:
    first, again = (np.random.default_rng(11) for _ in range(2))
    for _ in range(8):
        assert np.array_equal(thing(first, 64), thing(again, 64))


def test_the_emblem_of_licences_is_red_and_gold_more_often_than_grey() -> None:
    rng = np.random.default_rng(2)
    drawn = [emblems.national(rng, 64) for _ in range(24)]
    red = [np.median(one[one[..., 3] > 200][:, 2]) > 150 for one in drawn]
    assert 0.6 < np.mean(red) < 1


def test_a_square_code_on_paper_is_dark_in_some_of_its_modules() -> None:
    rng = np.random.default_rng(8)
    for _ in range(6):
        paper = np.full((128, 128, 3), 255, np.uint8)
        paste(paper, codes.square_code(rng, 128), (64, 64), 1.0)
        assert 0.08 < (paper.min(axis=2) < 128).mean() < 0.6


def test_without_a_directory_there_are_no_icons(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(icons.ENVIRONMENT, raising=False)
    assert icons.icon(np.random.default_rng(1), 64) is None


def test_icons_are_taken_from_the_directory_that_the_environment_names(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    mask = np.zeros((1, 32, 32), np.uint8)
    mask[:, 8:24, 8:24] = 255
    np.savez_compressed(tmp_path / "masks.npz", masks=mask)
    np.savez_compressed(tmp_path / "pictures.npz", pictures=np.full((1, 32, 32, 3), 90, np.uint8))
    monkeypatch.setenv(icons.ENVIRONMENT, str(tmp_path))
    rng = np.random.default_rng(1)
    shown = [icons.icon(rng, 64) for _ in range(12)]
    assert all(one is not None and one[32, 32, 3] == 255 for one in shown)
