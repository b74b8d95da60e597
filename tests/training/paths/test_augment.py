"""Photometric chance: crops look otherwise, lie where they lay, and a seed gives the same again."""

from __future__ import annotations

import pytest

from tests import needs

torch = needs.extra("train", "torch")

from training.paths.augment import Photometry  # noqa: E402


def barred() -> torch.Tensor:
    """64 crops with a dark bar across white paper."""
    pictures = torch.ones(64, 3, 64, 64)
    pictures[:, :, 24:40] = 0.1
    return pictures


def test_crops_keep_their_shape_and_range_and_look_otherwise() -> None:
    pictures = barred()
    changed = Photometry(torch.device("cpu"), 1)(pictures)
    assert changed.shape == pictures.shape
    assert 0 <= float(changed.min()) <= float(changed.max()) <= 1
    assert float((changed - pictures).abs().mean()) > 0.02


def test_what_is_shown_stays_where_it_was() -> None:
    rows = Photometry(torch.device("cpu"), 2)(barred()).mean(dim=(1, 3))
    bar, paper = rows[:, 28:36].mean(dim=1), torch.cat([rows[:, 6:18], rows[:, 46:58]], dim=1).mean(dim=1)
    assert float((bar < paper).float().mean()) > 0.95
    edge = (rows.mean(dim=0).diff().abs()).topk(2).indices.sort().values.tolist()
    assert edge == pytest.approx([23, 39], abs=1)


def test_a_seed_gives_the_same_again() -> None:
    one, other = (Photometry(torch.device("cpu"), 3)(barred()) for _ in range(2))
    assert torch.equal(one, other)
