"""Looks change how a strip is seen, never what it says or where the padding begins."""

import numpy as np
import pytest

from tests import needs

torch = needs.extra("train", "torch")

from training.recognizer.looks import look_at  # noqa: E402
from training.recognizer.pools import StripPools  # noqa: E402

WIDTH = 200
LONGEST = "公司" * 8  # needs 16 * 1.25 * 8 = 160 of 200 pixels


@pytest.fixture(scope="module")
def rows():
    pools = StripPools(torch.device("cpu"), 4 * 100 * 3 * 48 * 1152, {"公": 1, "司": 2}, 256 * 24)
    rng = np.random.default_rng(3)
    for _ in range(24):
        pools.take(rng.integers(0, 256, (48, WIDTH, 3)).astype(np.uint8), LONGEST, "arc")
    return pools.draw(rng)


@pytest.fixture(scope="module")
def looks(rows):
    torch.manual_seed(5)
    return [look_at(rows) for _ in range(4)]


def test_values_are_those_the_recognizer_takes(looks):
    for look in looks:
        assert look.strips.shape == (24, 3, 48, 256)
        assert float(look.strips.min()) >= -1
        assert float(look.strips.max()) <= 1


def test_right_of_a_strip_there_is_the_padding_of_inference(looks):
    for look in looks:
        for strip, columns in zip(look.strips, look.columns.tolist(), strict=True):
            assert float(strip[:, :, columns * 8 :].abs().sum()) == 0
            assert float(strip[:, :, : columns * 8 - 8].abs().sum()) > 0


def test_no_strip_is_squeezed_below_what_its_label_needs(looks):
    assert min(int(look.columns.min()) for look in looks) >= 16 * 1.25


def test_some_strips_are_stretched_and_some_are_squeezed(looks):
    columns = torch.cat([look.columns for look in looks])
    assert int(columns.min()) < WIDTH // 8 < int(columns.max())


def test_two_looks_at_one_strip_differ(looks):
    assert float((looks[0].strips - looks[1].strips).abs().mean()) > 0.02


def test_some_rows_stay_as_they_were_drawn(rows):
    torch.manual_seed(11)
    drawn = (rows.pixels.float() / 255 * 2 - 1)[:, :, :, :WIDTH]
    apart = [(look_at(rows).strips[:, :, :, :WIDTH] - drawn).abs().amax((1, 2, 3)) for _ in range(6)]
    assert int((torch.cat(apart) < 1e-3).sum()) > 0
