"""Programs that read pictures without a wire, and how many lines they find."""

from __future__ import annotations

import subprocess
import sys

import pytest

from bench.speed.in_process import read_in_process
from bench.speed.pictures import LabelledPicture

SHOUT = "def read(content):\n    return content.decode().upper()\n"


def test_every_picture_is_read_and_timed() -> None:
    readings = read_in_process(sys.executable, SHOUT, [b"first", b"second"])
    assert [reading.text for reading in readings] == ["FIRST", "SECOND"]
    assert all(reading.seconds >= 0 for reading in readings)


def test_a_program_that_fails_is_an_error() -> None:
    with pytest.raises(subprocess.CalledProcessError):
        read_in_process(sys.executable, "def read(content):\n    raise ValueError\n", [b"first"])


def test_lines_count_as_found_wherever_they_stand_but_for_punctuation() -> None:
    picture = LabelledPicture(b"", ("合同编号：12", "甲 方", "……"))
    assert picture.legible == ("合同编号：12", "甲 方")
    assert picture.found("甲方(盖章)\n合同编号 12") == 2
    assert picture.found("乙方") == 0
