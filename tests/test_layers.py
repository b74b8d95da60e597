"""Who may import whom: docs/architecture.md, held by reading every import in the tree."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

MAY_IMPORT = {
    "sealstack": {"service", "models"},
    "service": {"models", "templates_store"},
    "templates_store": set(),
    "models": set(),
    "migrations": {"templates_store", "service"},
    "bench": {"models", "service", "templates_store", "sealstack"},
    "training": {"bench", "models"},
    "release": set(),
}
"""The packages of ours that each package may import besides itself."""

WITHIN = ("models", "service", "templates_store", "migrations")
"""The packages that are installed within `sealstack`: links there lead to their folders."""

NETWORK_AND_DATABASE = {
    *("flask", "werkzeug", "gunicorn", "marshmallow", "requests", "urllib3", "urllib", "http", "socket"),
    *("sqlalchemy", "alembic", "base64"),
}


def modules_of(package: str) -> list[Path]:
    return sorted((ROOT / package).rglob("*.py"))


@cache
def written_imports_of(path: Path) -> list[str]:
    """The names of what a module imports, at its top or inside of a function, as they are written."""
    return list(_read_imports(path))


def _read_imports(path: Path) -> Iterator[str]:
    package = path.relative_to(ROOT).parent.parts
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else ()
            parents = [*above, *([node.module] if node.module else [])]
            # the packages within are named by what is imported from it
            within = parents == ["sealstack"]
            yield from (".".join([*parents, *([name.name] if within else [])]) for name in node.names)


def imports_of(path: Path) -> Iterator[str]:
    """The names of what a module imports; packages within `sealstack` are named as their folders are."""
    for name in written_imports_of(path):
        inner = name.removeprefix("sealstack.")
        yield inner if inner.partition(".")[0] in WITHIN else name


def imported_by(package: str) -> dict[str, set[str]]:
    """What each module of a package imports, by the module's path; top-level names."""
    return {
        str(path.relative_to(ROOT)): {name.partition(".")[0] for name in imports_of(path)}
        for path in modules_of(package)
    }


@pytest.mark.parametrize("package", [*MAY_IMPORT, "tests"])
def test_packages_are_imported_by_the_names_that_they_have_when_installed(package):
    bare = {
        str(path.relative_to(ROOT)): names
        for path in modules_of(package)
        if (names := {name for name in written_imports_of(path) if name.partition(".")[0] in WITHIN})
    }
    assert bare == {}


@pytest.mark.parametrize("package", MAY_IMPORT)
def test_the_arrows_point_one_way(package):
    forbidden = {*MAY_IMPORT, "tests"} - MAY_IMPORT[package] - {package}
    crossing = {path: names & forbidden for path, names in imported_by(package).items() if names & forbidden}
    assert modules_of(package)
    assert crossing == {}


def test_python_and_the_command_line_call_no_dialect():
    calling = {
        str(path.relative_to(ROOT)): names
        for path in modules_of("sealstack")
        if (names := {name for name in imports_of(path) if name.startswith("service.dialects")})
    }
    assert calling == {}


def test_models_know_no_http_and_no_database():
    knowing = {
        path: names & NETWORK_AND_DATABASE
        for path, names in imported_by("models").items()
        if names & NETWORK_AND_DATABASE
    }
    assert knowing == {}


def test_the_service_only_decodes_pictures_and_encodes_them():
    touching = {path for path, names in imported_by("service").items() if names & {"cv2", "PIL", "pypdfium2"}}
    decoding = {f"service/intake/{name}.py" for name in ("decode", "formats/pdf", "formats/pixels")}
    assert touching == decoding | {"service/intake/encode.py"}


@pytest.mark.parametrize("package", ["sealstack", "service", "templates_store", "models"])
def test_rapidocr_lends_its_models_and_is_never_imported(package):
    assert [path for path, names in imported_by(package).items() if "rapidocr" in names] == []


@pytest.mark.parametrize("package", MAY_IMPORT)
def test_what_computes_is_imported_by_one_door_which_silences_it(package):
    computing = {"onnxruntime", "openvino"}
    assert [path for path, names in imported_by(package).items() if names & computing] == []


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("import sealstack.service.dialects.tencent.gateway", ["service.dialects.tencent.gateway"]),
        ("from sealstack import models", ["models"]),
        ("from sealstack.engine import engine", ["sealstack.engine"]),
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


DIALECTS = ("tencent", "custom_ocr", "paddle", "rapidocr")

BELOW_DIALECTS = (
    "accounts",
    "http",
    "intake",
    "parameters",
    "process",
    "readers",
    "settings",
    "storage",
    "templates",
)
"""The folders of the service that every dialect may import, and none of which may import a dialect."""


def modules_that_import(folder: str, forbidden: tuple[str, ...]) -> dict[str, set[str]]:
    """What the modules of a folder import of some packages that they must not, by the module's path."""
    return {
        str(path.relative_to(ROOT)): names
        for path in modules_of(folder)
        if (names := {name for name in imports_of(path) if name.startswith(forbidden)})
    }


@pytest.mark.parametrize("dialect", DIALECTS)
def test_no_dialect_imports_another(dialect):
    others = tuple(f"service.dialects.{other}" for other in DIALECTS if other != dialect)
    assert modules_of(f"service/dialects/{dialect}")
    assert modules_that_import(f"service/dialects/{dialect}", others) == {}


@pytest.mark.parametrize("folder", BELOW_DIALECTS)
def test_what_dialects_share_stands_below_them(folder):
    assert modules_of(f"service/{folder}")
    assert modules_that_import(f"service/{folder}", ("service.dialects", "service.openapi.pages")) == {}


@pytest.mark.parametrize(
    ("folder", "above"),
    [
        (
            "models/geometry",
            ("models.text", "models.seal", "models.form", "models.document", "models.pipelines"),
        ),
        (
            "models/runtime",
            ("models.text", "models.seal", "models.form", "models.document", "models.pipelines"),
        ),
        ("models/text", ("models.seal", "models.form", "models.document", "models.pipelines")),
        ("models/seal", ("models.form", "models.document", "models.pipelines", "models.external")),
        ("models/seal/ink", ("models.seal.read", "models.seal.verify", "models.seal.lift")),
        ("models/seal/detect", ("models.seal.read", "models.seal.verify", "models.seal.lift")),
        ("models/document", ("models.seal", "models.form", "models.pipelines")),
        ("service/readers", ("service.templates", "service.intake", "service.accounts")),
        ("service/settings", ("service.readers", "service.storage", "service.accounts")),
    ],
)
def test_steps_import_only_those_before_them(folder, above):
    assert modules_of(folder)
    assert modules_that_import(folder, above) == {}
