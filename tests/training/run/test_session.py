"""A session gives each course its share of the time, and keeps and measures what came out."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests import needs

torch = needs.extra("train", "torch")

from training.course import Sample  # noqa: E402
from training.run.session import Clock, Intervals, Session  # noqa: E402


class Ticking(Clock):
    """A clock that goes on one second whenever it is asked."""

    @property
    def passed(self) -> float:
        self.started += 1.0
        return self.started

    @property
    def done(self) -> float:
        return min(1.0, self.passed / self.seconds)


class Counter:
    """A course that counts what happens to it."""

    def __init__(self, name: str) -> None:
        self.name, self.kind = name, name
        self.taken: list[int] = []
        self.steps = self.shown = 0

    def take(self, sample: Sample) -> None:
        self.taken.append(sample.note["seed"])

    def ready(self) -> bool:
        return bool(self.taken)

    def step(self, done: float) -> Mapping[str, float]:
        assert 0 <= done <= 1
        self.steps += 1
        self.shown += 1
        return {"loss": 1 / self.steps}

    def state(self) -> Mapping[str, Any]:
        return {"steps": self.steps}

    def restore(self, state: Mapping[str, Any]) -> None:
        self.steps = state["steps"]

    def evaluate(self, held_out: Sequence[Sample]) -> Mapping[str, float]:
        return {"held out": float(len(held_out))}

    def export(self, directory: Path) -> Sequence[Path]:
        path = directory / f"{self.name}.onnx"
        path.write_bytes(b"weights")
        return [path]


class Drawn:
    """Stands for the drawing processes: a sample of each kind for the evaluation, then one to train on."""

    def __init__(self) -> None:
        self._left = [(kind, held) for held in (True, False) for kind in ("one", "two")]

    def arrived(self, wait: float) -> Iterator[tuple[Sample, bool]]:
        while self._left:
            kind, held = self._left.pop(0)
            yield Sample(kind, (np.zeros(1),), {"seed": 5}), held


@pytest.fixture
def courses() -> dict[str, tuple[Counter, float]]:
    return {"one": (Counter("one"), 0.5), "two": (Counter("two"), 0.5)}


@pytest.fixture
def session(courses: dict[str, tuple[Counter, float]], tmp_path: Path) -> Session:
    session = Session(courses, tmp_path, Ticking(200, started=0.0), Intervals())
    session.train(Drawn())  # type: ignore[arg-type]
    return session


def test_samples_go_to_the_courses_of_their_kind(session: Session, courses: Any) -> None:
    assert [course.taken for course, _ in courses.values()] == [[5], [5]]


def test_every_course_takes_steps_until_the_time_is_over(session: Session, courses: Any) -> None:
    assert min(course.steps for course, _ in courses.values()) > 0


def test_a_later_session_goes_on_from_what_was_saved(session: Session, courses: Any, tmp_path: Path) -> None:
    session.save()
    steps = courses["one"][0].steps
    again = Counter("one")
    Session({"one": (again, 1.0)}, tmp_path, Ticking(10, started=0.0), Intervals())
    assert again.steps == steps


def test_the_report_says_what_was_set_and_measured(session: Session, tmp_path: Path) -> None:
    told = json.loads(session.write_report({"minutes": 9, "out": tmp_path}).read_text())
    assert told["settings"]["minutes"] == 9
    assert told["figures"] == {"one": {"held out": 1.0}, "two": {"held out": 1.0}}
    assert told["drawn"] == {"one": 2, "two": 2}


def test_networks_are_written(session: Session) -> None:
    assert [path.name for path in session.export()] == ["one.onnx", "two.onnx"]


def test_no_more_is_taken_than_is_shown_as_often_as_asked(tmp_path: Path) -> None:
    class Endless(Drawn):
        def arrived(self, wait: float) -> Iterator[tuple[Sample, bool]]:
            yield Sample("one", (np.zeros(1),), {"seed": 7}), False

    course = Counter("one")
    session = Session({"one": (course, 1.0)}, tmp_path, Ticking(400, started=0.0), Intervals(), reuse=4)
    session.train(Endless())  # type: ignore[arg-type]
    assert course.steps > 8
    assert len(course.taken) == pytest.approx(course.steps / 4, abs=1)


def test_what_is_held_out_is_not_counted_among_what_there_is_to_learn_from(tmp_path: Path) -> None:
    class MuchHeldOut(Drawn):
        def __init__(self) -> None:
            self._held_out = 50

        def arrived(self, wait: float) -> Iterator[tuple[Sample, bool]]:
            while self._held_out:
                self._held_out -= 1
                yield Sample("one", (np.zeros(1),), {"seed": 5}), True
            yield Sample("one", (np.zeros(1),), {"seed": 7}), False

    course = Counter("one")
    session = Session({"one": (course, 1.0)}, tmp_path, Ticking(400, started=0.0), Intervals(), reuse=4)
    session.train(MuchHeldOut())  # type: ignore[arg-type]
    assert len(course.taken) == pytest.approx(course.steps / 4, abs=1)
