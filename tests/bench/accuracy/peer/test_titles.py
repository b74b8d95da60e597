"""Which titles are read, on which crops, and what counts as read."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.accuracy.calls import CallFailed
from bench.accuracy.comparison import similarity
from bench.accuracy.peer.titles import cut, most_like, read_titles
from bench.accuracy.pictures import LabelledPicture
from tests.bench.accuracy.labelled import ELSEWHERE, found, label
from tests.bench.accuracy.peer.stand_ins import Ours, Peer

IN_CROP = (0, 0, 100, 100)


@pytest.fixture
def picture(tmp_path):
    """Makes a labelled picture."""
    path = tmp_path / "a.png"
    path.write_bytes(b"a picture")
    return lambda *labels: LabelledPicture("a", path, labels, ("all", "document"))


def blank(path):
    return np.zeros((200, 500, 3), np.uint8)


def test_a_title_is_read_from_the_whole_picture_and_twice_on_its_crop(picture):
    ours = Ours([found("大连海洋大学")], [found("大连海洋大字", box=IN_CROP)])
    peer = Peer("连海洋大学")
    [title] = read_titles([picture(label())], blank, ours, peer)
    assert (title.whole.text, title.crop.text, title.peer.text) == (
        "大连海洋大学",
        "大连海洋大字",
        "连海洋大学",
    )
    assert (title.picture, title.truth, title.groups) == ("a", "大连海洋大学", ("all", "document", "round"))
    assert ours.crops == peer.crops == [(100, 100, 3)]


def test_the_peers_own_times_count(picture):
    [title] = read_titles([picture(label())], blank, Ours(), Peer("大连"))
    assert (title.peer.seconds, title.peer.processor_seconds) == (0.5, 0.25)


@pytest.mark.parametrize(
    "kinds", [{"uncertain": True}, {"ignored": True}, {"body": ""}], ids=["uncertain", "ignored", "unknown"]
)
def test_titles_that_are_not_scored_are_passed_over(picture, kinds):
    peer = Peer("大连")
    titles = list(read_titles([picture(label(**kinds)), picture()], blank, Ours(), peer))
    assert titles == []
    assert peer.crops == []


def test_a_seal_that_was_not_found_is_read_empty(picture):
    ours = Ours([found(box=ELSEWHERE)])
    [title] = read_titles([picture(label())], blank, ours, Peer())
    assert (title.whole.text, title.crop.text, title.peer.text) == ("", "", "")


def test_of_several_seals_in_a_crop_the_one_that_lies_as_the_true_one_counts(picture):
    ours = Ours([], [found("旁边的章", box=(70, 70, 30, 30)), found("大连海洋大学", box=(2, 2, 96, 96))])
    [title] = read_titles([picture(label())], blank, ours, Peer())
    assert title.crop.text == "大连海洋大学"


def test_a_reader_that_fails_with_a_crop_says_why(picture):
    failure = CallFailed("ValueError: broken")
    [title] = read_titles([picture(label())], blank, Ours(failure=failure), Peer(failure=failure))
    assert title.crop.failure == title.peer.failure == "ValueError: broken"
    assert title.whole.failure == ""


def test_a_crop_is_the_box_without_a_margin():
    image = np.arange(60 * 80 * 3, dtype=np.int64).reshape(60, 80, 3).astype(np.uint8)
    crop, box = cut(image, (10, 20, 30, 25))
    assert np.array_equal(crop, image[20:45, 10:40])
    assert box == (0, 0, 30, 25)


def test_what_lies_outside_the_picture_is_left_out():
    crop, box = cut(np.zeros((60, 80, 3), np.uint8), (-5, 50, 20, 30))
    assert crop.shape == (10, 15, 3)
    assert box == (-5, 0, 20, 30)


@given(x=st.floats(-100, 200), y=st.floats(-100, 200), width=st.floats(0, 300), height=st.floats(0, 300))
def test_every_crop_has_pixels(x, y, width, height):
    crop, _ = cut(np.zeros((60, 80, 3), np.uint8), (x, y, width, height))
    assert crop.size > 0


def test_neighbouring_texts_are_joined_when_that_is_more_like_the_title():
    texts = ["编号", "海州市青禾", "软件有限公司", "合同专用章"]
    assert most_like(texts, "海州市青禾软件有限公司") == "海州市青禾软件有限公司"


def test_of_no_texts_nothing_is_read():
    assert most_like([], "海州市青禾软件有限公司") == ""


@given(
    texts=st.lists(st.text("甲乙丙丁", max_size=4), min_size=1, max_size=5),
    truth=st.text("甲乙丙丁", min_size=1),
)
def test_no_single_text_is_more_like_the_title(texts, truth):
    best = similarity(most_like(texts, truth), truth)
    assert all(similarity(text, truth) <= best for text in texts)
