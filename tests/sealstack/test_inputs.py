"""What people name as input, page by page."""

import io

import numpy as np
import pytest
from PIL import Image

from sealstack.inputs import InputError, InputLimits, as_image, only_page, pages_of
from tests.service.pictures import a_tiff, as_file, quartered

LIMITS = InputLimits(1_000_000)


def named(source, **limits):
    return [(page.name, page.index) for page in pages_of(source, InputLimits(1_000_000, **limits))]


def test_a_file_is_one_page(folder):
    [page] = pages_of(folder / "a.png", LIMITS)
    assert (page.path, page.name, page.suffix, page.index) == (str(folder / "a.png"), "a", ".png", None)
    assert page.load().shape == (300, 400, 3)


def test_a_folder_is_its_pictures_and_pdfs_in_order(folder):
    assert named(str(folder)) == [("a", None), ("b", None), ("c_0", 0), ("c_1", 1)]


def test_a_folder_of_pdfs_alone_is_their_pages(folder):
    (folder / "scans").mkdir()
    (folder / "c.pdf").rename(folder / "scans" / "c.PDF")
    assert named(folder / "scans") == [("c_0", 0), ("c_1", 1)]


def test_hidden_files_of_a_folder_are_left_out(folder):
    (folder / "a.png").rename(folder / "._a.png")
    assert named(folder)[0] == ("b", None)


def test_a_pattern_is_the_files_it_fits(folder):
    assert named(str(folder / "*.p*")) == [("a", None), ("c_0", 0), ("c_1", 1)]


def test_a_file_whose_name_looks_like_a_pattern_is_that_file(folder):
    (folder / "a.png").rename(folder / "scan [1].png")
    assert named(str(folder / "scan [1].png")) == [("scan [1]", None)]


def test_a_pdf_is_its_pages(folder):
    first, second = pages_of(str(folder / "c.pdf"), LIMITS)
    assert (first.name, first.index, first.load().shape) == ("c_0", 0, (100, 200, 3))
    assert (second.name, second.index, second.load().shape) == ("c_1", 1, (180, 160, 3))


def test_of_a_pdf_no_more_pages_than_asked_are_taken_and_that_is_told(folder, caplog):
    assert named(str(folder / "c.pdf"), pdf_pages=1) == [("c_0", 0)]
    assert "c.pdf has 2 pages, of which the first 1 are read" in caplog.text


def test_a_tiff_of_several_pages_is_its_pages(tmp_path):
    (tmp_path / "d.tiff").write_bytes(a_tiff((40, 24), (30, 20)))
    first, second = pages_of(str(tmp_path / "d.tiff"), LIMITS)
    assert (first.name, second.name) == ("d_0", "d_1")
    assert (first.load().shape, second.load().shape) == ((24, 40, 3), (20, 30, 3))


def test_lists_and_mappings_are_taken_apart(folder):
    source = [{"img": str(folder / "a.png")}, [str(folder / "b.jpg")], np.zeros((5, 6, 3), np.uint8)]
    assert named(source) == [("a", None), ("b", None), ("image_2", None)]


def as_picture(folder):
    return Image.open(folder / "a.png")


def as_bytes(folder):
    return (folder / "a.png").read_bytes()


def test_an_open_file_is_read_as_its_path_is(folder):
    [expected] = pages_of(folder / "a.png", LIMITS)
    with open(folder / "a.png", "rb") as opened:
        [page] = pages_of(opened, LIMITS)
        assert (page.load() == expected.load()).all()


@pytest.mark.parametrize("form", [as_picture, as_bytes, lambda folder: bytearray(as_bytes(folder))])
def test_what_is_in_memory_is_read_as_the_file_is(folder, form):
    [page] = pages_of(form(folder), LIMITS)
    [expected] = pages_of(folder / "a.png", LIMITS)
    assert (page.path, page.name) == (None, "image_0")
    assert (page.load() == expected.load()).all()


def test_a_pillow_picture_is_turned_upright_as_a_file_is():
    photograph = Image.open(io.BytesIO(as_file(quartered(40, 24), "JPEG", exif=turned_by_a_quarter())))
    [page] = pages_of(photograph, LIMITS)
    assert page.load().shape == (40, 24, 3)


def turned_by_a_quarter():
    exif = Image.Exif()
    exif[0x0112] = 6
    return exif


