"""What seals are read from is kept for whoever wants it, and for nobody else."""

from pathlib import Path

import cv2
import pytest

from sealstack.service.readers.engine import EngineReaders
from sealstack.service.readers.inference import Inference
from sealstack.service.readers.looks import looks_under_way, recording
from sealstack.service.settings.settings import Settings

SAMPLE = Path(__file__).parents[3] / "sealstack" / "sample" / "contract.jpg"


@pytest.fixture(scope="module")
def inference() -> Inference:
    return Inference(EngineReaders(Settings(threads=1)), threads=1, queue=1, seconds=600)


def test_a_seal_s_strips_are_kept_with_what_was_seen_in_them(inference):
    image = cv2.imread(str(SAMPLE))
    with recording() as looks:
        seals = inference.run(lambda readers: readers.read_seals(image))
    company = seals[0]
    seen = {"".join(one.text for one in look.characters): look.strip for look in looks.at(company.box)}
    assert company.body in seen
    height, width, channels = seen[company.body].shape
    assert (height, channels) == (56, 3)
    assert width > 5 * height


def test_what_is_read_is_the_same_as_without(inference):
    image = cv2.imread(str(SAMPLE))
    plain = inference.run(lambda readers: readers.read_seals(image))
    with recording():
        kept = inference.run(lambda readers: readers.read_seals(image))
    assert [(seal.body, seal.box, seal.score) for seal in kept] == [
        (seal.body, seal.box, seal.score) for seal in plain
    ]


def test_nothing_is_kept_outside():
    assert looks_under_way() is None
    with recording() as looks:
        assert looks_under_way() is looks
    assert looks_under_way() is None
