"""docs/dependencies.md says why of every package that setup.cfg asks for."""

import configparser
import re
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
NOT_INSTALLED_WITH_A_SERVICE = {"test", "dev"}


def setup_cfg() -> configparser.ConfigParser:
    parser = configparser.ConfigParser()
    parser.read(ROOT / "setup.cfg", encoding="utf-8")
    return parser


def names_of(lines: str) -> list[str]:
    return [Requirement(line).name for line in lines.splitlines() if line.strip() and line[0] != "#"]


def rows_under(heading: str) -> dict[str, str]:
    section = PAGE.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    return dict(re.findall(r"^\| `([\w-]+)`.*?\| (.+?) \|", section, flags=re.MULTILINE))


def test_what_everybody_installs_has_a_row_each_and_nothing_else_has():
    parser = setup_cfg()
    asked = names_of(parser["options"]["install_requires"])
    asked += names_of(parser["options.extras_require"]["cpu"])
    assert sorted(rows_under("What everybody installs")) == sorted(asked)


@pytest.mark.parametrize("extra", sorted(setup_cfg()["options.extras_require"]))
def test_an_extra_has_a_row_that_names_its_packages(extra):
    if extra == "cpu":
        return
    if extra in NOT_INSTALLED_WITH_A_SERVICE:
        assert f"`{extra}`" in PAGE
        return
    row = rows_under("What some install")[extra]
    for name in names_of(setup_cfg()["options.extras_require"][extra]):
        assert f"`{name}`" in row


def test_every_network_is_answered_for():
    weights = ROOT / "models" / "weights"
    for network in (*weights.glob("*.onnx"), *weights.glob("*.npz")):
        assert f"`{network.name}`" in PAGE
