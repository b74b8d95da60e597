"""Readers and a program that stand in for the project's own and for PaddleX."""

from pathlib import Path

from bench.accuracy.peer.process import CropReading
from bench.accuracy.peer.titles import Attempt, Title

PROGRAM = Path(__file__).parents[4] / "bench" / "accuracy" / "peer" / "program.py"

PADDLEX = f"""
import importlib.metadata, runpy, sys, types

class Pipeline:
    def predict(self, crop):
        print("a line that is no answer")
        if crop.shape[0] < 10:
            raise ValueError("too small")
        yield {{"rec_texts": ["沈阳工业大学", str(crop.shape)]}}

def create_pipeline(config, device, engine, engine_config):
    assert (config, device, engine, engine_config) == ({{"a": 1}}, "cpu", "onnxruntime", {{"b": 2}})
    return Pipeline()

sys.modules["paddlex"] = types.ModuleType("paddlex")
sys.modules["paddlex"].create_pipeline = create_pipeline
importlib.metadata.version = lambda name: "of " + name
runpy.run_path({str(PROGRAM)!r}, run_name="__main__")
"""
"""A program that runs the peer's with a PaddleX of its own."""


class Ours:
    """Finds the same seals in every picture, and in every crop others."""

    def __init__(self, seals=(), in_crops=(), failure=None):
        self.seals, self.in_crops, self.failure = list(seals), list(in_crops), failure
        self.crops = []

    def find_seals(self, picture):
        return self.seals

    def find_seals_in(self, image):
        self.crops.append(image.shape)
        if self.failure:
            raise self.failure
        return self.in_crops


class Peer:
    """Reads the same texts in every crop."""

    def __init__(self, *texts, failure=None):
        self.texts, self.failure = texts, failure
        self.versions = {"paddlex": "3.7.2", "onnxruntime": "1.32.0"}
        self.crops = []

    def read(self, crop):
        self.crops.append(crop.shape)
        if self.failure:
            raise self.failure
        return CropReading(self.texts, 0.5, 0.25)


def title(whole="沈阳工业大学", crop="沈阳工业大学", peer="沈阳工业", *, picture="one", groups=("all",)):
    return Title(
        picture,
        "沈阳工业大学",
        groups,
        Attempt(whole, 2.0, 1.0),
        Attempt(crop, 0.4, 0.3),
        Attempt(peer, 0.5, 0.6),
    )
