"""The bill of materials names what no package index knows of: networks, fonts, the console's packages."""

import json

import pytest

from release.distributions import digest
from release.materials import completed, console_packages, fonts, networks
from tests.conformance.servers import ROOT

ENVIRONMENT = {
    "bomFormat": "CycloneDX",
    "specVersion": "1.6",
    "metadata": {"tools": {}},
    "components": [
        {"type": "library", "name": name, "version": "1", "bom-ref": name}
        for name in ("flask", "pip", "sealstack")
    ],
}


def test_it_is_about_sealstack_and_lists_the_others():
    bill = completed(ENVIRONMENT)
    assert bill["metadata"]["component"]["name"] == "sealstack"
    assert bill["metadata"]["component"]["type"] == "application"
    assert bill["metadata"]["tools"] == {}
    assert bill["components"][0]["name"] == "flask"
    assert {"pip", "sealstack"} & {each["name"] for each in bill["components"]} == set()


def test_an_environment_without_it_is_refused():
    with pytest.raises(ValueError, match="unpack"):
        completed({**ENVIRONMENT, "components": ENVIRONMENT["components"][:2]})


def test_every_network_and_the_font_are_there_with_their_digests():
    weights = ROOT / "models" / "weights"
    files = [*weights.glob("*.onnx"), *weights.glob("*.npz"), *(ROOT / "models").rglob("*.otf")]
    listed = {each["name"]: each["hashes"][0]["content"] for each in [*networks(), *fonts()]}
    assert listed == {file.name: digest(file) for file in files}


def test_the_consoles_packages_have_the_urls_of_packages():
    pinned = json.loads((ROOT / "console" / "package.json").read_text(encoding="utf-8"))["dependencies"]
    assert {each["name"]: each["version"] for each in console_packages()} == pinned
    assert console_packages()[0]["purl"].startswith("pkg:npm/%40annotorious/annotorious@3.")


def test_no_reference_stands_twice():
    references = [each["bom-ref"] for each in completed(ENVIRONMENT)["components"]]
    assert len(set(references)) == len(references)
