"""How the networks of a service are loaded."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest

from sealstack.models.runtime import DeviceUnavailable
from sealstack.models.text.engine import TextEngine
from sealstack.models.text.weights import find_weights
from sealstack.service.readers import engine
from sealstack.service.readers.engine import EngineReaders
from sealstack.service.settings.settings import Settings

SAMPLE = Path(__file__).parents[3] / "sealstack" / "sample" / "contract.jpg"


def test_one_heap_is_kept_from_before_the_first_network_on(monkeypatch: pytest.MonkeyPatch) -> None:
    steps: list[str] = []

    def fail(*_: object) -> None:
        steps.append("networks")
        raise DeviceUnavailable("no such device")

    monkeypatch.setattr(engine, "keep_one_heap", lambda: steps.append("heap"))
    monkeypatch.setattr(TextEngine, "load", fail)
    readers = EngineReaders(Settings())
    with pytest.raises(DeviceUnavailable):
        readers.load()
    assert steps == ["heap", "networks"]
    assert not readers.loaded


@pytest.fixture
def engines(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The text engines that are loaded, in their order."""
    loaded: list[str] = []

    def counted(name: str, load: Callable[..., TextEngine]) -> Callable[..., TextEngine]:
        def counting(*arguments: object) -> TextEngine:
            loaded.append(name)
            return load(*arguments)

        return counting

    for name, method in (("accurate", "load"), ("fast", "load_fast")):
        monkeypatch.setattr(TextEngine, method, counted(name, getattr(TextEngine, method)))
    return loaded


def test_the_fast_networks_read_when_they_are_asked_for_and_are_loaded_then(engines: list[str]) -> None:
    readers = EngineReaders(Settings(threads=1))
    readers.load()
    assert engines == ["accurate"]
    sample = cv2.imread(str(SAMPLE))
    lines = [line.text for line in readers.read_lines(sample, fast=True)]
    assert "时内答复。" in lines
    assert "甲方（盖章)：临江市博文中学" in lines
    readers.read_lines(np.full((40, 40, 3), 255, np.uint8), fast=True)
    assert engines == ["accurate", "fast"]


def test_the_setting_has_all_general_text_read_by_the_fast_networks(engines: list[str]) -> None:
    readers = EngineReaders(Settings(threads=1, text_model="fast"))
    readers.load()
    assert engines == ["accurate", "fast"]
    assert "国" in readers.alphabet
    assert "の" not in readers.alphabet


def test_networks_of_ones_own_read_for_those_too_who_ask_for_the_fast_ones(
    engines: list[str], tmp_path: Path
) -> None:
    (tmp_path / "my_rec.onnx").symlink_to(find_weights().recognizer)
    readers = EngineReaders(Settings(threads=1, model_dir=tmp_path))
    readers.read_lines(np.full((40, 40, 3), 255, np.uint8), fast=True)
    assert engines == ["accurate"]
