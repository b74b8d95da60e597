"""Gather the faces to train with into one small folder: subsets of this machine's Chinese fonts.

    python -m training.fonts OUT [--fonts /usr/share/fonts] [--limit 26]

The folder is carried to a machine without fonts and named there in `SEALSTACK_FONTS`; then the generator
writes with its faces. It holds one file for each face and `faces.json`. The fonts keep their own licences:
draw with them, and do not pass the folder on.
"""

from __future__ import annotations

import argparse
import json
import logging
from pathlib import Path

from bench.generator.fonts.faces import FOLDER_INDEX, SYSTEM_FONTS, Face, system_faces
from bench.generator.names.lexicon import TRADITIONAL, rare_characters

_log = logging.getLogger(__name__)

WHOLE = ("FandolFang-Regular", "NotoSansCJK-Bold", "FandolSong-Regular", "cwfs", "wqy-microhei")
"""The faces that keep all characters: thin and bold, simplified and traditional."""

COMMON = (
    "FandolKai-Regular",
    "NotoSerifCJK-Bold",
    "wqy-zenhei",
    "FandolHei-Regular",
    "NotoSerifCJK-Light",
    "gbsn00lp",
)
"""The faces that come next, with common characters only, as long as there is room."""

_MEGABYTE = 1_000_000
_NEEDLESS = ["GPOS", "GSUB", "GDEF", "BASE", "VORG", "vhea", "vmtx", "DSIG", "mort", "morx", "FFTM"]


def characters() -> str:
    """What training writes: GB 2312 with its signs and letters, ASCII, and traditional forms; sorted."""
    cells = (bytes((0xA0 + row, 0xA0 + cell)) for row in range(1, 88) for cell in range(1, 95))
    chinese = "".join(cell.decode("gb2312", errors="ignore") for cell in cells)
    ascii_letters = "".join(map(chr, range(0x20, 0x7F)))
    return "".join(sorted({*chinese, *ascii_letters, *"¥・･", *TRADITIONAL.values()}))


def common() -> str:
    """The commoner part of `characters`: without level 2 of GB 2312 and forms of its characters; sorted."""
    rare = rare_characters()
    return "".join(sorted(set(characters()) - {*rare, *(TRADITIONAL[c] for c in rare if c in TRADITIONAL)}))


def subset(face: Face, target: Path, text: str) -> int:
    """Write the part of a face's font that draws `text`, without hints, and say how many bytes it takes."""
    from fontTools.subset import Options, Subsetter
    from fontTools.ttLib import TTFont

    font = TTFont(face.path, fontNumber=face.index)
    options = Options()
    options.layout_features = []
    options.hinting = False
    options.desubroutinize = False
    options.notdef_outline = True
    options.drop_tables += _NEEDLESS
    subsetter = Subsetter(options=options)
    subsetter.populate(text=text)
    subsetter.subset(font)
    font.save(target)
    return target.stat().st_size


def gather(faces: list[Face], folder: Path, limit: int) -> list[Face]:
    """Write subsets of faces, and their index, into a folder.

    Args:
        faces: the faces that there are.
        folder: where to write; made when it is not there.
        limit: bytes that all files together may take; a face that no longer fits is left out.

    Returns:
        The faces as they are in the folder.
    """
    folder.mkdir(parents=True, exist_ok=True)
    order = {name: place for place, name in enumerate((*WHOLE, *COMMON))}
    text = {**dict.fromkeys(WHOLE, characters()), **dict.fromkeys(COMMON, common())}
    wanted = sorted((f for f in faces if f.path.stem in order), key=lambda f: order[f.path.stem])
    kept: list[Face] = []
    used = 0
    for face in wanted:
        target = folder / f"{face.path.stem}{'.otf' if face.path.suffix == '.otf' else '.ttf'}"
        size = subset(face, target, text[face.path.stem])
        if used + size > limit:
            target.unlink()
            continue
        used += size
        kept.append(Face(target, 0, face.style, face.weight))
        _log.info("%s: %s, weight %d, %.1f MB", target.name, face.style, face.weight, size / _MEGABYTE)
    entries = [{"file": f.path.name, "index": f.index, "style": f.style, "weight": f.weight} for f in kept]
    (folder / FOLDER_INDEX).write_text(json.dumps(entries, indent=1) + "\n", encoding="utf-8")
    return kept


def main(arguments: list[str] | None = None) -> None:
    """Read the command line and gather.

    Raises:
        SystemExit: fonttools is not installed, or there is no face at all.
    """
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("out", type=Path, help="the folder to write")
    parser.add_argument("--fonts", type=Path, default=SYSTEM_FONTS, help="where Debian's fonts lie")
    parser.add_argument("--limit", type=float, default=26, help="megabytes of all files together")
    options = parser.parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    logging.getLogger("fontTools").setLevel(logging.ERROR)
    faces = system_faces(options.fonts)
    if not faces:
        raise SystemExit(f"no face that the generator knows lies under {options.fonts}")
    try:
        kept = gather(faces, options.out, round(options.limit * _MEGABYTE))
    except ImportError:
        raise SystemExit("subsetting needs fonttools: pip install 'sealstack[dev]'") from None
    _log.info("%d faces in %s", len(kept), options.out)


if __name__ == "__main__":
    main()
