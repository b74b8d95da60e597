"""Shells complete what is typed: `_SEALSTACK_COMPLETE` as docs/command_line.md has it."""

import re
import subprocess
import sys

import pytest

from tests.conformance.servers import ROOT, clean_environment

pytestmark = pytest.mark.slow

PAGE = (ROOT / "docs" / "command_line.md").read_text(encoding="utf-8")


def completed(instruction, **variables):
    return subprocess.run(
        [sys.executable, "-P", "-m", "sealstack"],
        env=clean_environment(PYTHONPATH=str(ROOT), _SEALSTACK_COMPLETE=instruction, **variables),
        capture_output=True,
        text=True,
        check=True,
    ).stdout


@pytest.mark.parametrize("instruction", re.findall(r"_SEALSTACK_COMPLETE=(\w+)", PAGE))
def test_each_documented_shell_gets_its_script(instruction):
    assert f"_SEALSTACK_COMPLETE={instruction.partition('_')[0]}_complete" in completed(instruction)


def test_bash_zsh_and_fish_are_documented():
    assert re.findall(r"_SEALSTACK_COMPLETE=(\w+)_source", PAGE) == ["bash", "zsh", "fish"]


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("sealstack te", ["plain,template"]),
        ("sealstack template que", ["plain,query"]),
        ("sealstack seal --cs", ["plain,--csv"]),
        ("sealstack seal con", ["file,con"]),
    ],
)
def test_what_is_typed_is_completed(typed, offered):
    words = typed.split()
    told = completed("bash_complete", COMP_WORDS=typed, COMP_CWORD=str(len(words) - 1))
    assert told.splitlines() == offered
