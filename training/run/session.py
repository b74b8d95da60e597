"""The run itself: samples come in, courses take steps in turn, all by one clock."""

from __future__ import annotations

import json
import logging
import time
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import torch

from training.course import Course, Sample
from training.run.drawing import Drawing

_log = logging.getLogger(__name__)

_FIRST_WAIT = 0.2  # seconds for a sample while no course can take a step
_TAKEN_AT_ONCE = 4000  # samples between two steps at most: steps must not starve
_LONGEST_COUNTED = 1.0  # seconds of a step
_SMOOTH = 0.95


@dataclass
class Clock:
    """The run's wall time.

    Attributes:
        seconds: how long the training lasts; what follows it (figures, files) comes on top.
        started: `time.monotonic()` of the beginning.
    """

    seconds: float
    started: float = field(default_factory=time.monotonic)

    @property
    def done(self) -> float:
        """Share of the time that has passed, 0..1."""
        return min(1.0, (time.monotonic() - self.started) / self.seconds)

    @property
    def passed(self) -> float:
        """Seconds since the beginning."""
        return time.monotonic() - self.started


@dataclass(frozen=True)
class Intervals:
    """How often the run shows and keeps what it has, seconds."""

    report: float = 15.0
    checkpoint: float = 60.0
    export: float = 180.0


class Session:
    """Courses in training together."""

    def __init__(
        self,
        courses: Mapping[str, tuple[Course, float]],
        output: Path,
        clock: Clock,
        intervals: Intervals,
        reuse: float = 0.0,
    ) -> None:
        """Go on from the checkpoints in `output` where there are some.

        Args:
            courses: by name, and each one's share of the device's time.
            output: directory of checkpoints, networks and figures.
            clock: when it ends.
            intervals: how often to report and keep.
            reuse: how often each sample is shown before more are drawn; 0 to draw as fast as can be.
        """
        self._reuse = reuse
        self._courses = {name: course for name, (course, _) in courses.items()}
        self._shares = {name: share for name, (_, share) in courses.items()}
        self._output, self._clock, self._intervals = output, clock, intervals
        self._spent = dict.fromkeys(courses, 0.0)
        self._steps: Counter[str] = Counter()
        self._losses: dict[str, float] = {}
        self.held_out: dict[str, list[Sample]] = defaultdict(list)
        self.arrived: Counter[str] = Counter()
        self._to_learn_from: Counter[str] = Counter()
        for name, course in self._courses.items():
            _log.info("%s: learns from samples of kind %s", name, course.kind)
            if self._checkpoint(name).exists():
                course.restore(torch.load(self._checkpoint(name), weights_only=True))
                _log.info("%s: going on from %s", name, self._checkpoint(name))

    def _checkpoint(self, name: str) -> Path:
        return self._output / "checkpoints" / f"{name}.pt"

    def train(self, drawing: Drawing) -> None:
        """Take samples and steps until the time is over."""
        last = dict.fromkeys(("report", "checkpoint", "export"), 0.0)
        while self._clock.done < 1:
            ready = [name for name, course in self._courses.items() if course.ready()]
            self._take(drawing, 0.0 if ready else _FIRST_WAIT)
            if ready:
                self._step(min(ready, key=lambda name: self._spent[name] / self._shares[name]))
            for what, act in (("report", self._report), ("checkpoint", self.save), ("export", self.export)):
                if self._clock.passed - last[what] >= getattr(self._intervals, what):
                    last[what] = self._clock.passed
                    act()

    def _take(self, drawing: Drawing, wait: float) -> None:
        if all(self._has_enough(course) for course in self._courses.values()):
            return
        for count, (sample, held_out) in enumerate(drawing.arrived(wait)):
            self.arrived[sample.kind] += 1
            if held_out:
                self.held_out[sample.kind].append(sample)
                continue
            self._to_learn_from[sample.kind] += 1
            for course in self._courses.values():
                if course.kind == sample.kind:
                    course.take(sample)
            if count >= _TAKEN_AT_ONCE or all(self._has_enough(c) for c in self._courses.values()):
                break

    def _has_enough(self, course: Course) -> bool:
        """Whether what has arrived for a course was not shown often enough yet."""
        given = self._to_learn_from[course.kind]
        return self._reuse > 0 and course.ready() and given * self._reuse > course.shown

    def _step(self, name: str) -> None:
        started = time.monotonic()
        losses = self._courses[name].step(self._clock.done)
        # the first step of a new shape chooses kernels for seconds, which must not cost its course its turns
        self._spent[name] += min(time.monotonic() - started, _LONGEST_COUNTED)
        self._steps[name] += 1
        for what, loss in losses.items():
            before = self._losses.get(f"{name}: {what}", loss)
            self._losses[f"{name}: {what}"] = _SMOOTH * before + (1 - _SMOOTH) * loss

    def _report(self) -> None:
        losses = ", ".join(f"{name} {loss:.4f}" for name, loss in self._losses.items())
        steps = ", ".join(f"{name} {count}" for name, count in self._steps.items())
        drawn = ", ".join(f"{kind} {count}" for kind, count in self.arrived.items())
        _log.info("%3.0f s; drawn %s; steps %s; losses %s", self._clock.passed, drawn, steps, losses)

    def save(self) -> None:
        """Keep everything to go on from; each file appears under its name only when it is whole."""
        for name, course in self._courses.items():
            path = self._checkpoint(name)
            path.parent.mkdir(parents=True, exist_ok=True)
            half_done = path.with_suffix(".part")
            torch.save(course.state(), half_done)
            half_done.rename(path)

    def export(self) -> Sequence[Path]:
        """Write the networks as they are now."""
        return [path for course in self._courses.values() for path in course.export(self._output)]

    def figures(self) -> dict[str, dict[str, float]]:
        """What the courses measure on what was held out."""
        result = {}
        for name, course in self._courses.items():
            _log.info("%s: measuring on %d samples", name, len(self.held_out[course.kind]))
            result[name] = dict(course.evaluate(self.held_out[course.kind]))
        return result

    def write_report(self, settings: Mapping[str, Any]) -> Path:
        """Write settings and figures as `run.json`, and show the figures."""
        figures = self.figures()
        path = self._output / "run.json"
        report = {
            "settings": dict(settings),
            "seconds": round(self._clock.passed, 1),
            "drawn": dict(self.arrived),
            "steps": dict(self._steps),
            "device seconds": {name: round(spent, 1) for name, spent in self._spent.items()},
            "losses": self._losses,
            "figures": figures,
        }
        path.write_text(json.dumps(report, ensure_ascii=False, indent=1, default=_plain) + "\n")
        for name, measured in figures.items():
            for what, value in measured.items():
                _log.info("%s: %s: %.4f", name, what, value)
        return path


def _plain(value: object) -> object:
    return value.item() if isinstance(value, np.generic) else str(value)
