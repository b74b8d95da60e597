"""Samples are drawn by processes and arrive whole; what is held out comes from seeds of its own."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import numpy as np
import pytest

from training.course import Sample
from training.run.drawing import HELD_OUT_SEEDS, Drawing, laid_down


class Counting:
    """Draws two samples a seed that say which it was; refuses one seed."""

    def draw(self, seed: int) -> list[Sample]:
        if seed == 3:
            raise LookupError("no face has it")
        pixels = np.full((2, 3, 3), seed % 251, np.uint8)
        return [
            Sample("count", (pixels, np.arange(4, dtype=np.float16)), {"seed": seed, "number": n})
            for n in (0, 1)
        ]


@pytest.fixture
def drawing() -> Iterator[Drawing]:
    drawing = Drawing({"count": (partial(Counting), 1.0)}, processes=2, first_seed=0, held_out=3)
    yield drawing
    drawing.close()


def taken(drawing: Drawing, count: int, held_out: int = 0) -> list[tuple[Sample, bool]]:
    """At least so many samples, so many held out among them."""
    samples: list[tuple[Sample, bool]] = []
    while len(samples) < count or sum(held for _, held in samples) < held_out:
        samples += drawing.arrived(wait=30)
    return samples


def test_samples_arrive_as_they_were_drawn(drawing: Drawing) -> None:
    sample, _ = taken(drawing, 1)[0]
    pixels, numbers = sample.arrays
    assert sample.kind == "count"
    assert pixels.tolist() == np.full((2, 3, 3), sample.note["seed"] % 251).tolist()
    assert numbers.dtype == np.float16
    assert numbers.tolist() == [0, 1, 2, 3]


def test_what_is_held_out_comes_from_seeds_of_its_own(drawing: Drawing) -> None:
    samples = taken(drawing, 40, held_out=6)
    held_out = sorted(sample.note["seed"] for sample, held in samples if held)
    assert held_out == sorted([HELD_OUT_SEEDS, HELD_OUT_SEEDS + 1, HELD_OUT_SEEDS + 2] * 2)
    assert all(sample.note["seed"] < HELD_OUT_SEEDS for sample, held in samples if not held)


def test_a_seed_that_cannot_be_drawn_is_passed_over() -> None:
    drawing = Drawing({"count": (partial(Counting), 1.0)}, processes=1, first_seed=0, held_out=0)
    try:
        samples = taken(drawing, 10)
    finally:
        drawing.close()
    assert [sample.note["seed"] for sample, _ in samples[:10]] == [0, 0, 1, 1, 2, 2, 4, 4, 5, 5]


def test_what_does_not_fit_into_its_slot_is_left_out() -> None:
    samples = [Sample("count", (np.zeros(100, np.uint8),), {}) for _ in range(3)]
    assert len(laid_down(samples, memoryview(bytearray(250)))) == 2
