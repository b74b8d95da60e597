"""Shards keep strips as they were."""

import numpy as np

from training.recognizer.strips import TEACHER_CLASSES, Strip, Teaching, load_shard, load_shards, save_shard


def strip(width, text="公司", teaching=None, value=7):
    return Strip(np.full((48, width, 3), value, np.uint8), text, "arc", "hard", teaching)


def teaching(columns, first):
    classes = (np.arange(columns * TEACHER_CLASSES).reshape(columns, -1) + first).astype(np.uint16)
    return Teaching(classes, np.full(classes.shape, 0.125, np.float16))


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


def test_teachings_stay_with_the_strips_they_belong_to(tmp_path):
    kept = [strip(40), strip(48, teaching=teaching(6, 100)), strip(16), strip(24, teaching=teaching(3, 500))]
    save_shard(tmp_path / "strips_0000001.npz", kept)
    back = load_shard(tmp_path / "strips_0000001.npz")
    assert [s.teaching is not None for s in back] == [False, True, False, True]
    np.testing.assert_array_equal(back[1].teaching.classes, kept[1].teaching.classes)
    np.testing.assert_array_equal(back[3].teaching.classes, kept[3].teaching.classes)
    np.testing.assert_array_equal(back[3].teaching.probabilities, kept[3].teaching.probabilities)


def test_a_shard_without_teachings_can_be_kept(tmp_path):
    save_shard(tmp_path / "strips_0000001.npz", [strip(40)])
    assert load_shard(tmp_path / "strips_0000001.npz")[0].teaching is None


def test_nothing_half_written_is_left_beside_a_shard(tmp_path):
    save_shard(tmp_path / "strips_0000001.npz", [strip(40)])
    assert [path.name for path in tmp_path.iterdir()] == ["strips_0000001.npz"]


def test_shards_are_read_in_the_order_of_their_names(tmp_path):
    save_shard(tmp_path / "strips_0000002.npz", [strip(40, "乙")])
    save_shard(tmp_path / "strips_0000001.npz", [strip(40, "甲")])
    assert [s.text for s in load_shards(tmp_path.glob("*.npz"))] == ["甲", "乙"]
