"""What the seal tests share."""

import pytest

from sealstack.models.runtime import RuntimeOptions
from sealstack.models.seal import SealReader


@pytest.fixture(scope="session")
def reader() -> SealReader:
    options = RuntimeOptions("cpu", 1)
    return SealReader.load(options)
