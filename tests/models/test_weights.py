"""Where the networks that travel with the project are taken from."""

import pytest

from sealstack.models import weights


def test_the_networks_lie_beside_their_model_cards():
    for path in (
        *(weights.seal_recognizer(), weights.seal_locator(), weights.seal_paths()),
        *(weights.fast_text_detector(), weights.fast_text_recognizer(), weights.seal_bigrams()),
    ):
        assert path.is_file()
        assert path.with_suffix(".md").is_file()


def test_a_network_in_a_directory_of_ones_own_takes_the_place_of_ours(tmp_path):
    (tmp_path / "seal_recognizer.onnx").touch()
    assert weights.seal_recognizer(tmp_path) == tmp_path / "seal_recognizer.onnx"
    assert weights.seal_locator(tmp_path) == weights.seal_locator()


@pytest.mark.parametrize("find", [weights.seal_recognizer, weights.seal_locator, weights.seal_paths])
def test_a_directory_that_holds_none_of_the_networks_is_an_error(tmp_path, find):
    (tmp_path / "recognizer.onnx").touch()
    with pytest.raises(
        FileNotFoundError,
        match=r"holds none of seal_recognizer\.onnx, seal_locator\.onnx, seal_paths\.onnx",
    ):
        find(tmp_path)


def test_a_light_recognizer_is_taken_from_a_directory_that_has_one(tmp_path):
    (tmp_path / "seal_recognizer_light.onnx").write_bytes(b"weights")
    assert weights.light_seal_recognizer(tmp_path) == tmp_path / "seal_recognizer_light.onnx"


def test_a_table_of_pairs_in_a_directory_of_ones_own_takes_the_place_of_ours(tmp_path):
    assert weights.seal_bigrams(tmp_path) == weights.seal_bigrams()
    (tmp_path / "seal_bigrams.npz").touch()
    assert weights.seal_bigrams(tmp_path) == tmp_path / "seal_bigrams.npz"


def test_none_travels_with_the_project(tmp_path):
    assert weights.light_seal_recognizer() is None
    assert weights.light_seal_recognizer(tmp_path) is None
