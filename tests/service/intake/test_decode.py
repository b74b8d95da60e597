"""Bytes to upright BGR pictures."""

import struct
import zlib
from contextlib import suppress

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from sealstack.service.intake.decode import decode, page_count
from sealstack.service.intake.errors import IntakeError, NoSuchPageError, NotAPictureError, TooLargeError
from tests.service.pictures import BLUE, GREEN, RED, WHITE, a_pdf, a_tiff, as_file, quartered

LOSSLESS = ["PNG", "BMP", "TIFF", "GIF"]
LOSSY = ["JPEG", "WEBP"]


def decoded(content):
    return decode(content, max_pixels=1_000_000).image


def corners(image):
    """The colours of the upper left, upper right, lower left and lower right corner, in RGB."""
    return [tuple(int(part) for part in image[y, x, ::-1]) for y in (1, -2) for x in (1, -2)]


@pytest.mark.parametrize("kind", LOSSLESS)
def test_lossless_kinds_come_out_as_they_went_in(kind):
    image = decoded(as_file(quartered(), kind))
    assert image.shape == (24, 40, 3)
    assert image.dtype == np.uint8
    assert image.flags.c_contiguous
    assert corners(image) == [RED, GREEN, BLUE, WHITE]


@pytest.mark.parametrize("kind", LOSSY)
def test_lossy_kinds_come_out_nearly_so(kind):
    image = decoded(as_file(quartered(), kind, quality=95))
    np.testing.assert_allclose(corners(image), [RED, GREEN, BLUE, WHITE], atol=12)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_the_orientation_of_exif_is_applied(kind, orientation):
    undone = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }
    stored = quartered(160, 96)
    if orientation in undone:
        stored = stored.transpose(undone[orientation])
    exif = Image.Exif()
    exif[0x0112] = orientation
    image = decoded(as_file(stored, kind, exif=exif))
    assert image.shape == (96, 160, 3)
    np.testing.assert_allclose(corners(image), [RED, GREEN, BLUE, WHITE], atol=40)


def test_transparency_is_laid_on_white():
    picture = quartered().convert("RGBA")
    picture.putalpha(0)
    assert (decoded(as_file(picture)) == 255).all()


def test_half_transparency_is_mixed_with_white():
    picture = Image.new("RGBA", (4, 4), (0, 0, 0, 128))
    assert decoded(as_file(picture))[0, 0].tolist() == [127, 127, 127]


def test_gray_with_alpha():
    assert decoded(as_file(Image.new("LA", (4, 4), (0, 0))))[0, 0].tolist() == [255, 255, 255]


def test_a_transparent_palette_entry_is_white():
    picture = Image.new("P", (4, 4), 0)
    picture.putpalette([0, 0, 0, 200, 0, 0])
    assert decoded(as_file(picture, transparency=0))[0, 0].tolist() == [255, 255, 255]


def test_a_palette():
    picture = quartered().convert("P", palette=Image.Palette.ADAPTIVE)
    np.testing.assert_allclose(corners(decoded(as_file(picture))), [RED, GREEN, BLUE, WHITE], atol=8)


def test_black_and_white():
    picture = Image.new("1", (4, 4), 1)
    assert decoded(as_file(picture))[0, 0].tolist() == [255, 255, 255]


@pytest.mark.parametrize("kind", ["PNG", "TIFF"])
def test_sixteen_bits_keep_their_upper_eight(kind):
    ramp = np.linspace(0, 65535, 256, dtype=np.uint16).reshape(1, 256).repeat(4, axis=0)
    image = decoded(as_file(Image.fromarray(ramp), kind))
    np.testing.assert_allclose(image[0, :, 0], np.arange(256), atol=1)


def test_sixteen_bit_colours():
    row = b"\x00" + struct.pack(">HHH", 65535, 0, 32768) * 4
    header = struct.pack(">IIBBBBB", 4, 1, 16, 2, 0, 0, 0)
    image = decoded(png((b"IHDR", header), (b"IDAT", zlib.compress(row)), (b"IEND", b"")))
    assert image[0, 0].tolist() == [128, 0, 255]


def png(*chunks):
    content = b"\x89PNG\r\n\x1a\n"
    for kind, data in chunks:
        content += struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    return content


def test_floating_point_from_nought_to_one():
    picture = Image.fromarray(np.array([[0, 0.5, 1]], np.float32))
    assert decoded(as_file(picture, "TIFF"))[0, :, 0].tolist() == [0, 128, 255]


def test_cmyk():
    image = decoded(as_file(quartered().convert("CMYK"), "JPEG", quality=95))
    np.testing.assert_allclose(corners(image), [RED, GREEN, BLUE, WHITE], atol=16)


