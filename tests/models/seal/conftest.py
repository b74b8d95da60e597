"""What the seal tests share."""

import pytest

from models.runtime import RuntimeOptions
from models.seal import SealReader
from models.text.engine import TextEngine


@pytest.fixture(scope="session")
def reader() -> SealReader:
    return SealReader(TextEngine.load(RuntimeOptions("cpu", 1)))
