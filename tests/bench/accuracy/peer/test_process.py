"""The peer's process and the program in it, with a PaddleX that stands in."""

import json
import sys

import numpy as np
import pytest

from bench.accuracy.calls import CallFailed
from bench.accuracy.peer.process import running
from tests.bench.accuracy.peer.stand_ins import PADDLEX


@pytest.fixture
def settings(tmp_path):
    path = tmp_path / "settings.json"
    path.write_text(json.dumps({"pipeline": {"a": 1}, "engine": {"b": 2}}), encoding="utf-8")
    return path


@pytest.fixture
def paddlex(tmp_path):
    path = tmp_path / "paddlex_program.py"
    path.write_text(PADDLEX, encoding="utf-8")
    return path


def test_a_crop_is_read_and_what_else_is_printed_is_no_answer(settings, paddlex):
    with running(sys.executable, settings, paddlex) as peer:
        reading = peer.read(np.zeros((20, 30, 3), np.uint8))
    assert reading.texts == ("沈阳工业大学", "(20, 30, 3)")
    assert reading.seconds > 0


def test_the_versions_are_told(settings, paddlex):
    with running(sys.executable, settings, paddlex) as peer:
        assert peer.versions == {"paddlex": "of paddlex", "onnxruntime": "of onnxruntime"}


def test_a_crop_that_fails_does_not_end_the_peer(settings, paddlex):
    with running(sys.executable, settings, paddlex) as peer:
        with pytest.raises(CallFailed, match="ValueError: too small"):
            peer.read(np.zeros((5, 30, 3), np.uint8))
        assert peer.read(np.zeros((12, 30, 3), np.uint8)).texts[1] == "(12, 30, 3)"


def test_a_peer_that_cannot_start_fails(tmp_path, paddlex):
    with pytest.raises(CallFailed, match="ended"), running(sys.executable, tmp_path / "no.json", paddlex):
        pass


def test_a_peer_that_has_ended_fails(settings, tmp_path):
    program = tmp_path / "short.py"
    program.write_text("print('{}')", encoding="utf-8")
    with running(sys.executable, settings, program) as peer, pytest.raises(CallFailed, match="ended"):
        peer.read(np.zeros((20, 30, 3), np.uint8))
