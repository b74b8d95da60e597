"""The documents as a site: links of the repository's pages become links of the site's."""

import importlib.util
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PLACES = {"index.md", "security.md", "REPORTING.md", "clients/index.md", "clients/go.md", "form.jpg"}


def load_hook(name):
    specification = importlib.util.spec_from_file_location(name, ROOT / "docs" / f"{name}.py")
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


hook = load_hook("site_pages")
search = load_hook("site_search")


@pytest.mark.parametrize(
    ("place", "written", "expected"),
    [
        ("index.md", "[who](docs/security.md#how)", "[who](security.md#how)"),
        ("security.md", "[report](../SECURITY.md)", "[report](REPORTING.md)"),
        ("clients/go.md", "[home](../../README.md)", "[home](../index.md)"),
        ("clients/go.md", "[all](index.md)", "[all](index.md)"),
        ("security.md", "![a form](form.jpg)", "![a form](form.jpg)"),
        ("security.md", "[`code`](../models/weights)", "`code`"),
        ("security.md", "[below](#there)", "[below](#there)"),
        ("security.md", "[a page](https://example.com/x)", "[a page](https://example.com/x)"),
        ("security.md", "```\n[who](../SECURITY.md)\n```\n", "```\n[who](../SECURITY.md)\n```\n"),
    ],
)
def test_links_lead_to_pages_of_the_site_or_nowhere(place, written, expected):
    assert hook.with_links_inside(written, place, PLACES) == expected


def test_every_page_at_the_top_of_the_repository_is_in_the_site():
    assert {path.name for path in ROOT.glob("*.md")} <= set(hook.FROM_ABOVE)
    assert [path for path in hook.FROM_ABOVE if not (ROOT / path).is_file()] == []


def test_no_page_takes_the_place_of_another_on_a_disk_that_ignores_case():
    places = [str(path.relative_to(ROOT / "docs")) for path in (ROOT / "docs").rglob("*.md")]
    places += hook.FROM_ABOVE.values()
    assert len({place.lower() for place in places}) == len(places)


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("读取印章", ["读", "取", "印", "章"]),
        ("用SealOCR读取，3页", ["用", "SealOCR", "读", "取，3", "页"]),
        ("<p>the seal</p>", ["<p>the seal</p>"]),
    ],
)
def test_the_search_takes_chinese_apart_and_nothing_else(written, words):
    assert search.with_characters_apart(written).split("\u200b") == words


def test_the_search_splits_where_chinese_was_taken_apart():
    assert r"separator: '[\s\u200b\-]+'" in (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
