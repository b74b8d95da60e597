"""What mkdocs needs beside docs/: the pages at the top of the repository, and links that stay in the site.

A hook of mkdocs, named in mkdocs.yml. In the repository pages lead to each other by their places there. In
the site README.md is index.md, and whatever is no page of it (code, weights) has no place to lead to.
"""

from __future__ import annotations

import posixpath
import re
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page

ROOT = Path(__file__).resolve().parent.parent

FROM_ABOVE = {
    "README.md": "index.md",
    "README.zh-CN.md": "index.zh-CN.md",
    "CHANGELOG.md": "CHANGELOG.md",
    "CODE_OF_CONDUCT.md": "CODE_OF_CONDUCT.md",
    "CONTRIBUTING.md": "CONTRIBUTING.md",
    "SECURITY.md": "REPORTING.md",
    "THIRD_PARTY.md": "THIRD_PARTY.md",
    "examples/README.md": "examples.md",
}
"""Pages from outside of docs/, by their place in the repository: their place in the site."""

_BLOCK = re.compile(r"(^```.*?^```)", re.DOTALL | re.MULTILINE)
_LINK = re.compile(r"(?P<image>!?)\[(?P<text>[^\]]*)\]\((?P<target>[^)\s]+)\)")


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the pages from above to those of docs/."""
    from mkdocs.structure.files import File

    for source, place in FROM_ABOVE.items():
        content = (ROOT / source).read_text(encoding="utf-8")
        files.append(File.generated(config, place, content=content))
    return files


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Have the links of a page lead to pages of the site."""
    del config
    return with_links_inside(markdown, page.file.src_uri, {file.src_uri for file in files})


def with_links_inside(markdown: str, place: str, places: set[str]) -> str:
    """Rewrite the links of a page; blocks of code stay as they are.

    Args:
        markdown: the page, as it stands in the repository.
        place: where it is in the site, such as `clients/index.md`.
        places: the places of all files of the site.

    Returns:
        The page. Links to other files of the repository are their mere text.
    """
    source = next((above for above, there in FROM_ABOVE.items() if there == place), f"docs/{place}")

    def rewritten(link: re.Match[str]) -> str:
        target, hash_sign, anchor = link["target"].partition("#")
        if not target or "://" in target or target.startswith("mailto:"):
            return link[0]
        found = place_of(posixpath.normpath(posixpath.join(posixpath.dirname(source), target)))
        if found not in places:
            return link["text"]
        there = posixpath.relpath(found, posixpath.dirname(place) or ".")
        return f"{link['image']}[{link['text']}]({there}{hash_sign}{anchor})"

    parts = re.split(_BLOCK, markdown)
    return "".join(part if part.startswith("```") else _LINK.sub(rewritten, part) for part in parts)


def place_of(path: str) -> str | None:
    """The place in the site of a file of the repository; None where it has none."""
    if path in FROM_ABOVE:
        return FROM_ABOVE[path]
    inside = path.removeprefix("docs/")
    return inside if inside != path else None
