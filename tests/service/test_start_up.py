"""What is imported before the service is ready: nothing that most services never use."""

import subprocess
import sys

import pytest

_PROGRAM = """
import sys
import sealstack.service.readers.engine, sealstack.service.application, sealstack.service.server
print(*sys.modules)
"""


@pytest.fixture(scope="module")
def imported() -> set[str]:
    """The modules that a worker has imported when it begins to answer."""
    done = subprocess.run(
        [sys.executable, "-c", _PROGRAM], capture_output=True, text=True, check=True, timeout=120
    )
    return set(done.stdout.split())


@pytest.mark.parametrize(
    "module",
    ["alembic", "cryptography.fernet", "pypdfium2", "apispec", "yaml", "requests", "boto3", "rapidocr"],
)
def test_what_few_services_use_is_not_imported_at_the_start(imported: set[str], module: str) -> None:
    assert module not in imported


def test_what_every_service_uses_is(imported: set[str]) -> None:
    assert {"flask", "sqlalchemy", "sealstack.models.text.engine"} <= imported
