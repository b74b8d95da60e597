"""The scans of a JPEG are counted before it is decoded."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sealstack.service.intake.decode import decode
from sealstack.service.intake.errors import TooLargeError
from sealstack.service.intake.formats.jpeg import check_scans
from tests.service.intake.hostile import jpeg_of_scans
from tests.service.pictures import as_file, quartered


def test_thousands_of_scans_are_refused_before_anything_is_decoded():
    allocated = []
    with pytest.raises(TooLargeError, match="at most 100 scans"):
        decode(jpeg_of_scans(3000), max_pixels=1_000_000, allocate=allocated.append)
    assert allocated == []


def test_a_hundred_scans_are_decoded():
    assert decode(jpeg_of_scans(100), max_pixels=1_000_000).image.shape == (96, 160, 3)


@pytest.mark.parametrize("progressive", [True, False])
def test_what_encoders_write_passes(progressive):
    check_scans(as_file(quartered(160, 96), "JPEG", progressive=progressive, quality=95))


def test_what_looks_like_scans_in_a_colour_profile_is_none():
    check_scans(as_file(quartered(), "JPEG", icc_profile=b"\xff\xda\x00\x02" * 40_000))


def test_tens_of_thousands_of_empty_comments_are_refused():
    content = as_file(quartered(), "JPEG")
    with pytest.raises(TooLargeError, match="at most 10000 segments"):
        check_scans(content[:2] + b"\xff\xfe\x00\x02" * 20_000 + content[2:])


@given(st.binary(max_size=300))
def test_nonsense_has_an_end(content):
    check_scans(b"\xff\xd8" + content)
