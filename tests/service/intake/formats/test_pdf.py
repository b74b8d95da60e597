"""Pages of a PDF as pictures."""

import threading

import numpy as np
import pytest

from sealstack.service.intake.decode import decode
from sealstack.service.intake.errors import IntakeError, NoSuchPageError, NotAPictureError, TooLargeError
from tests.service.pictures import a_pdf

RED_BGR, BLUE_BGR, WHITE_BGR = [0, 0, 255], [255, 0, 0], [255, 255, 255]


def written(*objects, page=""):
    """A PDF of one page of 100 x 50 points with a red square in its upper left, and further objects."""
    content = b"1 0 0 rg 0 40 10 10 re f"
    bodies = [
        b"<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [5 0 R] /SigFlags 3 >> >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 100 50] /Contents 4 0 R {page} >>".encode(),
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        *objects,
    ]
    file, places = b"%PDF-1.7\n", []
    for number, body in enumerate(bodies, 1):
        places.append(len(file))
        file += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(bodies) + 1
    file += b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, table)
    start = file.rindex(b"xref\n0")
    return file + b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, start)


def rendered(content, page=1):
    return decode(content, max_pixels=10_000_000, pdf_page=page)


def test_a_page_is_rendered_at_144_dots_per_inch_on_white():
    image = rendered(written()).image
    assert image.shape == (100, 200, 3)
    assert image.dtype == np.uint8
    assert image[5, 5].tolist() == RED_BGR
    assert image[50, 100].tolist() == WHITE_BGR


def test_the_pages_are_counted():
    assert rendered(a_pdf((10, 10), (20, 20), (30, 30)), 3).pages == 3


def test_a_picture_has_no_pages(tmp_path):
    from tests.service.pictures import as_file, quartered

    assert rendered(as_file(quartered())).pages == 0


def test_a_turned_page_is_upright():
    image = rendered(written(page="/Rotate 90")).image
    assert image.shape == (200, 100, 3)
    assert image[5, 95].tolist() == RED_BGR


def test_an_electronic_seal_which_is_a_signature_field_is_drawn():
    drawing = b"0 0 1 rg 0 0 20 20 re f"
    field = (
        b"<< /Type /Annot /Subtype /Widget /FT /Sig /T (seal) /F 4 /Rect [60 10 80 30] /P 3 0 R "
        b"/AP << /N 6 0 R >> >>"
    )
    look = b"<< /Type /XObject /Subtype /Form /BBox [0 0 20 20] /Length %d >>\nstream\n%s\nendstream"
    image = rendered(written(field, look % (len(drawing), drawing), page="/Annots [5 0 R]")).image
    assert image[60, 140].tolist() == BLUE_BGR


def test_a_stamp_annotation_is_drawn():
    drawing = b"0 0 1 rg 0 0 20 20 re f"
    stamp = b"<< /Type /Annot /Subtype /Stamp /F 4 /Rect [60 10 80 30] /AP << /N 6 0 R >> >>"
    look = b"<< /Type /XObject /Subtype /Form /BBox [0 0 20 20] /Length %d >>\nstream\n%s\nendstream"
    image = rendered(written(stamp, look % (len(drawing), drawing), page="/Annots [5 0 R]")).image
    assert image[60, 140].tolist() == BLUE_BGR


def test_bytes_before_the_header_are_allowed():
    assert rendered(b"\n\n" + a_pdf((10, 10))).image.shape == (20, 20, 3)


@pytest.mark.parametrize("page", [0, -1, 2])
def test_a_page_that_is_not_there(page):
    with pytest.raises(NoSuchPageError, match="has 1 page"):
        rendered(a_pdf((10, 10)), page)


def test_a_pdf_where_none_is_wanted():
    with pytest.raises(NotAPictureError, match="reading PDFs is not enabled"):
        decode(a_pdf(), max_pixels=10_000_000)


def test_a_page_of_too_many_pixels_is_refused_before_it_is_rendered():
    with pytest.raises(TooLargeError, match="28800x28800"):
        rendered(a_pdf((14400, 14400)))


@pytest.mark.parametrize("content", [b"%PDF-1.7", b"%PDF-1.7\n%%EOF", written()[:200]])
def test_a_broken_pdf(content):
    with pytest.raises(IntakeError):
        rendered(content)


def test_after_a_broken_pdf_whole_ones_are_read_on():
    with pytest.raises(NotAPictureError):
        rendered(b"%PDF-1.7")
    assert rendered(written()).pages == 1


def test_many_threads_render_at_once():
    expected = rendered(written()).image
    images = []

    def work():
        images.extend(rendered(written()).image for _ in range(5))

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(images) == 40
    assert all(np.array_equal(image, expected) for image in images)
