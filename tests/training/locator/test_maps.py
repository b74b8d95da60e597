"""The maps that are drawn are the maps that are read."""

from __future__ import annotations

from sealstack.models.seal.detect import detector
from training.locator import maps


def test_what_is_drawn_is_what_the_reader_takes_it_for() -> None:
    assert list(maps.KINDS.items()) == list(detector.KINDS.items())
    assert (maps.STRIDE, maps.SHRUNKEN) == (detector.STRIDE, detector.SHRUNKEN)
