"""Readings on a card, with the CPU in the card's place: what is bound and computed together says the same."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import cv2
import pytest

from sealstack.models.runtime import onnx_session
from sealstack.models.runtime.batching import BatchingSession
from sealstack.service.readers.engine import EngineReaders
from sealstack.service.settings.settings import Settings

SAMPLE = cv2.imread(str(Path(__file__).parents[3] / "sealstack" / "sample" / "contract.jpg"))[500:, 750:]
"""The lower right of the contract, with its seals."""


@pytest.fixture
def card(monkeypatch):
    """A card that is none; gives how many inputs were computed together, a number for each call."""
    sizes = []
    plain = BatchingSession._compute_together

    def counted(session, group):
        sizes.append(len(group))
        plain(session, group)

    monkeypatch.setattr(onnx_session, "CUDA", onnx_session.CPU)
    monkeypatch.setattr(onnx_session, "_require_cuda", lambda: None)
    monkeypatch.setattr(onnx_session, "_providers", lambda options: [onnx_session.CPU])
    monkeypatch.setattr(BatchingSession, "_compute_together", counted)
    return sizes


def told(readers):
    return [(seal.body, seal.others) for seal in readers.read_seals(SAMPLE)]


def test_readings_beside_each_other_say_what_one_alone_does(card):
    alone = told(EngineReaders(Settings(threads=1, device="cpu")))
    assert alone
    assert card == []
    readers = EngineReaders(Settings(threads=1, device="gpu", gpu_batch=4))
    readers.load()
    with ThreadPoolExecutor(3) as threads:
        beside = list(threads.map(lambda _: told(readers), range(3)))
    assert beside == [alone] * 3
    assert max(card) > 1
    assert max(card) <= 4
