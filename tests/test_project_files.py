"""What the repository tells people who report, cite or take part: well formed, and true."""

import re
from pathlib import Path

import pytest
import yaml

from sealstack import __version__

ROOT = Path(__file__).parents[1]
FORMS = sorted((ROOT / ".github" / "ISSUE_TEMPLATE").glob("*.yml"))
KINDS_OF_INPUT = {"input", "textarea", "dropdown", "checkboxes"}


def load(path: Path):
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def test_there_is_a_form_for_each_kind_of_report():
    assert [path.stem for path in FORMS] == ["bug", "feature", "wrong-reading"]


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.stem)
def test_a_form_has_what_the_web_asks_of_forms(path):
    form = load(path)
    assert form["name"]
    assert form["description"]
    asked = [part for part in form["body"] if part["type"] != "markdown"]
    assert {part["type"] for part in asked} <= KINDS_OF_INPUT
    assert len({part["id"] for part in asked}) == len(asked)
    for part in asked:
        assert part["attributes"]["label"]
        assert (part["type"] in ("dropdown", "checkboxes")) == bool(part["attributes"].get("options"))
    assert any(part.get("validations", {}).get("required") for part in asked)


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.stem)
def test_the_settings_that_a_form_asks_for_exist(path):
    asked, documented = (
        set(re.findall(r"\bOCR_[A-Z0-9_]+\b", each.read_text(encoding="utf-8")))
        for each in (path, ROOT / "docs" / "settings.md")
    )
    assert asked <= documented


def test_the_version_to_be_cited_is_this_one():
    citation = load(ROOT / "CITATION.cff")
    assert citation["version"] == __version__
    assert citation["license"] == "Apache-2.0"
    assert citation["authors"]


@pytest.mark.parametrize("said", ["private reports of vulnerabilities", "X-Sealstack-Version", "bench.fuzz"])
def test_both_pages_on_security_say_how_a_fault_is_reported(said):
    for page in ("SECURITY.md", "docs/security.md"):
        assert said in (ROOT / page).read_text(encoding="utf-8")
