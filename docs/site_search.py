"""The index of the site's search, with Chinese taken apart into its characters.

A hook of mkdocs, named in mkdocs.yml. Chinese has no spaces between words, and the search takes what stands
between two of them for one word. It does split at zero-width spaces, which nobody sees in what it finds.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

_CHINESE = "[\u4e00-\u9fff]"
_BOUNDARY = re.compile(rf"(?<={_CHINESE})(?=\w)|(?<=\w)(?={_CHINESE})")

_SPLIT = "\u200b"
"""A zero-width space: one of the separators in mkdocs.yml."""


def on_post_build(config: MkDocsConfig) -> None:
    """Rewrite the index that the search plugin has written."""
    file = Path(config.site_dir) / "search" / "search_index.json"
    index = json.loads(file.read_text(encoding="utf-8"))
    for section in index["docs"]:
        for part in ("title", "text"):
            section[part] = with_characters_apart(section[part])
    file.write_text(json.dumps(index, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")


def with_characters_apart(text: str) -> str:
    """Put a zero-width space between two Chinese characters, and between one and a Latin word or number."""
    return _BOUNDARY.sub(_SPLIT, text)
