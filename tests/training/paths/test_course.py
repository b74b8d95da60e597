"""A course learns from the samples it took, goes on where it stopped, and writes what it learned."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tests import needs

torch = needs.extra("train", "torch")

from sealstack.models.runtime import RuntimeOptions, open_session  # noqa: E402
from training.course import Course, Sample  # noqa: E402
from training.paths.artist import PathArtist  # noqa: E402
from training.paths.course import PathCourse  # noqa: E402

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def samples() -> list[Sample]:
    artist = PathArtist(side=96, bundled_only=True)
    return [sample for seed in range(4) for sample in artist.draw(seed)]


def course_of(samples: list[Sample]) -> PathCourse:
    course = PathCourse("cpu", batch=4, capacity=16, rate=3e-3)
    for sample in samples:
        course.take(sample)
    return course


def test_it_is_a_course_on_the_artists_samples(samples: list[Sample]) -> None:
    course: Course = PathCourse("cpu")
    assert course.kind == samples[0].kind
    assert course.name == "paths"


def test_it_is_ready_once_it_has_two_batches(samples: list[Sample]) -> None:
    course = PathCourse("cpu", batch=2, capacity=16)
    ready = []
    for sample in samples[:4]:
        ready.append(course.ready())
        course.take(sample)
    assert [*ready, course.ready()] == [False, False, False, False, True]


def test_training_lowers_the_loss(samples: list[Sample]) -> None:
    course = course_of(samples)
    losses = [course.step(number / 48)["loss"] for number in range(24)]
    assert np.mean(losses[-6:]) < 0.8 * np.mean(losses[:3])


def test_the_rate_rises_over_fifty_steps_and_is_down_at_the_end(samples: list[Sample]) -> None:
    course = course_of(samples)
    rates = []
    for done in (0.0, 0.5, 1.0):
        course.step(done)
        rates.append(course.state()["optimizer"]["param_groups"][0]["lr"])
    assert rates == pytest.approx([3e-5, 3e-3 * 2 / 50, 3e-5])


def test_it_goes_on_where_it_stopped(samples: list[Sample], tmp_path: Path) -> None:
    course = course_of(samples)
    course.step(0.1)
    torch.save(course.state(), tmp_path / "state.pt")
    again = PathCourse("cpu", batch=4, seed=9)
    again.restore(torch.load(tmp_path / "state.pt", weights_only=True))
    assert again.evaluate(samples) == course.evaluate(samples)
    assert again.state()["steps"] == 1


def test_it_measures_the_average_on_samples_held_out(samples: list[Sample]) -> None:
    figures = course_of(samples).evaluate(samples)
    assert {"iou_text", "f1_text", "direction", "height"} <= set(figures)
    assert all(np.isfinite(value) for value in figures.values())


def test_it_writes_a_file_that_runs(samples: list[Sample], tmp_path: Path) -> None:
    course = course_of(samples)
    course.step(0.1)
    (path,) = course.export(tmp_path)
    maps = open_session(path, RuntimeOptions("cpu", 1)).run(np.zeros((1, 3, 64, 64), np.float32))
    assert maps.shape == (1, 9, 16, 16)