def test_a_file_that_is_open_for_text_is_a_type_error(folder):
    with open(folder / "d.txt", encoding="utf-8") as text, pytest.raises(TypeError, match="'rb'"):
        named(text)


def test_files_of_one_name_in_several_folders_are_told_apart_by_the_folder(folder):
    for place in ("A", "B/old"):
        (folder / place).mkdir(parents=True)
        (folder / place / "x.jpg").write_bytes((folder / "b.jpg").read_bytes())
    assert named([str(folder / "A"), str(folder / "B")]) == [("A_x", None), ("B_old_x", None)]


def test_files_of_one_folder_that_differ_in_their_ending_are_numbered(folder):
    (folder / "A.jpg").write_bytes((folder / "b.jpg").read_bytes())
    assert [name for name, _ in named(str(folder))][:2] == ["A", "a_2"]


def test_a_picture_called_like_a_page_of_a_pdf_does_not_take_its_name(folder):
    (folder / "a.png").rename(folder / "c_1.png")
    assert [name for name, _ in named([str(folder / "c.pdf"), str(folder / "c_1.png")])] == [
        "c_0",
        "c_1",
        "c_1_2",
    ]


def test_pages_know_how_many_there_are(folder):
    assert [page.count for page in pages_of([str(folder / "c.pdf"), str(folder / "a.png")], LIMITS)] == [
        2,
        2,
        1,
    ]


def test_one_page_of_several_is_chosen_by_its_number(folder):
    assert only_page(folder / "c.pdf", 1_000_000, 2).load().shape == (180, 160, 3)
    assert only_page(folder / "a.png", 1_000_000, 1).load().shape == (300, 400, 3)


def test_without_a_number_several_pages_are_refused_with_how_many_there_are(folder):
    with pytest.raises(InputError, match="has 2 pages: choose one, page=1 to page=2"):
        only_page(folder / "c.pdf", 1_000_000)


@pytest.mark.parametrize(
    ("name", "number", "error", "said"),
    [
        ("c.pdf", 3, InputError, "has 2 pages, and none numbered 3"),
        ("a.png", 2, InputError, "has one page, and none numbered 2"),
        ("a.png", 0, ValueError, "numbered from 1"),
    ],
)
def test_a_page_that_is_not_there_is_refused(folder, name, number, error, said):
    with pytest.raises(error, match=said):
        only_page(folder / name, 1_000_000, number)


def test_several_pictures_where_one_is_wanted_are_refused(folder):
    with pytest.raises(InputError, match="one picture is expected, not 3"):
        only_page(str(folder), 1_000_000)


@pytest.mark.parametrize("shape", [(4, 5), (4, 5, 1), (4, 5, 3), (4, 5, 4)])
def test_arrays_of_every_kind_of_picture_are_taken(shape):
    assert as_image(np.full(shape, 255, np.uint8)).tolist() == np.full((4, 5, 3), 255).tolist()


def test_a_transparent_array_is_laid_on_white():
    assert (as_image(np.zeros((2, 2, 4), np.uint8)) == 255).all()


@pytest.mark.parametrize(
    "array",
    [
        np.zeros((4, 5, 3)),
        np.zeros((4, 5, 2), np.uint8),
        np.zeros((0, 5, 3), np.uint8),
        np.zeros(3, np.uint8),
    ],
)
def test_other_arrays_are_refused(array):
    with pytest.raises(InputError):
        as_image(array)


@pytest.mark.parametrize("name", ["missing.png", "*.gone", "d.txt", "http://127.0.0.1:9/a.png"])
def test_what_is_not_there_or_no_picture_is_named(folder, monkeypatch, name):
    monkeypatch.chdir(folder)
    with pytest.raises(InputError, match=r".+: .+") as raised:
        [page.load() for page in pages_of(name, LIMITS)]
    assert str(raised.value).startswith(name)


def test_what_cannot_be_opened_is_told_and_the_rest_is_read(folder):
    failures = []
    source = [str(folder / "gone.png"), str(folder / "a.png")]
    assert [page.name for page in pages_of(source, LIMITS, failures.append)] == ["a"]
    assert len(failures) == 1


def test_what_can_be_no_picture_is_a_type_error():
    with pytest.raises(TypeError, match="not int"):
        named(5)
    with pytest.raises(TypeError, match="'img'"):
        named({"image": "a.png"})
