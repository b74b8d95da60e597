"""Shards keep strips as they were."""

import numpy as np

from training.recognizer.strips import Strip, load_shard, load_shards, save_shard


def strip(width, text="公司", value=7):
    return Strip(np.full((48, width, 3), value, np.uint8), text, "arc", "hard")


def test_strips_come_back_in_order_with_their_own_pixels(tmp_path):
    kept = [strip(40, "一", value=1), strip(64, "二（三）", value=2), strip(33, "A B", value=3)]
    save_shard(tmp_path / "strips_0000001.npz", kept)
    back = load_shard(tmp_path / "strips_0000001.npz")
    assert [(s.text, s.kind, s.difficulty, s.width) for s in back] == [
        ("一", "arc", "hard", 40),
        ("二（三）", "arc", "hard", 64),
        ("A B", "arc", "hard", 33),
    ]
    assert [int(s.pixels.min()) for s in back] == [1, 2, 3]
    assert [int(s.pixels.max()) for s in back] == [1, 2, 3]


def test_nothing_half_written_is_left_beside_a_shard(tmp_path):
    save_shard(tmp_path / "strips_0000001.npz", [strip(40)])
    assert [path.name for path in tmp_path.iterdir()] == ["strips_0000001.npz"]


def test_shards_are_read_in_the_order_of_their_names(tmp_path):
    save_shard(tmp_path / "strips_0000002.npz", [strip(40, "乙")])
    save_shard(tmp_path / "strips_0000001.npz", [strip(40, "甲")])
    assert [s.text for s in load_shards(tmp_path.glob("*.npz"))] == ["甲", "乙"]
