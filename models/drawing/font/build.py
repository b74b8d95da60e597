"""Makes the bundled font from Noto Sans CJK SC (needs fonttools and Debian's fonts-noto-cjk).

    python -m sealstack.models.drawing.font.build [SOURCE]

The subset keeps what the bundled recognizer can write, as far as the source has it, and ASCII. Hints and
layout tables are dropped. The family is renamed, because the SIL Open Font License (condition 3) forbids a
modified version to carry a reserved font name; the licence itself stands beside the font.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from sealstack.models.drawing.font import font_file
from sealstack.models.runtime import RuntimeOptions
from sealstack.models.text.recognition.recognizer import Recognizer
from sealstack.models.text.weights import find_weights

SOURCE = Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc")
SIMPLIFIED_CHINESE = 2  # the third font of the collection
FAMILY = "Sealstack Sans"

_DROPPED_TABLES = ("GPOS", "GSUB", "GDEF", "BASE", "VORG", "vhea", "vmtx", "DSIG")


def characters() -> str:
    """List what the font shall have: the recognizer's alphabet and ASCII, sorted."""
    alphabet = Recognizer.load(find_weights(None).recognizer, RuntimeOptions()).alphabet
    return "".join(sorted({*"".join(alphabet), *map(chr, range(0x20, 0x7F))}))


def build(source: Path, target: Path) -> int:
    """Write the subset of `source` to `target` and return how many bytes it takes.

    Raises:
        SystemExit: fonttools is not installed.
        OSError: the source is not there.
    """
    try:
        from fontTools.subset import Options, Subsetter
        from fontTools.ttLib import TTFont
    except ImportError:
        raise SystemExit("building the font needs fonttools: pip install 'sealstack[dev]'") from None

    font = TTFont(source, fontNumber=SIMPLIFIED_CHINESE)
    options = Options()
    options.layout_features = []
    options.hinting = False
    options.notdef_outline = True
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    options.drop_tables += list(_DROPPED_TABLES)
    subsetter = Subsetter(options=options)
    subsetter.populate(text=characters())
    subsetter.subset(font)
    _rename(font)
    font.save(target)
    return target.stat().st_size


def _rename(font: Any) -> None:
    """Give the font its own family name everywhere a name is kept."""
    names = font["name"]
    postscript = FAMILY.replace(" ", "") + "-Regular"
    for record in [record for record in names.names if record.langID != 0x409]:
        names.removeNames(record.nameID, record.platformID, record.platEncID, record.langID)
    for identity, value in {
        1: FAMILY,
        2: "Regular",
        3: f"{postscript};subset of a SIL OFL sans serif",
        4: FAMILY,
        6: postscript,
    }.items():
        names.removeNames(nameID=identity)
        names.setName(value, identity, 3, 1, 0x409)
    table = font["CFF "].cff
    table.fontNames = [postscript]
    top = table.topDictIndex[0]
    for key, value in {"FullName": FAMILY, "FamilyName": FAMILY}.items():
        if hasattr(top, key):
            setattr(top, key, value)
    for inner in getattr(top, "FDArray", []):
        if hasattr(inner, "FontName"):
            inner.FontName = postscript


if __name__ == "__main__":
    size = build(Path(sys.argv[1]) if len(sys.argv) > 1 else SOURCE, font_file())
    sys.stdout.write(f"{font_file()}: {size} bytes\n")
