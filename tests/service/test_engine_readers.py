"""How the networks of a service are loaded."""

from __future__ import annotations

import pytest

from models.runtime import DeviceUnavailable
from models.text.engine import TextEngine
from service import engine_readers
from service.engine_readers import EngineReaders
from service.settings import Settings


def test_one_heap_is_kept_from_before_the_first_network_on(monkeypatch: pytest.MonkeyPatch) -> None:
    steps: list[str] = []

    def fail(*_: object) -> None:
        steps.append("networks")
        raise DeviceUnavailable("no such device")

    monkeypatch.setattr(engine_readers, "keep_one_heap", lambda: steps.append("heap"))
    monkeypatch.setattr(TextEngine, "load", fail)
    readers = EngineReaders(Settings())
    with pytest.raises(DeviceUnavailable):
        readers.load()
    assert steps == ["heap", "networks"]
    assert not readers.loaded
