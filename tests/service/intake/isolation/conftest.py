"""Processes that decode, for the tests of them."""

from collections.abc import Iterator

import pytest

from sealstack.service.intake.isolation.pool import DecoderPool


@pytest.fixture(scope="module")
def pool() -> Iterator[DecoderPool]:
    """Two processes, each with two seconds for a file; pictures may have 4 megapixels."""
    pool = DecoderPool(2, max_pixels=4_000_000, seconds=2.0)
    yield pool
    pool.close()