def test_the_first_picture_of_an_animation():
    frames = [quartered(), Image.new("RGB", (40, 24))]
    image = decoded(as_file(frames[0], "GIF", save_all=True, append_images=frames[1:]))
    assert corners(image) == [RED, GREEN, BLUE, WHITE]


@pytest.mark.parametrize("kind", [*LOSSLESS, *LOSSY])
@pytest.mark.parametrize("part", [0.3, 0.6, 0.9])
def test_a_file_cut_short_is_refused(kind, part):
    noise = np.random.default_rng(7).integers(0, 255, (200, 300, 3), np.uint8)
    content = as_file(Image.fromarray(noise), kind)
    with pytest.raises(NotAPictureError):
        decoded(content[: int(len(content) * part)])


@pytest.mark.parametrize("content", [b"", b"hello", b"<svg/>", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"])
def test_what_is_no_picture_is_refused(content):
    with pytest.raises(NotAPictureError):
        decoded(content)


def test_kinds_that_are_not_listed_are_refused():
    with pytest.raises(NotAPictureError, match="no picture of a known kind"):
        decoded(as_file(quartered(), "PPM"))


def test_a_picture_of_too_many_pixels_is_refused_by_its_header_alone():
    header = struct.pack(">IIBBBBB", 40_000, 40_000, 8, 2, 0, 0, 0)
    with pytest.raises(TooLargeError, match="at most 1000000 pixels, but this one is 40000x40000"):
        decoded(png((b"IHDR", header), (b"IDAT", b""), (b"IEND", b"")))


@pytest.mark.filterwarnings("ignore::UserWarning:PIL")
def test_exif_that_cannot_be_read_counts_as_none():
    content = as_file(quartered(), "JPEG", exif=b"Exif\x00\x00MM\x00\x2a\x00\x00\xff\xff" + b"\xff" * 40)
    assert decoded(content).shape == (24, 40, 3)


@pytest.mark.filterwarnings("ignore::UserWarning:PIL")
@given(st.data())
def test_a_damaged_file_is_decoded_or_refused(data):
    kind = data.draw(st.sampled_from([*LOSSLESS, *LOSSY]))
    content = bytearray(as_file(quartered(), kind))
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    with suppress(IntakeError):
        assert decoded(bytes(content)).shape[2] == 3


def test_no_decoder_writes_into_the_picture_of_another_call():
    content = as_file(quartered())
    first = decoded(content)
    first[:] = 0
    assert corners(decoded(content)) == [RED, GREEN, BLUE, WHITE]


TWO_PAGES = a_tiff((40, 24), (30, 20))


def test_a_tiff_of_several_pages_is_refused_where_one_picture_is_wanted():
    with pytest.raises(NotAPictureError, match="The TIFF has 2 pages"):
        decoded(TWO_PAGES)


@pytest.mark.parametrize(("page", "size"), [(1, (24, 40, 3)), (2, (20, 30, 3))])
def test_a_tiff_of_several_pages_is_read_as_a_pdf_of_several(page, size):
    found = decode(TWO_PAGES, max_pixels=1_000_000, pdf_page=page)
    assert (found.image.shape, found.image[0, 0, 0], found.pages) == (size, page, 2)


def test_a_page_that_a_tiff_does_not_have():
    with pytest.raises(NoSuchPageError, match=r"has 2 page\(s\), and none numbered 3"):
        decode(TWO_PAGES, max_pixels=1_000_000, pdf_page=3)


def test_the_size_of_the_page_that_is_taken_counts():
    content = a_tiff((40, 24), (400, 300))
    assert decode(content, max_pixels=1000, pdf_page=1).pages == 2
    with pytest.raises(TooLargeError):
        decode(content, max_pixels=1000, pdf_page=2)


def test_a_thumbnail_in_a_tiff_is_no_page():
    content = a_tiff((40, 24), thumbnail=True)
    assert decoded(content).shape == (24, 40, 3)
    assert (
        decode(a_tiff((40, 24), (30, 20), thumbnail=True), max_pixels=1000, pdf_page=2).image.shape[0] == 20
    )


@pytest.mark.parametrize(
    ("content", "pages"),
    [
        (a_pdf((20, 20)), 1),
        (a_pdf((20, 20), (20, 20)), 2),
        (TWO_PAGES, 2),
        (as_file(quartered(), "TIFF"), None),
        (as_file(quartered()), None),
        (b"no picture", None),
    ],
)
def test_pages_are_counted_where_there_may_be_several(content, pages):
    assert page_count(content) == pages


@pytest.mark.parametrize("page", [1, 2])
def test_a_tiff_that_is_cut_off_is_refused(page):
    for end in range(4, len(TWO_PAGES) - 1):
        with suppress(IntakeError):
            assert decode(TWO_PAGES[:end], max_pixels=1_000_000, pdf_page=page).pages == 2
