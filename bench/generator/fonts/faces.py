"""Which faces there are: the bundled one always, Debian's Chinese fonts when they are installed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from PIL import ImageFont

from bench.generator.fonts.coverage import covered

BUNDLED = Path(__file__).with_name("SealstackSerif.otf")
SYSTEM_FONTS = Path("/usr/share/fonts")


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
        style: `song` (serif, as on most seals), `hei` (sans) or `kai` (brush, near FangSong).
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
# fonts-noto-cjk-extra, fonts-arphic-* and fonts-wqy-*
SYSTEM_FACES = (
    ("opentype/noto/NotoSerifCJK-Light.ttc", 2, "song", 3),
    ("opentype/noto/NotoSerifCJK-Regular.ttc", 2, "song", 4),
    ("opentype/noto/NotoSerifCJK-Medium.ttc", 2, "song", 5),
    ("opentype/noto/NotoSerifCJK-SemiBold.ttc", 2, "song", 6),
    ("opentype/noto/NotoSerifCJK-Bold.ttc", 2, "song", 7),
    ("opentype/noto/NotoSansCJK-Light.ttc", 2, "hei", 3),
    ("opentype/noto/NotoSansCJK-Regular.ttc", 2, "hei", 4),
    ("opentype/noto/NotoSansCJK-Medium.ttc", 2, "hei", 5),
    ("opentype/noto/NotoSansCJK-Bold.ttc", 2, "hei", 7),
    ("truetype/arphic/uming.ttc", 0, "song", 3),
    ("truetype/arphic/ukai.ttc", 0, "kai", 4),
    ("truetype/arphic-gbsn00lp/gbsn00lp.ttf", 0, "song", 3),
    ("truetype/arphic-gkai00mp/gkai00mp.ttf", 0, "kai", 4),
    ("truetype/wqy/wqy-zenhei.ttc", 0, "hei", 5),
    ("truetype/wqy/wqy-microhei.ttc", 0, "hei", 4),
)


@lru_cache(maxsize=2)
def available_faces(bundled_only: bool = False) -> tuple[Face, ...]:
    """Every face that can be written with here, the bundled one first.

    Args:
        bundled_only: leave the machine's fonts out, so that a seed gives the same picture everywhere.
    """
    faces = [Face(bundled_font(), 0, "song", 5)]
    if not bundled_only:
        for name, index, style, weight in SYSTEM_FACES:
            if (SYSTEM_FONTS / name).is_file():
                faces.append(Face(SYSTEM_FONTS / name, index, style, weight))
    return tuple(faces)


def find_faces(text: str, styles: tuple[str, ...] = (), bundled_only: bool = False) -> tuple[Face, ...]:
    """The faces that have every character of `text`, of the asked styles where there are such.

    Args:
        text: what is to be written.
        styles: `song`, `hei`, `kai`; empty for any.
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
