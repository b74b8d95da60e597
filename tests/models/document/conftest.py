"""One engine for all tests of documents."""

from __future__ import annotations

import pytest

from sealstack.models.runtime import RuntimeOptions
from sealstack.models.text.engine import TextEngine


@pytest.fixture(scope="session")
def engine() -> TextEngine:
    return TextEngine.load(RuntimeOptions(device="cpu", threads=1))
