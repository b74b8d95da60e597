"""The recognizers' course: a step learns, what nobody drew stays, what is written can be read."""

from __future__ import annotations

import numpy as np
import pytest

from tests import needs

torch = needs.extra("train", "torch")
needs.extra("train", "onnx")

from sealstack.models.runtime import RuntimeOptions  # noqa: E402
from sealstack.models.text.recognition.recognizer import Recognizer  # noqa: E402
from sealstack.models.text.weights import find_weights  # noqa: E402
from training.course import Sample  # noqa: E402
from training.recognizer.course import Plan, RecognizerCourse  # noqa: E402
from training.recognizer.printed_lines import printed_line  # noqa: E402
from training.recognizer.student import STRONG  # noqa: E402

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def samples():
    lines = [printed_line(np.random.default_rng(seed), "easy") for seed in range(140)]
    return [
        Sample("strip", (line.pixels,), {"text": line.text, "kind": "print", "difficulty": "easy"})
        for line in lines
        if line.width < 230
    ][:26]


@pytest.fixture(scope="module")
def course(samples):
    stock = find_weights().recognizer
    plan = Plan({STRONG: stock}, stock, stock, pixels=512, memory=2**27, device=torch.device("cpu"))
    course = RecognizerCourse(plan)
    for sample in samples:
        course.take(sample)
    return course


@pytest.fixture(scope="module")
def before(course):
    matrix, _ = course.students[0].network.closing_weights()
    return matrix.detach().clone()


@pytest.fixture(scope="module")
def trained(course, before):
    assert course.ready()
    losses = [course.step(done)[STRONG] for done in (0.3, 0.4)]
    return course, losses


def test_a_step_tells_the_loss_and_is_counted(trained):
    course, losses = trained
    assert course.steps == 2
    assert all(0 <= loss < 3 for loss in losses)


def test_characters_that_nobody_drew_keep_their_columns(trained, before):
    course, _ = trained
    student = course.students[0]
    after = student.network.closing_weights()[0].detach()
    drawn = student.written > 0
    assert not torch.equal(after[:, drawn], before[:, drawn])
    assert float((after[:, ~drawn] - before[:, ~drawn]).abs().max()) < 1e-6


def test_figures_say_what_share_was_read_without_a_fault(trained, samples):
    course, _ = trained
    figures = course.evaluate(samples)
    assert figures[f"{STRONG}: print, exact"] > 0.8
    assert figures["strips held out"] == len(samples)


def test_what_is_written_loads_as_a_recognizer(trained, samples, tmp_path):
    course, _ = trained
    (path,) = course.export(tmp_path)
    recognizer = Recognizer.load(path, RuntimeOptions("cpu", 1))
    read = recognizer.read([sample.arrays[0] for sample in samples])
    right = [r.text == s.note["text"] for r, s in zip(read, samples, strict=True)]
    assert np.mean(right) > 0.8
    assert path.stat().st_size < 12_000_000


def test_a_course_goes_on_from_its_state(trained, tmp_path):
    course, _ = trained
    torch.save(course.state(), tmp_path / "state.pt")
    state = torch.load(tmp_path / "state.pt", weights_only=True)
    again = RecognizerCourse(course.plan)
    again.restore(state)
    assert again.steps == 2
    ours, theirs = (c.students[0].network.closing_weights()[0] for c in (course, again))
    assert torch.equal(ours, theirs)
