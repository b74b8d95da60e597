"""Batches hold strips of one width and every strip once."""

import numpy as np
import pytest

from training.recognizer.batches import ShardReader, batches_of, fits, label_of
from training.recognizer.strips import Strip, save_shard

CLASSES = {"": 0, "甲": 1, "乙": 2, "丙": 3, " ": 4}


def strip(width, text="甲乙"):
    return Strip(np.zeros((48, width, 3), np.uint8), text, "arc", "hard")


def test_a_label_names_the_class_of_every_character():
    assert label_of("乙 甲", CLASSES) == [2, 4, 1]


def test_a_character_that_the_network_does_not_know_is_an_error():
    with pytest.raises(KeyError):
        label_of("丁", CLASSES)


@pytest.mark.parametrize(
    ("label", "width", "expected"),
    [([1, 2], 16, True), ([1, 2, 3], 16, False), ([1, 1], 16, False), ([1, 1], 24, True), ([], 400, False)],
)
def test_a_label_needs_a_column_a_character_and_one_between_equal_ones(label, width, expected):
    assert fits(label, width) == expected


def test_every_strip_comes_once_in_batches_of_one_padded_width():
    strips = [strip(width) for width in (330, 340, 500, 505, 510, 600, 90)]
    batches = list(batches_of(strips, CLASSES, 1100, np.random.default_rng(0)))
    seen = [id(one) for batch in batches for one in batch.strips]
    assert sorted(seen) == sorted(id(one) for one in strips)
    for batch in batches:
        assert batch.pixels.shape[0] == len(batch.strips) == len(batch.labels)
        assert len(batch.strips) == 1 or batch.pixels.shape[0] * batch.pixels.shape[3] <= 1100


def test_a_strip_too_short_for_its_label_is_left_out():
    assert list(batches_of([strip(24, "甲乙丙甲")], CLASSES, 1000, np.random.default_rng(0))) == []


def test_the_reader_takes_the_least_used_shards_first(tmp_path):
    for number in range(6):
        save_shard(tmp_path / f"strips_{number:07d}.npz", [strip(320 + number)])
    reader = ShardReader(tmp_path, CLASSES, 320, seed=3)
    batches = reader.batches()
    first = {next(batches).strips[0].width for _ in range(4)}
    second = {next(batches).strips[0].width for _ in range(4)}
    assert len(first) == 4
    assert set(range(320, 326)) - first <= second


def test_a_reader_without_shards_says_so(tmp_path):
    with pytest.raises(FileNotFoundError, match="no shards"):
        next(ShardReader(tmp_path, CLASSES, 320, seed=3).batches())
