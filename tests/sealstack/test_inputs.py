"""What people name as input, page by page."""

import numpy as np
import pytest

from sealstack.inputs import InputError, InputLimits, as_image, pages_of

LIMITS = InputLimits(1_000_000)


def named(source, **limits):
    return [(page.name, page.index) for page in pages_of(source, InputLimits(1_000_000, **limits))]


def test_a_file_is_one_page(folder):
    [page] = pages_of(folder / "a.png", LIMITS)
    assert (page.path, page.name, page.suffix, page.index) == (str(folder / "a.png"), "a", ".png", None)
    assert page.load().shape == (300, 400, 3)


def test_a_folder_is_its_pictures_in_order(folder):
    assert named(str(folder)) == [("a", None), ("b", None)]


def test_a_pattern_is_the_files_it_fits(folder):
    assert named(str(folder / "*.p*")) == [("a", None), ("c_0", 0), ("c_1", 1)]


def test_a_file_whose_name_looks_like_a_pattern_is_that_file(folder):
    (folder / "a.png").rename(folder / "scan [1].png")
    assert named(str(folder / "scan [1].png")) == [("scan [1]", None)]


def test_a_pdf_is_its_pages(folder):
    first, second = pages_of(str(folder / "c.pdf"), LIMITS)
    assert (first.name, first.index, first.load().shape) == ("c_0", 0, (100, 200, 3))
    assert (second.name, second.index, second.load().shape) == ("c_1", 1, (180, 160, 3))


def test_of_a_pdf_no_more_pages_than_asked_are_taken(folder):
    assert named(str(folder / "c.pdf"), pdf_pages=1) == [("c_0", 0)]


def test_lists_and_mappings_are_taken_apart(folder):
    source = [{"img": str(folder / "a.png")}, [str(folder / "b.jpg")], np.zeros((5, 6, 3), np.uint8)]
    assert named(source) == [("a", None), ("b", None), ("image_2", None)]


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
