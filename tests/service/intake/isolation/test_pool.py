"""Files decoded in other processes: as if it were done here, and harmless whatever they are."""

import gc
import time
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sealstack.service.intake import decode as decoding
from sealstack.service.intake.errors import IntakeError, NoSuchPageError, NotAPictureError, TooLargeError
from sealstack.service.intake.isolation import pool as pools
from sealstack.service.intake.isolation.pool import DecoderPool
from sealstack.service.readers.inference import Overloaded
from tests.service.intake.formats.test_pixels import a_picture
from tests.service.intake.hostile import endless_pdf, nested_pdf
from tests.service.intake.isolation.files import FILES, MOST, a_stuck_call, picture
from tests.service.pictures import a_pdf, as_file


@pytest.mark.parametrize("content", FILES.values(), ids=FILES)
def test_every_kind_comes_out_as_in_this_process(pool, content):
    there = pool.decode(content, max_pixels=MOST, pdf_page=1)
    here = decoding.decode(content, max_pixels=MOST, pdf_page=1)
    assert np.array_equal(there.image, here.image)
    assert there.pages == here.pages
    assert there.image.dtype == np.uint8


@settings(max_examples=30)
@given(
    mode=st.sampled_from(["1", "L", "P", "RGB", "RGBA", "I;16"]),
    width=st.integers(1, 60),
    height=st.integers(1, 60),
)
def test_every_mode_and_size_comes_out_as_in_this_process(pool, mode, width, height):
    content = as_file(a_picture(mode, width, height, seed=3))
    there = pool.decode(content, max_pixels=MOST).image
    assert np.array_equal(there, decoding.decode(content, max_pixels=MOST).image)


@pytest.mark.parametrize(
    "content", [a_pdf((9, 9), (9, 9)), FILES["TIFF of two pages"], FILES["PNG"], b"none"]
)
def test_pages_are_counted_as_in_this_process(pool, content):
    assert pool.page_count(content) == decoding.page_count(content)


@pytest.mark.parametrize(
    ("content", "page", "kind", "words"),
    [
        (b"hello", None, NotAPictureError, "no picture of a known kind"),
        (b"", None, NotAPictureError, "no picture of a known kind"),
        (a_pdf((20, 20)), 2, NoSuchPageError, "none numbered 2"),
        (a_pdf((2000, 2000)), 1, TooLargeError, "4000x4000"),
        (picture()[:90], None, NotAPictureError, "broken or not complete"),
    ],
)
def test_what_is_wrong_is_told_as_in_this_process(pool, content, page, kind, words):
    with pytest.raises(kind, match=words):
        pool.decode(content, max_pixels=MOST, pdf_page=page)


def test_what_is_wrong_is_told_in_both_languages(pool):
    with pytest.raises(NotAPictureError) as caught:
        pool.decode(b"hello", max_pixels=MOST)
    assert caught.value.reason.render("zh-CN").startswith("文件不是受支持的图片格式")


def test_pictures_of_processes_are_of_no_other_call(pool):
    first = pool.decode(picture(), max_pixels=MOST).image
    expected = first.copy()
    pool.decode(picture(), max_pixels=MOST).image[:] = 7
    assert np.array_equal(first, expected)


def test_a_file_that_never_ends_is_refused_in_time_while_another_call_is_answered(pool):
    with a_stuck_call(pool) as (stuck, _):
        assert pool.decode(picture(), max_pixels=MOST).image.shape == (24, 40, 3)
        assert not stuck.done()
        with pytest.raises(TooLargeError, match="longer than 2 seconds to decode"):
            stuck.result(60)


def test_a_file_that_grows_and_never_ends_is_refused_by_what_it_runs_out_of_first(pool):
    with pytest.raises((TooLargeError, NotAPictureError)):
        pool.decode(nested_pdf(), max_pixels=MOST, pdf_page=1)
    assert pool.decode(picture(), max_pixels=MOST).image.shape == (24, 40, 3)


