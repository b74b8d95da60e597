"""Which faces there are: the bundled one always, a folder of faces, else Debian's fonts when installed."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from PIL import ImageFont

from bench.generator.fonts.coverage import covered

BUNDLED = Path(__file__).with_name("SealstackSerif.otf")
SYSTEM_FONTS = Path("/usr/share/fonts")

FOLDER_VARIABLE = "SEALSTACK_FONTS"
"""The environment variable that names a folder of faces, as `python -m training.fonts` writes one."""

FOLDER_INDEX = "faces.json"
"""In that folder: a list of `{"file", "index", "style", "weight"}`, one for each face."""


def bundled_font() -> Path:
    """The font that travels with the generator: a serif of some 4,000 characters under the SIL OFL.

    Returns:
        The path of an OpenType file that Pillow and FreeType read.
    """
    return BUNDLED


@dataclass(frozen=True)
class Face:
    """One face of one font file.

    Attributes:
        path: the font file.
        index: the face's place in a collection, 0 in a plain file.
        style: `song` (serif, as on most seals), `fangsong` (narrow, of even strokes), `hei` (sans) or `kai`
            (brush).
        weight: stroke weight, 1 (hair) to 9 (black).
    """

    path: Path
    index: int
    style: str
    weight: int

    def at(self, size: int) -> ImageFont.FreeTypeFont:
        """The face at a size in pixels an em (kept for the next call)."""
        return _load(self.path, self.index, size)

    def has(self, text: str) -> bool:
        """Whether the face has a glyph for every character of `text` but blanks."""
        known = covered(self.path, self.index)
        return all(character.isspace() or ord(character) in known for character in text)


# path under /usr/share/fonts, index in the collection, style, weight; Debian's fonts-noto-cjk,
# fonts-noto-cjk-extra, fonts-arphic-*, fonts-wqy-*, fonts-cwtex-* and fonts-lxgw-wenkai; by `../texlive`
# texlive-lang-chinese
_NOTO = "opentype/noto/Noto"
_FANDOL = "../texlive/texmf-dist/fonts/opentype/public/fandol/Fandol"
SYSTEM_FACES = (
    (f"{_NOTO}SerifCJK-Light.ttc", 2, "song", 3),
    (f"{_NOTO}SerifCJK-Regular.ttc", 2, "song", 4),
    (f"{_NOTO}SerifCJK-Medium.ttc", 2, "song", 5),
    (f"{_NOTO}SerifCJK-SemiBold.ttc", 2, "song", 6),
    (f"{_NOTO}SerifCJK-Bold.ttc", 2, "song", 7),
    (f"{_NOTO}SansCJK-Light.ttc", 2, "hei", 3),
    (f"{_NOTO}SansCJK-Regular.ttc", 2, "hei", 4),
    (f"{_NOTO}SansCJK-Medium.ttc", 2, "hei", 5),
    (f"{_NOTO}SansCJK-Bold.ttc", 2, "hei", 7),
    ("truetype/arphic/uming.ttc", 0, "song", 3),
    ("truetype/arphic/ukai.ttc", 0, "kai", 4),
    ("truetype/arphic-gbsn00lp/gbsn00lp.ttf", 0, "song", 3),
    ("truetype/arphic-gkai00mp/gkai00mp.ttf", 0, "kai", 4),
    ("truetype/wqy/wqy-zenhei.ttc", 0, "hei", 5),
    ("truetype/wqy/wqy-microhei.ttc", 0, "hei", 4),
    (f"{_FANDOL}Fang-Regular.otf", 0, "fangsong", 4),
    (f"{_FANDOL}Song-Regular.otf", 0, "song", 4),
    (f"{_FANDOL}Song-Bold.otf", 0, "song", 7),
    (f"{_FANDOL}Hei-Regular.otf", 0, "hei", 4),
    (f"{_FANDOL}Hei-Bold.otf", 0, "hei", 7),
    (f"{_FANDOL}Kai-Regular.otf", 0, "kai", 4),
    ("truetype/cwtex/cwfs.ttf", 0, "fangsong", 3),
    ("truetype/cwtex/cwming.ttf", 0, "song", 4),
    ("truetype/cwtex/cwheib.ttf", 0, "hei", 7),
    ("truetype/cwtex/cwkai.ttf", 0, "kai", 4),
    ("truetype/lxgw-wenkai/LXGWWenKai-Regular.ttf", 0, "kai", 4),
    ("truetype/lxgw-wenkai/LXGWWenKai-Bold.ttf", 0, "kai", 6),
)


@lru_cache(maxsize=2)
def available_faces(bundled_only: bool = False) -> tuple[Face, ...]:
    """Every face that can be written with here, the bundled one first.

    The folder that `FOLDER_VARIABLE` names takes the place of the machine's own fonts, so that a seed gives
    the same picture wherever that folder is carried.

    Args:
        bundled_only: leave all others out, so that a seed gives the same picture everywhere.

    Raises:
        FileNotFoundError: the folder has no `FOLDER_INDEX`, or lacks a file named there.
    """
    faces = [Face(bundled_font(), 0, "song", 5)]
    folder = os.environ.get(FOLDER_VARIABLE)
    if bundled_only:
        return tuple(faces)
    return tuple(faces + (_faces_of_folder(Path(folder)) if folder else system_faces()))


def system_faces(fonts: Path = SYSTEM_FONTS) -> list[Face]:
    """The faces of `SYSTEM_FACES` that lie under a folder of fonts."""
    return [
        Face(fonts / name, index, style, weight)
        for name, index, style, weight in SYSTEM_FACES
        if (fonts / name).is_file()
    ]


def _faces_of_folder(folder: Path) -> list[Face]:
    """The faces that a folder's index names."""
    entries = json.loads((folder / FOLDER_INDEX).read_text(encoding="utf-8"))
    faces = [Face(folder / e["file"], int(e["index"]), e["style"], int(e["weight"])) for e in entries]
    missing = [face.path.name for face in faces if not face.path.is_file()]
    if missing:
        raise FileNotFoundError(f"{folder} lacks {', '.join(missing)}")
    return faces


def find_faces(text: str, styles: tuple[str, ...] = (), bundled_only: bool = False) -> tuple[Face, ...]:
    """The faces that have every character of `text`, of the asked styles where there are such.

    Args:
        text: what is to be written.
        styles: `song`, `fangsong`, `hei`, `kai`; empty for any.
        bundled_only: see `available_faces`.

    Raises:
        LookupError: no face has all characters.
    """
    able = [face for face in available_faces(bundled_only) if face.has(text)]
    if not able:
        raise LookupError(f"no installed face has every character of {text!r}")
    return tuple(face for face in able if face.style in styles) or tuple(able)


@lru_cache(maxsize=256)
def _load(path: Path, index: int, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(path), size, index=index, layout_engine=ImageFont.Layout.BASIC)
