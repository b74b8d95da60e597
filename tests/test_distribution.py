"""What is installed: every file that the packages need, and one build of what comes in several."""

import configparser
from importlib.metadata import distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
WITHIN = ("service", "templates_store", "models", "migrations")
PACKAGES = ("sealstack", *(f"sealstack/{name}" for name in WITHIN))


@pytest.fixture(scope="module")
def setup_cfg():
    parser = configparser.ConfigParser()
    parser.read(ROOT / "setup.cfg", encoding="utf-8")
    return parser


def folders_of(package: str) -> list[Path]:
    """A package's folders that hold modules; those of the packages within it are theirs."""
    return sorted({path.parent for path in (ROOT / package).rglob("*.py")})


def test_sealstack_is_all_that_is_installed(setup_cfg):
    assert setup_cfg["options.packages.find"]["include"].split() == ["sealstack*"]


@pytest.mark.parametrize("name", WITHIN)
def test_the_packages_within_are_links_to_the_folders_beside_it(name):
    assert (ROOT / "sealstack" / name).readlink() == Path("..") / name


@pytest.mark.parametrize("package", PACKAGES)
def test_every_folder_with_modules_is_a_package(package):
    assert [folder for folder in folders_of(package) if not (folder / "__init__.py").is_file()] == []


@pytest.mark.parametrize("package", PACKAGES)
def test_every_file_beside_the_modules_is_installed_too(setup_cfg, package):
    carried = set()
    for owner, patterns in setup_cfg["options.package_data"].items():
        for folder in folders_of(package):
            if owner in ("*", ".".join(folder.relative_to(ROOT).parts)):
                for pattern in patterns.replace("\n", ",").split(","):
                    carried.update(folder.glob(pattern.strip()) if pattern.strip() else ())
    data = {
        path for path in (ROOT / package).rglob("*") if path.is_file() and path.suffix not in (".py", ".pyc")
    }
    assert data - carried == set()


@pytest.mark.parametrize(
    "package", ["sealstack", "sealstack/service", "sealstack/templates_store", "sealstack/models"]
)
def test_the_packages_say_that_they_are_typed(package):
    assert (ROOT / package / "py.typed").is_file()


def test_one_build_of_opencv_is_installed():
    names = {(each.metadata["Name"] or "").lower().replace("_", "-") for each in distributions()}
    assert {name for name in names if name.startswith("opencv")} == {"opencv-python-headless"}


def test_the_extras_are_those_that_are_documented(setup_cfg):
    documented = {
        "cpu",
        "gpu",
        "openvino",
        "s3",
        "parquet",
        "fleet",
        "traces",
        "scale",
        "train",
        "test",
        "dev",
        "docs",
    }
    assert set(setup_cfg["options.extras_require"]) == documented