def test_a_caller_may_have_less_patience(pool):
    started = time.monotonic()
    with pytest.raises(TimeoutError):
        pool.decode(endless_pdf(), max_pixels=MOST, pdf_page=1, deadline=started)
    assert pool.decode(picture(), max_pixels=MOST).image.shape == (24, 40, 3)


def test_pixels_are_counted_while_somebody_has_them(pool):
    held = pool.decode(picture(), max_pixels=MOST)
    part = held.image[:5, :5]
    del held
    assert pool.pixels == 40 * 24
    del part
    assert pool.pixels == 0


@pytest.mark.parametrize("content", [b"hello", picture()[:90], a_pdf((2000, 2000))])
def test_pixels_of_what_is_refused_are_given_back(pool, content):
    with pytest.raises(IntakeError):
        pool.decode(content, max_pixels=MOST, pdf_page=1)
    gc.collect()
    assert pool.pixels == 0


def test_more_pixels_than_there_may_be_wait_for_others_to_be_forgotten(monkeypatch):
    monkeypatch.setattr(pools, "_BESIDE_THE_LARGEST", 1000)
    pool = DecoderPool(1, max_pixels=1000)
    try:
        held = [pool.decode(picture(), max_pixels=1000) for _ in range(2)]
        with pytest.raises(TimeoutError):
            pool.decode(picture(), max_pixels=1000, deadline=time.monotonic() + 0.05)
        uncounted = pool.decode(picture(), max_pixels=1000, counted=False)
        assert uncounted.image.shape == (24, 40, 3)
        held.clear()
        assert pool.decode(picture(), max_pixels=1000).image.shape == (24, 40, 3)
    finally:
        pool.close()


def test_a_picture_that_waits_for_others_to_be_forgotten_keeps_no_process(monkeypatch):
    monkeypatch.setattr(pools, "_BESIDE_THE_LARGEST", 0)
    pool = DecoderPool(1, max_pixels=1000)
    try:
        held = [pool.decode(picture(), max_pixels=1000)]
        with ThreadPoolExecutor(1) as thread:
            waiting = thread.submit(pool.decode, picture(), max_pixels=1000)
            while not pool._budget._waiting:
                time.sleep(0.001)
            assert pool.page_count(FILES["PDF"]) == 1
            held.clear()
            assert waiting.result(60).image.shape == (24, 40, 3)
    finally:
        pool.close()


def test_pictures_that_nobody_can_reach_any_more_keep_nobody_waiting(monkeypatch):
    monkeypatch.setattr(pools, "_BESIDE_THE_LARGEST", 1000)
    pool = DecoderPool(1, max_pixels=1000)
    gc.collect()
    gc.disable()
    try:
        for _ in range(5):
            held: list[object] = [pool.decode(picture(), max_pixels=1000)]
            held.append(held)  # as an error and the frames that it came through do
        assert pool.pixels < 3000
    finally:
        gc.enable()
        pool.close()


def test_who_waits_too_long_for_a_turn_is_told_so(monkeypatch):
    pool = DecoderPool(1, max_pixels=MOST, seconds=2.0)
    try:
        with a_stuck_call(pool) as (stuck, _):
            monkeypatch.setattr(pools, "_WAITING_SECONDS", 0.05)
            with pytest.raises(Overloaded):
                pool.decode(picture(), max_pixels=MOST)
            with pytest.raises(TooLargeError):
                stuck.result(60)
    finally:
        pool.close()


def test_many_threads_share_the_processes(pool):
    contents = list(FILES.values()) * 4
    with ThreadPoolExecutor(8) as threads:
        shapes = list(
            threads.map(lambda one: pool.decode(one, max_pixels=MOST, pdf_page=1).image.shape, contents)
        )
    assert shapes == [decoding.decode(one, max_pixels=MOST, pdf_page=1).image.shape for one in contents]
