"""Make the bundled font from Noto Serif CJK SC (needs fonttools and Debian's fonts-noto-cjk-extra).

    python -m bench.generator.fonts.build [--source PATH]

The subset keeps the 3,755 characters of GB 2312 level 1, ASCII, the punctuation of Chinese business
print, and the characters of the names that `bench.generator.names` composes. Hints and layout tables
are dropped. The family is renamed, because the SIL Open Font License (condition 3) forbids a modified
version to carry a reserved font name; the licence itself stands beside the font.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from bench.generator import names
from bench.generator.fonts.faces import bundled_font
from bench.generator.names.characters import FAVOURITES
from bench.generator.names.people import GIVEN, SURNAMES

SOURCE = Path("/usr/share/fonts/opentype/noto/NotoSerifCJK-Medium.ttc")
SIMPLIFIED_CHINESE = 2  # the third font of the collection
FAMILY = "Sealstack Serif"

PUNCTUATION = "　、。·—…‘’“”〈〉《》「」『』【】〔〕（），：；？！￥％＋－＝／＃＊○●☆★□■△◇◆→№℃×÷±〇①②③④⑤⑥⑦⑧⑨⑩"
FULL_WIDTH_DIGITS = "０１２３４５６７８９"
BEYOND_LEVEL_ONE = (
    "睿鑫淼焱垚犇骉喆赟昊昱晟旻珺璟瑾瑜琪琳琦琰璐璇璨韬铭钰钧铄锟镕霖霁雯霏岚岫嵘瀚瀛滢潇沁泓泷汶沅"
    "郯芷芮芙苒茗茜荣荃萱葳蔚蕴薇蘅彧彬忻恺愔攸斐昕昙晏晔暹曦杞梓楷榕檀毓洮浚涟淞渌湄溆滏濂炅炜烨焘煜"
    "熙燊爨珈珞珩琅琛瑄瑗璋璞祎祺禧筠箐簋绩绮缙翊翎翰聿肇胤臻舒舟艾"
)
"""Characters outside level 1 that people and companies like to be named by."""


def level_one() -> str:
    """The 3,755 characters of GB 2312 level 1 (rows 16 to 55 of GB 2312-1980), in the standard's order."""
    cells = (bytes((0xA0 + row, 0xA0 + cell)) for row in range(16, 56) for cell in range(1, 95))
    return "".join(cell.decode("gb2312", errors="ignore") for cell in cells)


def characters() -> str:
    """Every character the bundled font must have, sorted."""
    ascii_letters = "".join(map(chr, range(0x20, 0x7F)))
    lists = sorted(Path(names.__file__).with_name("lists").glob("*.txt"))
    listed = "".join(path.read_text(encoding="utf-8") for path in lists)
    wanted = level_one() + ascii_letters + PUNCTUATION + FULL_WIDTH_DIGITS + BEYOND_LEVEL_ONE
    return "".join(sorted({*wanted, *"".join(listed.split()), *FAVOURITES, *SURNAMES, *GIVEN}))


def build(source: Path, target: Path) -> int:
    """Write the subset of `source` to `target` and say how many bytes it takes.

    Raises:
        SystemExit: fonttools is not installed.
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
    options.desubroutinize = False
    options.notdef_outline = True
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    options.drop_tables += ["GPOS", "GSUB", "GDEF", "BASE", "VORG", "vhea", "vmtx", "DSIG"]
    subsetter = Subsetter(options=options)
    subsetter.populate(text=characters())
    subsetter.subset(font)
    rename(font)
    font.save(target)
    return target.stat().st_size


def rename(font: object) -> None:
    """Give the font its own family name everywhere a name is kept."""
    names = font["name"]  # type: ignore[index]
    postscript = FAMILY.replace(" ", "") + "-Medium"
    for identity, value in {
        1: FAMILY,
        2: "Regular",
        3: f"{postscript};subset of a SIL OFL serif",
        4: FAMILY,
        6: postscript,
    }.items():
        names.removeNames(nameID=identity)
        names.setName(value, identity, 3, 1, 0x409)
    for record in [record for record in names.names if record.langID != 0x409]:
        names.removeNames(record.nameID, record.platformID, record.platEncID, record.langID)
    table = font["CFF "].cff  # type: ignore[index]
    table.fontNames = [postscript]
    top = table.topDictIndex[0]
    for key, value in {"FullName": FAMILY, "FamilyName": FAMILY, "Weight": "Medium"}.items():
        if hasattr(top, key):
            setattr(top, key, value)
    for inner in getattr(top, "FDArray", []):
        if hasattr(inner, "FontName"):
            inner.FontName = postscript


def main() -> None:
    """Read the command line and build."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--source", type=Path, default=SOURCE, help="a Noto Serif CJK collection")
    options = parser.parse_args()
    size = build(options.source, bundled_font())
    print(f"{bundled_font()}: {len(characters())} characters, {size} bytes")


if __name__ == "__main__":
    main()
