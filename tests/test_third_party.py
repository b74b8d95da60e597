"""THIRD_PARTY.md names everything that comes from others, with its licence."""

import importlib.util
import json
import re
from email.message import Message
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "THIRD_PARTY.md").read_text(encoding="utf-8")


def load_generator():
    specification = importlib.util.spec_from_file_location("third_party", ROOT / "docs" / "third_party.py")
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


generator = load_generator()


def rows() -> dict[str, list[str]]:
    """The rows of the table of packages: version, licence and purpose, by normalized name."""
    table = PAGE.partition("## Python packages")[2].partition("\n## ")[0]
    cells = [line.strip("| ").split(" | ") for line in table.splitlines() if line.startswith("| ")]
    return {generator.normalized(name): rest for name, *rest in cells if name != "package"}


def test_setup_cfg_is_read_with_its_purposes():
    direct = generator.direct_requirements()
    assert direct["flask"] == "the web service"
    assert direct["opencv-python-headless"] == "pictures and geometry"
    assert direct["onnxruntime"] == "inference on the CPU"
    assert "onnxruntime-gpu" not in direct


def test_every_direct_dependency_stands_there_with_its_purpose():
    """Where it fails, run `python docs/third_party.py` in an environment with `.[cpu]`."""
    listed = {name: purpose for name, (_, _, purpose) in rows().items()}
    assert {
        name: listed.get(name) for name in generator.direct_requirements()
    } == generator.direct_requirements()


def test_every_package_has_a_version_and_a_licence():
    for name, (version, licence, purpose) in rows().items():
        assert re.fullmatch(r"[\w.+]+", version), name
        assert re.search(r"MIT|BSD|Apache|MPL|PSF|ZPL|ISC|Unlicense|0BSD", licence), name
        assert purpose


def test_no_licence_asks_that_what_uses_it_be_opened():
    assert not re.search(r"\bA?GPL", PAGE)


def test_every_package_of_the_console_stands_there():
    pinned = json.loads((ROOT / "console" / "package.json").read_text(encoding="utf-8"))["dependencies"]
    for name, version in pinned.items():
        assert re.search(rf"^\| {re.escape(name)} \| {re.escape(version)} \| (BSD|MIT)", PAGE, re.MULTILINE)


def test_every_network_and_font_stands_there():
    owned = [*(ROOT / "models" / "weights").glob("*.onnx"), *(ROOT / "models" / "weights").glob("*.npz")]
    owned += [*ROOT.glob("models/**/OFL.txt"), *ROOT.glob("bench/**/OFL.txt")]
    assert owned
    for path in owned:
        place = path.with_suffix(".md") if path.suffix in (".onnx", ".npz") else path
        assert f"]({place.relative_to(ROOT)})" in PAGE


class Package:
    """What `licence_of` asks of an installed package."""

    def __init__(self, files=(), **headers):
        self.metadata = Message()
        for name, value in headers.items():
            for each in [value] if isinstance(value, str) else value:
                self.metadata[name.replace("_", "-")] = each
        self.files = files


@pytest.mark.parametrize(
    ("package", "expected"),
    [
        (Package(License_Expression="MIT", License="BSD"), "MIT"),
        (Package(License="Apache 2.0"), "Apache 2.0"),
        (Package(License="UNKNOWN", Classifier=["License :: OSI Approved :: MIT License"]), "MIT License"),
        (Package(License="x" * 61, Classifier=["License :: OSI Approved :: BSD License"]), "BSD License"),
        (Package(License="Apache License\n Version 2.0, " + "January " * 20), "Apache-2.0"),
        (Package(License="Permission is hereby granted, free\n of charge, to any person " * 2), "MIT"),
        (Package(), "see its licence file"),
    ],
)
def test_a_licence_is_found_wherever_the_metadata_state_it(package, expected):
    assert generator.licence_of(package) == expected


def test_a_card_without_an_origin_is_refused():
    with pytest.raises(ValueError, match="where its weights come from"):
        generator._origin("# some.onnx\n\nFinds something.\n")
