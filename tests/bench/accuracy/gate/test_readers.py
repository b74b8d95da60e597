"""The real readers in this process, on a few of the fixed pictures."""

import numpy as np
import pytest

from bench.accuracy.calls import CallFailed
from bench.accuracy.comparison import contains, is_same
from bench.accuracy.gate.command import DRAWN, FOLDERS
from bench.accuracy.gate.labels import FormPair, read_form_pairs, read_texts
from bench.accuracy.gate.readers import DirectReaders
from bench.accuracy.pictures import read_labels

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def readers():
    return DirectReaders()


def test_a_seal_is_found_and_read(readers):
    picture = read_labels(FOLDERS[DRAWN])[0]
    [seal] = readers.find_seals(picture.path.read_bytes())
    assert is_same(seal.body, picture.seals[0].body)
    assert seal.shape == "round"
    assert seal.polygons


def test_a_picture_without_a_seal_has_none(readers):
    bare = next(picture for picture in read_labels(FOLDERS[DRAWN]) if not picture.seals)
    assert readers.find_seals(bare.path.read_bytes()) == []


def test_the_lines_of_a_picture_are_read(readers):
    text = read_texts(FOLDERS[DRAWN])[-1]
    assert contains("".join(readers.read_lines(text.path.read_bytes())), text.lines[0])


def test_a_form_is_read_by_its_template(readers):
    pair = read_form_pairs(FOLDERS[DRAWN])[1]
    values = readers.read_form(pair)
    assert [is_same(values[name], truth) for name, truth in pair.truth.items()].count(True) > 5


def test_another_form_is_refused(readers):
    ticket, licence = read_form_pairs(FOLDERS[DRAWN])[1:3]
    assert readers.read_form(FormPair("x", ticket.template, ticket.marks, licence.query, {})) is None


def test_a_file_that_is_no_picture_fails(readers):
    with pytest.raises(CallFailed, match="NotAPictureError"):
        readers.find_seals(np.zeros(9, np.uint8).tobytes())


def test_networks_of_ones_own_are_those_that_are_loaded(tmp_path):
    (tmp_path / "seal_recognizer.onnx").write_bytes(b"no network")
    with pytest.raises(ValueError, match=r"seal_recognizer\.onnx is not a usable"):
        DirectReaders(seal_models=tmp_path)
