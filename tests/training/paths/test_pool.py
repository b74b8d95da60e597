"""Samples are kept as copies, the newest in place of the oldest."""

from __future__ import annotations

import numpy as np
import pytest

from tests import needs

torch = needs.extra("train", "torch")

from training.paths.pool import Pool  # noqa: E402


def sample(number: int) -> list[np.ndarray]:
    return [np.full((2, 2), number, np.uint8), np.full(3, number / 2, np.float16)]


def held(pool: Pool) -> set[int]:
    return {int(value) for value in pool.draw(2000)[0][:, 0, 0]}


@pytest.mark.parametrize("added", [7, 64, 65, 150])
def test_the_newest_samples_are_kept(added: int) -> None:
    pool = Pool(5, torch.device("cpu"), 1)
    for number in range(added):
        pool.add(sample(number))
    assert len(pool) == 5
    assert held(pool) == set(range(added - 5, added))


def test_samples_can_be_drawn_as_soon_as_there_is_one() -> None:
    pool = Pool(100, torch.device("cpu"), 1)
    pool.add(sample(9))
    first, second = pool.draw(3)
    assert (first.shape, first.dtype) == ((3, 2, 2), torch.uint8)
    assert second.tolist() == [[4.5] * 3] * 3


def test_a_sample_may_be_overwritten_once_it_was_added() -> None:
    pool = Pool(4, torch.device("cpu"), 1)
    arrays = sample(1)
    pool.add(arrays)
    arrays[0][:] = 99
    assert held(pool) == {1}


def test_samples_of_other_shapes_are_refused() -> None:
    pool = Pool(4, torch.device("cpu"), 1)
    pool.add(sample(1))
    with pytest.raises(ValueError, match="shapes"):
        pool.add([np.zeros((3, 2), np.uint8), np.zeros(3, np.float16)])


def test_an_empty_pool_cannot_be_drawn_from() -> None:
    with pytest.raises(ValueError, match="empty"):
        Pool(4, torch.device("cpu"), 1).draw(1)
