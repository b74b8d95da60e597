"""The pages of a TIFF are found by what its directories say."""

import struct
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sealstack.service.intake.errors import IntakeError, NotAPictureError, TooLargeError
from sealstack.service.intake.formats.tiff import looks_like_tiff, page_frames
from tests.service.pictures import a_tiff, as_file, quartered


def directories(*kinds: int, order: str = "<", big: bool = False) -> bytes:
    """A TIFF of directories alone, each with the kind of its picture as its only entry."""
    count, offset, entry = ("Q", "Q", "HHQQ") if big else ("H", "I", "HHII")
    start = {"<": b"II", ">": b"MM"}[order] + struct.pack(order + "H", 43 if big else 42)
    start += struct.pack(order + "HH", 8, 0) if big else b""
    content = start + struct.pack(order + offset, len(start) + struct.calcsize("<" + offset))
    size = struct.calcsize(f"<{count}{entry}{offset}")
    for number, kind in enumerate(kinds, 1):
        following = len(content) + size if number < len(kinds) else 0
        value = struct.pack(order + "I", kind).ljust(8 if big else 4, b"\0")
        tag = struct.pack(order + entry[:-1], 254, 4, 1) + value
        content += struct.pack(order + count, 1) + tag + struct.pack(order + offset, following)
    return content


@pytest.mark.parametrize("big", [False, True])
@pytest.mark.parametrize("order", ["<", ">"])
def test_thumbnails_and_masks_are_no_pages(order, big):
    content = directories(0, 1, 2, 4, 0, order=order, big=big)
    assert looks_like_tiff(content)
    assert page_frames(content) == [0, 2, 4]


def test_a_lone_thumbnail_is_a_page():
    assert page_frames(directories(1)) == [0]


def test_what_an_imaging_library_writes():
    assert page_frames(a_tiff((40, 24), (30, 20), thumbnail=True)) == [0, 2]
    assert page_frames(as_file(quartered(), "TIFF")) == [0]


def test_a_chain_that_leads_out_of_the_file_is_cut_off():
    with pytest.raises(NotAPictureError, match="not complete"):
        page_frames(directories(0, 0)[:-8])


def test_a_chain_that_bites_its_tail_ends():
    content = directories(0)
    assert page_frames(content[:-4] + struct.pack("<I", 8)) == [0]


def test_there_is_an_end_to_how_many_are_counted():
    with pytest.raises(TooLargeError, match="2000"):
        page_frames(directories(*[0] * 2001))


@given(st.binary(max_size=200))
def test_whatever_follows_the_first_bytes_is_a_page_or_refused(content):
    with suppress(IntakeError):
        assert page_frames(b"II*\0" + content)
