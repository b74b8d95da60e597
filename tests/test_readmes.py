"""Pages in English and Chinese say the same: the same sections, examples, names and links, in one order."""

import posixpath
import re
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
CHINESE_PAGES = ROOT / "docs" / "zh"


@dataclass(frozen=True)
class Pair:
    """A page in both languages."""

    english: Path
    chinese: Path

    def texts(self) -> tuple[str, str]:
        return self.english.read_text(encoding="utf-8"), self.chinese.read_text(encoding="utf-8")


def english_of(chinese: Path) -> Path:
    """The page that a page of docs/zh is a translation of."""
    places = (ROOT / "docs" / "start" / chinese.name, ROOT / "docs" / chinese.name)
    [found] = [place for place in places if place.is_file()]
    return found


READMES = Pair(ROOT / "README.md", ROOT / "README.zh-CN.md")
PAIRS = [READMES, *(Pair(english_of(page), page) for page in sorted(CHINESE_PAGES.glob("*.md")))]
TRANSLATED = {pair.english: pair.chinese for pair in PAIRS}

pairs = pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair.chinese.relative_to(ROOT).as_posix())


def sections(text: str) -> list[str]:
    """What stands under each heading, the title's first; without code."""
    return re.split(r"^#+ .*\n", without_code(text), flags=re.MULTILINE)[1:]


def heading_levels(text: str) -> list[int]:
    return [len(marks) for marks in re.findall(r"^(#+) ", without_code(text), flags=re.MULTILINE)]


def without_code(text: str) -> str:
    return re.sub(r"^```.*?^```", "", text, flags=re.DOTALL | re.MULTILINE)


def code_blocks(text: str) -> list[str]:
    return re.findall(r"^```.*?^```", text, flags=re.DOTALL | re.MULTILINE)


def links(text: str, page: Path) -> set[str]:
    """Where links lead, without anchors, which are words; to the Chinese page where there is one."""
    found = set()
    for link in re.findall(r"\]\(([^)\s]+)\)", text):
        target, _, _ = link.partition("#")
        if not target or "://" in target:
            continue
        path = Path(posixpath.normpath(posixpath.join(page.parent.as_posix(), target)))
        if path not in {READMES.english, READMES.chinese}:
            found.add(TRANSLATED.get(path, path).relative_to(ROOT).as_posix())
    return found


def names_in_code(text: str) -> list[str]:
    """What is set as code in a sentence: Actions, settings, commands, paths."""
    return sorted(set(re.findall(r"`([^`\n]+)`", without_code(text))))


@pairs
def test_both_have_the_same_headings(pair):
    english, chinese = pair.texts()
    assert heading_levels(chinese) == heading_levels(english)


@pairs
def test_both_have_the_same_code_blocks(pair):
    english, chinese = pair.texts()
    assert code_blocks(chinese) == code_blocks(english)


@pairs
def test_each_section_has_the_same_links(pair):
    english, chinese = (
        [links(each, page) for each in sections(text)]
        for page, text in zip((pair.english, pair.chinese), pair.texts(), strict=True)
    )
    assert chinese == english


@pairs
def test_each_section_has_the_same_names(pair):
    english, chinese = ([names_in_code(each) for each in sections(text)] for text in pair.texts())
    assert chinese == english


@pairs
def test_the_same_number_of_points_and_rows(pair):
    english, chinese = pair.texts()
    for mark in (r"^- ", r"^\|"):
        counts = [len(re.findall(mark, text, flags=re.MULTILINE)) for text in (chinese, english)]
        assert counts[0] == counts[1], mark


@pairs
def test_the_chinese_one_is_in_chinese(pair):
    _, chinese = pair.texts()
    paragraphs = [
        each for each in without_code(chinese).split("\n\n") if each.strip() and each[0] not in "#|"
    ]
    assert [each for each in paragraphs if not re.search(r"[\u4e00-\u9fff]", each)] == []


def test_each_readme_leads_to_the_other_before_anything_else():
    english, chinese = READMES.texts()
    assert "](README.zh-CN.md)" in english.splitlines()[2]
    assert "](README.md)" in chinese.splitlines()[2]


def test_the_chinese_readme_leads_to_pages_in_chinese_where_there_are_some():
    _, chinese = READMES.texts()
    for english in TRANSLATED:
        assert f"]({english.relative_to(ROOT).as_posix()})" not in chinese or english == READMES.english
