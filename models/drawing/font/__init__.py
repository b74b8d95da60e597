"""The font that results are drawn with."""

from __future__ import annotations

from pathlib import Path


def font_file() -> Path:
    """Where the font lies: an OpenType file with the characters that the bundled recognizer knows."""
    return Path(__file__).with_name("SealstackSans.otf")
