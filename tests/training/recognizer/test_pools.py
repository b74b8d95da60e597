"""Strips wait in pools of few widths and come in full batches, the least used first."""

import numpy as np
import pytest

from tests import needs

torch = needs.extra("train", "torch")

from training.recognizer.pools import KINDS, WIDTHS, StripPools, rows_of  # noqa: E402

CLASSES = {"公": 1, "司": 2}
PIXELS = 4 * WIDTHS[0]


@pytest.fixture
def pools():
    return StripPools(torch.device("cpu"), 4 * 100 * 3 * 48 * WIDTHS[-1], CLASSES, PIXELS)


def strip(width, value=9):
    return np.full((48, width, 3), value, np.uint8)


def fill(pools, count, width=200):
    for number in range(count):
        assert pools.take(strip(width, number % 250), "公司", "arc")


def test_a_strip_goes_where_there_is_room_to_stretch_it(pools):
    fill(pools, 24, width=240)
    assert pools.draw(np.random.default_rng(0)).pixels.shape == (rows_of(WIDTHS[1], PIXELS), 3, 48, WIDTHS[1])


def test_nothing_is_drawn_before_there_are_two_dozen(pools):
    fill(pools, 23)
    assert not pools.ready()
    fill(pools, 1)
    assert pools.ready()


def test_a_batch_is_always_full(pools):
    fill(pools, 24)
    rng = np.random.default_rng(0)
    assert [len(pools.draw(rng).widths) for _ in range(3)] == [4, 4, 4]


def test_every_strip_has_been_drawn_before_one_is_drawn_again(pools):
    fill(pools, 24)
    rng = np.random.default_rng(0)
    seen = torch.cat([pools.draw(rng).pixels[:, 0, 0, 0] for _ in range(6)]).tolist()
    assert sorted(seen) == list(range(24))


def test_rows_say_what_was_taken(pools):
    fill(pools, 24)
    rows = pools.draw(np.random.default_rng(0))
    assert rows.widths.tolist() == [200] * 4
    assert rows.lengths.tolist() == [2] * 4
    assert rows.labels[:, :3].tolist() == [[1, 2, 0]] * 4
    assert {KINDS[kind] for kind in rows.kinds.tolist()} == {"arc"}


def test_strips_with_unknown_characters_or_no_text_are_refused(pools):
    assert not pools.take(strip(100), "公寓", "arc")
    assert not pools.take(strip(100), "", "arc")
    assert not pools.take(strip(WIDTHS[-1] + 1), "公司", "arc")
