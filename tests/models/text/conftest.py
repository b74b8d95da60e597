"""One engine for all tests of text: loading it takes longer than most of them."""

from __future__ import annotations

import pytest

from sealstack.models.runtime import RuntimeOptions
from sealstack.models.text.engine import TextEngine


@pytest.fixture(scope="session")
def engine() -> TextEngine:
    return TextEngine.load(RuntimeOptions(device="cpu", threads=1))
