"""README.md and README.zh-CN.md say the same: the same sections, examples, names and links, in one order."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ENGLISH, CHINESE = ((ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "README.zh-CN.md"))
LANGUAGES = {"README.md", "README.zh-CN.md"}


def sections(text: str) -> list[str]:
    """What stands under each heading, the title's first; without code."""
    return re.split(r"^#+ .*\n", without_code(text), flags=re.MULTILINE)[1:]


def heading_levels(text: str) -> list[int]:
    return [len(marks) for marks in re.findall(r"^(#+) ", without_code(text), flags=re.MULTILINE)]


def without_code(text: str) -> str:
    return re.sub(r"^```.*?^```", "", text, flags=re.DOTALL | re.MULTILINE)


def code_blocks(text: str) -> list[str]:
    return re.findall(r"^```.*?^```", text, flags=re.DOTALL | re.MULTILINE)


def links(text: str) -> list[str]:
    return sorted(set(re.findall(r"\]\(([^)\s]+)\)", without_code(text))) - LANGUAGES)


def names_in_code(text: str) -> list[str]:
    """What is set as code in a sentence: Actions, settings, commands, paths."""
    return sorted(set(re.findall(r"`([^`\n]+)`", without_code(text))))


def test_both_have_the_same_headings():
    assert heading_levels(CHINESE) == heading_levels(ENGLISH)


def test_both_have_the_same_code_blocks():
    assert code_blocks(ENGLISH)
    assert code_blocks(CHINESE) == code_blocks(ENGLISH)


@pytest.mark.parametrize("found", [links, names_in_code])
def test_each_section_has_the_same_links_and_names(found):
    assert [found(section) for section in sections(CHINESE)] == [found(each) for each in sections(ENGLISH)]


def test_the_same_number_of_points_and_rows():
    for mark in (r"^- ", r"^\|"):
        counts = [len(re.findall(mark, text, flags=re.MULTILINE)) for text in (CHINESE, ENGLISH)]
        assert counts[0] == counts[1], mark


def test_each_leads_to_the_other_before_anything_else():
    assert "](README.zh-CN.md)" in ENGLISH.splitlines()[2]
    assert "](README.md)" in CHINESE.splitlines()[2]


def test_the_chinese_one_is_in_chinese():
    paragraphs = [
        each for each in without_code(CHINESE).split("\n\n") if each.strip() and each[0] not in "#|"
    ]
    assert [each for each in paragraphs if not re.search(r"[\u4e00-\u9fff]", each)] == []
