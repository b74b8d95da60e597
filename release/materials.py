"""The bill of materials of a release, by CycloneDX: packages, networks, fonts, what the console has.

python -m release.materials --wheel dist/sealstack-VERSION.whl --output sealstack.cdx.json

The packages are those of an environment made for it, in which the wheel is installed with the extra `cpu`.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from release.distributions import digest

ROOT = Path(__file__).resolve().parent.parent

SPECIFICATION = "1.6"
"""Of CycloneDX."""

_SELF = "sealstack"
_OF_THE_ENVIRONMENT = {"pip", "setuptools"}
_FONT_LICENCE = "OFL-1.1"
_WEIGHTS_LICENCE = "Apache-2.0"


def write_materials(wheel: Path, output: Path) -> None:
    """Install a wheel into an environment of its own, and write what is there.

    Args:
        wheel: of Sealstack.
        output: the JSON file.

    Raises:
        subprocess.CalledProcessError: it cannot be installed, or the packages cannot be listed.
    """
    with tempfile.TemporaryDirectory() as scratch:
        python = Path(scratch) / "environment" / "bin" / "python"
        _run(sys.executable, "-m", "venv", str(python.parent.parent))
        _run(str(python), "-m", "pip", "install", "-q", "--no-compile", f"{wheel.resolve()}[cpu]")
        listed = Path(scratch) / "packages.json"
        _run(
            *(sys.executable, "-m", "cyclonedx_py", "environment", "--output-reproducible"),
            *("--spec-version", SPECIFICATION, "--output-file", str(listed), str(python)),
        )
        materials = completed(json.loads(listed.read_text(encoding="utf-8")))
    output.write_text(json.dumps(materials, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def completed(materials: dict[str, Any]) -> dict[str, Any]:
    """Name Sealstack as what it is about, and add what is no Python package.

    Args:
        materials: the bill of an environment in which Sealstack is installed.

    Returns:
        The bill, a new one.

    Raises:
        ValueError: Sealstack is not in it.
    """
    packages = [each for each in materials["components"] if each["name"] not in _OF_THE_ENVIRONMENT]
    [itself] = [each for each in packages if each["name"] == _SELF]
    others = [each for each in packages if each is not itself]
    metadata = {**materials.get("metadata", {}), "component": {**itself, "type": "application"}}
    components = [*others, *networks(), *fonts(), *console_packages()]
    return {**materials, "metadata": metadata, "components": components}


def networks() -> list[dict[str, Any]]:
    """The networks, and the table of pairs, that travel with Sealstack; rapidocr's are part of its wheel."""
    weights = (ROOT / "models" / "weights").iterdir()
    files = sorted(file for file in weights if file.suffix in (".onnx", ".npz"))
    return [_file(file, "machine-learning-model", _WEIGHTS_LICENCE) for file in files]


def fonts() -> list[dict[str, Any]]:
    """The font that results are drawn with."""
    return [_file(file, "file", _FONT_LICENCE) for file in sorted((ROOT / "models").rglob("*.otf"))]


def console_packages() -> list[dict[str, Any]]:
    """The packages that are built into the console's files, as its package.json pins them."""
    pinned = json.loads((ROOT / "console" / "package.json").read_text(encoding="utf-8"))["dependencies"]
    return [
        {
            "type": "library",
            "bom-ref": f"npm-{name}",
            "name": name,
            "version": version,
            "purl": f"pkg:npm/{name.replace('@', '%40')}@{version}",
        }
        for name, version in sorted(pinned.items())
    ]


def _file(path: Path, kind: str, licence: str) -> dict[str, Any]:
    return {
        "type": kind,
        "bom-ref": path.name,
        "name": path.name,
        "hashes": [{"alg": "SHA-256", "content": digest(path)}],
        "licenses": [{"license": {"id": licence}}],
    }


def _run(*command: str) -> None:
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def _main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m release.materials", description=__doc__)
    parser.add_argument("--wheel", type=Path, required=True, help="what is installed and listed")
    parser.add_argument("--output", type=Path, required=True, help="the JSON file")
    options = parser.parse_args(arguments)
    write_materials(options.wheel, options.output)
    return 0


if __name__ == "__main__":
    sys.exit(_main())
