"""Shells complete what is typed: `_SEALSTACK_COMPLETE` as docs/command_line.md has it."""

import re

import pytest

from sealstack.command_line import main
from tests.conformance.servers import ROOT

PAGE = (ROOT / "docs" / "command_line.md").read_text(encoding="utf-8")


@pytest.fixture
def completed(monkeypatch, capsys):
    """Ask the command as a shell does, in this process, for what it prints."""

    def ask(instruction, **variables):
        for name, value in {"_SEALSTACK_COMPLETE": instruction, **variables}.items():
            monkeypatch.setenv(name, value)
        with pytest.raises(SystemExit) as ended:
            main(prog_name="sealstack")
        assert ended.value.code == 0
        return capsys.readouterr().out

    return ask


@pytest.mark.parametrize("instruction", re.findall(r"_SEALSTACK_COMPLETE=(\w+)", PAGE))
def test_each_documented_shell_gets_its_script(instruction, completed):
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
def test_what_is_typed_is_completed(typed, offered, completed):
    words = typed.split()
    told = completed("bash_complete", COMP_WORDS=typed, COMP_CWORD=str(len(words) - 1))
    assert told.splitlines() == offered
