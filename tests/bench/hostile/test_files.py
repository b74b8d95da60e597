"""The hostile files are what they are said to be: small, whole, and costly."""

import io

import numpy as np
import pypdfium2
import pytest
from PIL import Image

from bench.hostile.documents import PDFS
from bench.hostile.pictures import SLOW, bilevel_png, blank_webp, progressive_jpeg

LIMIT = 50_000_000  # pixels that the service takes


def drawn(draw, seed=1):
    return draw(np.random.default_rng(seed))


@pytest.mark.parametrize("draw", [blank_webp, bilevel_png])
def test_some_kilobytes_hold_nearly_as_many_pixels_as_are_taken(draw):
    content = drawn(draw)
    width, height = Image.open(io.BytesIO(content)).size
    assert len(content) < 30_000
    assert 0.95 * LIMIT < width * height <= LIMIT


def test_the_jpeg_has_thousands_of_scans_and_can_be_decoded():
    content = drawn(progressive_jpeg)
    assert content.count(b"\xff\xda") > 2000
    assert Image.open(io.BytesIO(content)).size == (8000, 6000)


@pytest.mark.parametrize("name", PDFS)
def test_every_pdf_is_small_and_has_one_page(name):
    content = drawn(PDFS[name])
    assert len(content) < 150_000
    assert len(pypdfium2.PdfDocument(content)) == 1


@pytest.mark.parametrize("name", SLOW)
def test_slow_pictures_are_within_the_limits_and_other_for_each_seed(name):
    first, second = drawn(SLOW[name], 1), drawn(SLOW[name], 2)
    assert first != second
    assert len(first) * 4 / 3 < 7 * 1024 * 1024
    width, height = Image.open(io.BytesIO(first)).size
    assert width * height <= 4_000_000
