"""`python -m bench.accuracy --floors`, with stand-ins for pictures and readers."""

import json
from argparse import Namespace

import pytest

from bench.accuracy.__main__ import main
from bench.accuracy.gate.command import keep_floors
from tests.bench.accuracy.gate.stand_ins import FAILED, StandIn, labelled

DRAWN = "[drawn.all]\nbody_exact = 0.9\n"
SAMPLE = "[sample.oval]\nbody_exact = 0.9\n"
REAL = "[real.oval]\nbody_exact = 0.9\n"


@pytest.fixture
def folders(tmp_path):
    return {"drawn": labelled(tmp_path / "drawn"), "real": tmp_path / "real"}


def kept(folders, readers=None, floors=DRAWN, **others):
    path = folders["drawn"] / "floors.toml"
    path.write_text(floors, encoding="utf-8")
    usual = {"only": None, "json": None, "worst": None, "overlays": None, "whole": False}
    models = {"text_models": None, "seal_models": None}
    return keep_floors(Namespace(floors=path, **{**usual, **models, **others}), folders, readers or StandIn())


def test_figures_that_hold_their_floors_pass(folders, capsys):
    assert kept(folders) == 0
    told = capsys.readouterr().out
    assert "| drawn.all.body_exact |   1 | 0.9000 | 1.0000 |     |" in told
    assert "1 of 1 floors hold. Measured in" in told


def test_a_figure_below_its_floor_fails_and_is_named(folders, capsys):
    assert kept(folders, StandIn(body="沈阳工亚大学")) == 1
    told = capsys.readouterr().out
    assert "| drawn.all.body_exact |   1 | 0.9000 | 0.0000 | BELOW |" in told
    assert "0 of 1 floors hold; below: drawn.all.body_exact." in told


def test_a_call_that_failed_fails_though_every_floor_holds(folders, capsys):
    assert kept(folders, StandIn(lines=FAILED)) == 1
    assert "failed: letter: ValueError: broken" in capsys.readouterr().out


def test_a_floor_of_nothing_that_was_measured_fails(folders, capsys):
    assert kept(folders, floors="[drawn.all]\nbody_exakt = 0.9\n") == 1
    assert "drawn.all.body_exakt has a floor, but was not measured" in capsys.readouterr().err


def test_without_real_pictures_their_floors_are_not_held(folders, capsys):
    assert kept(folders, floors=DRAWN + SAMPLE) == 0
    told = capsys.readouterr().out
    assert "There are no real pictures here" in told
    assert "1 of 1 floors hold" in told


def test_real_pictures_that_are_there_are_held_by_a_sample(folders, capsys):
    labelled(folders["real"])
    assert kept(folders, floors=DRAWN + SAMPLE + REAL) == 0
    told = capsys.readouterr().out
    assert "| sample.oval.body_exact |" in told
    assert "real.oval" not in told


def test_a_sample_is_the_first_of_three_pictures_of_seals_and_all_others(folders, capsys):
    labelled(folders["real"])
    kept(folders)
    told = capsys.readouterr().out
    assert "## drawn: 2 pictures" in told
    assert "## sample: 1 pictures" in told
    assert told.count("lines of text: 2") == 2


def test_the_whole_of_the_real_pictures_has_floors_of_its_own(folders, capsys):
    labelled(folders["real"])
    assert kept(folders, floors=DRAWN + SAMPLE + REAL, whole=True) == 0
    told = capsys.readouterr().out
    assert "| real.oval.body_exact |" in told
    assert "sample.oval" not in told


def test_real_pictures_that_were_asked_for_must_be_there(folders, capsys):
    assert kept(folders, only="real") == 1
    assert "labels.json" in capsys.readouterr().err


@pytest.mark.parametrize(("one", "other"), [("drawn", "sample"), ("real", "drawn")])
def test_one_set_can_be_measured_alone(folders, capsys, one, other):
    labelled(folders["real"])
    assert kept(folders, floors=DRAWN + SAMPLE, only=one) == 0
    assert other not in capsys.readouterr().out


def test_the_figures_are_kept(folders, tmp_path):
    assert kept(folders, json=tmp_path / "figures.json") == 0
    figures = json.loads((tmp_path / "figures.json").read_text("utf-8"))["drawn"]
    assert figures["oval"]["body_exact"] == 1.0
    assert figures["forms"]["field_exact"] == 1.0


def test_what_was_read_wrongly_is_listed(folders, capsys):
    kept(folders, StandIn("沈阳工亚大学", ["第二行"], {"车次": "G1478", "座位": ""}), worst=5)
    told = capsys.readouterr().out
    assert "沈阳工亚大学" in told
    assert "letter: has no line '第一行'" in told
    assert "ticket: 车次 is 'G1418', read as 'G1478'" in told


def test_networks_that_are_not_there_are_told(tmp_path, capsys):
    (tmp_path / "floors.toml").write_text(DRAWN)
    assert main(["--floors", str(tmp_path / "floors.toml"), "--seal-models", str(tmp_path)]) == 1
    assert (
        "holds none of seal_recognizer.onnx, seal_locator.onnx, seal_paths.onnx, seal_recognizer_light.onnx"
        in capsys.readouterr().err
    )


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--floors", "f.toml", "--count", "9"], "--count goes without --floors"),
        (["--floors", "f.toml", "--url", "http://127.0.0.1:9"], "--url goes without --floors"),
        (["--floors", "f.toml", "--machine-fonts"], "--machine-fonts goes without --floors"),
        (["--whole"], "--whole goes with --floors only"),
        (["--seal-models", "models"], "--seal-models goes with --floors only"),
    ],
)
def test_options_that_do_not_go_together_are_refused(capsys, arguments, told):
    with pytest.raises(SystemExit, match="2"):
        main(arguments)
    assert told in capsys.readouterr().err
