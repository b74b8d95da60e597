"""`python -m bench.accuracy --peer paddlex`, with readers that stand in."""

import json
from argparse import Namespace

import cv2
import numpy as np
import pytest

from bench.accuracy.__main__ import main
from bench.accuracy.calls import CallFailed
from bench.accuracy.peer.command import compare
from tests.bench.accuracy.labelled import found
from tests.bench.accuracy.peer.stand_ins import Ours, Peer

SEAL = {"body": "沈阳工业大学", "others": [], "box": [20, 20, 60, 62], "shape": "round", "colour": "red"}


@pytest.fixture
def folder(tmp_path):
    """A folder with one labelled picture."""
    cv2.imwrite(str(tmp_path / "one.png"), np.full((100, 120, 3), 255, np.uint8))
    record = {"id": "one", "task": "seal", "file": "one.png", "truth": [SEAL]}
    (tmp_path / "labels.json").write_text(json.dumps([record]), encoding="utf-8")
    return tmp_path


def compared(folder, ours, peer, **options):
    usual = {"data": folder, "json": None, "seal_models": None}
    return compare(Namespace(**{**usual, **options}), ours, lambda stack: peer)


def ours(**options):
    here = found("沈阳工业大学", box=(20, 20, 60, 62))
    return Ours([here], [found("沈阳工业大学", box=(0, 0, 60, 62))], **options)


def test_both_readers_are_in_one_table_with_their_ratio(folder, capsys):
    assert compared(folder, ours(), Peer("沈阳工业大字")) == 0
    told = capsys.readouterr().out
    assert "1 titles, PaddleX 3.7.2 with PP-OCRv4_mobile_seal_det and PP-OCRv6_small_rec" in told
    assert "| Sealstack, whole pictures |" in told
    assert "| PaddleX 3.7.2, crops      |   1 |     0.0000 |     0.8333 |          0.500 |" in told
    assert "SealOCR crop ÷ PaddleX 3.7.2 crop: " in told


def test_every_reading_is_kept(folder):
    kept = folder / "kept.json"
    compared(folder, ours(), Peer("沈阳工业大字"), json=kept)
    told = json.loads(kept.read_text("utf-8"))
    assert told["versions"]["onnxruntime"] == "1.32.0"
    assert told["titles"][0]["peer"]["text"] == "沈阳工业大字"


def test_a_crop_that_fails_is_named_and_fails_the_run(folder, capsys):
    failing = Peer("沈阳工业大学")
    readings = iter([failing.read(np.zeros((1, 1, 3)))])

    def read(crop):
        for reading in readings:
            return reading
        raise CallFailed("ValueError: broken")

    failing.read = read
    assert compared(folder, ours(), failing) == 1
    told = capsys.readouterr().out
    assert "failed: one: ValueError: broken" in told
    assert "One of the readers read nothing." in told


def test_a_peer_that_does_not_start_is_told(folder, capsys):
    def start(stack):
        raise CallFailed("the peer has ended")

    options = Namespace(data=folder, json=None, seal_models=None)
    assert compare(options, ours(), start) == 1
    assert capsys.readouterr().err == "bench.accuracy: the peer has ended\n"


def test_a_folder_without_titles_is_told(tmp_path, capsys):
    (tmp_path / "labels.json").write_text("[]")
    assert compared(tmp_path, ours(), Peer()) == 1
    assert "no pictures labelled for seals" in capsys.readouterr().err


def test_options_of_other_ways_to_measure_are_refused(capsys):
    with pytest.raises(SystemExit):
        main(["--peer", "paddlex", "--url", "http://127.0.0.1:9"])
    assert "--url goes without --peer" in capsys.readouterr().err
