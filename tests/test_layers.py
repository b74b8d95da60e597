"""Who may import whom: docs/architecture.md, held by reading every import in the tree."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

MAY_IMPORT = {
    "sealstack": {"service", "models"},
    "service": {"models", "templates_store"},
    "templates_store": set(),
    "models": set(),
    "migrations": {"templates_store", "service"},
    "bench": {"models", "service"},
    "training": {"bench", "models"},
}
"""The packages of ours that each package may import besides itself."""

NETWORK_AND_DATABASE = {
    *("flask", "werkzeug", "gunicorn", "marshmallow", "requests", "urllib3", "urllib", "http", "socket"),
    *("sqlalchemy", "alembic", "base64"),
}


def modules_of(package: str) -> list[Path]:
    return sorted((ROOT / package).rglob("*.py"))


def imports_of(path: Path) -> Iterator[str]:
    """The full names of what a module imports, at its top or inside of a function."""
    package = path.relative_to(ROOT).parent.parts
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else ()
            yield ".".join([*above, *([node.module] if node.module else [])])


def imported_by(package: str) -> dict[str, set[str]]:
    """What each module of a package imports, by the module's path; top-level names."""
    return {
        str(path.relative_to(ROOT)): {name.partition(".")[0] for name in imports_of(path)}
        for path in modules_of(package)
    }


@pytest.mark.parametrize("package", MAY_IMPORT)
def test_the_arrows_point_one_way(package):
    forbidden = {*MAY_IMPORT, "tests"} - MAY_IMPORT[package] - {package}
    crossing = {path: names & forbidden for path, names in imported_by(package).items() if names & forbidden}
    assert modules_of(package)
    assert crossing == {}


def test_models_know_no_http_and_no_database():
    knowing = {
        path: names & NETWORK_AND_DATABASE
        for path, names in imported_by("models").items()
        if names & NETWORK_AND_DATABASE
    }
    assert knowing == {}


def test_the_service_only_decodes_pictures_and_encodes_them():
    touching = {path for path, names in imported_by("service").items() if names & {"cv2", "PIL", "pypdfium2"}}
    assert touching == {"service/intake/decode.py", "service/intake/pdf.py", "service/picture_files.py"}


@pytest.mark.parametrize("package", ["sealstack", "service", "templates_store", "models"])
def test_rapidocr_lends_its_models_and_is_never_imported(package):
    assert [path for path, names in imported_by(package).items() if "rapidocr" in names] == []


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("import service.gateway", ["service.gateway"]),
        ("def late():\n    from bench.generator import scenes", ["bench.generator"]),
        ("from . import values", ["models.seal"]),
        ("from ..text import engine", ["models.text"]),
    ],
)
def test_imports_are_found_wherever_they_stand(tmp_path, monkeypatch, source, expected):
    monkeypatch.setattr("tests.test_layers.ROOT", tmp_path)
    path = tmp_path / "models" / "seal" / "x.py"
    path.parent.mkdir(parents=True)
    path.write_text(source)
    assert list(imports_of(path)) == expected
