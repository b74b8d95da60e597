"""The course: goes on from the written weights, learns, is kept, measured and written."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest

from tests import needs

torch = needs.extra("train", "torch")

from sealstack.models.runtime import RuntimeOptions, open_session  # noqa: E402
from sealstack.models.weights import seal_locator  # noqa: E402
from tests.training.locator.test_views import view_of  # noqa: E402
from training.course import Sample  # noqa: E402
from training.locator.artist import ViewArtist  # noqa: E402
from training.locator.course import LocatorCourse, Plan  # noqa: E402
from training.locator.targets import targets_of  # noqa: E402
from training.locator.weights import pictures_of, written_network  # noqa: E402

pytestmark = pytest.mark.slow

torch.set_num_threads(1)
CPU = torch.device("cpu")


def small_course(start: Path | None = None) -> LocatorCourse:
    return LocatorCourse(Plan(start, CPU, memory=2**24, batch=8, rate=3e-3))


def red_ring() -> Sample:
    """A view of one red ring on black, with its maps."""
    small = view_of(60)
    view = replace(small, image=np.zeros((224, 224, 3), np.uint8))
    cv2.polylines(view.image, [view.outlines[0].astype(np.int32)], True, (0, 0, 255), 6)
    maps, weights = targets_of(view)
    return Sample("view", (view.image, maps.astype(np.uint8), weights.astype(np.float16)), {"seals": 1})


def fed(course: LocatorCourse) -> LocatorCourse:
    artist = ViewArtist(side=224)
    for seed in range(2):
        for sample in artist.draw(seed):
            course.take(sample)
    return course


def test_the_written_networks_weights_give_the_written_networks_answers() -> None:
    views = np.stack([sample.arrays[0] for sample in ViewArtist(views=3, side=192).draw(4)])
    pictures = pictures_of(views)
    expected = open_session(seal_locator(), RuntimeOptions("cpu", 1)).run(pictures.numpy())
    with torch.no_grad():
        maps = written_network(seal_locator())(pictures).sigmoid().numpy()
    assert maps == pytest.approx(expected, abs=1e-4)


def test_another_networks_file_is_refused(tmp_path: Path) -> None:
    from torch import nn

    from training.locator.export import export

    class Other(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.only = nn.Conv2d(3, 4, 4, stride=4)

        def forward(self, pictures: torch.Tensor) -> torch.Tensor:
            return self.only(pictures)

    export(Other().eval(), tmp_path / "other.onnx")
    with pytest.raises(ValueError, match="another network"):
        written_network(tmp_path / "other.onnx")


def test_a_course_is_ready_when_it_has_some_batches() -> None:
    course = small_course()
    assert not course.ready()
    assert fed(course).ready()


def test_a_course_learns_what_it_is_shown() -> None:
    course = small_course()
    for _ in range(32):
        course.take(red_ring())
    losses = [course.step(0.1 + number / 40)["locator"] for number in range(16)]
    assert np.mean(losses[-4:]) < 0.85 * np.mean(losses[:4])


def test_a_course_goes_on_from_its_state() -> None:
    course = fed(small_course())
    for number in range(3):
        course.step(number / 10)
    again = small_course()
    again.restore(course.state())
    held_out = ViewArtist(views=4, side=224).draw(9)
    assert again.evaluate(held_out) == course.evaluate(held_out)
    assert again.state()["steps"] == 3


def test_what_is_written_can_be_gone_on_from(tmp_path: Path) -> None:
    course = fed(small_course(seal_locator()))
    course.step(0.1)
    (path,) = course.export(tmp_path)
    assert path.name == "seal_locator.onnx"
    assert path.stat().st_size < 1.6e6
    assert [one.name for one in tmp_path.iterdir()] == [path.name]
    pictures = pictures_of(np.stack([sample.arrays[0] for sample in ViewArtist(views=2, side=224).draw(2)]))
    maps = open_session(path, RuntimeOptions("cpu", 1)).run(pictures.numpy())
    with torch.no_grad():
        assert written_network(path)(pictures).sigmoid().numpy() == pytest.approx(maps, abs=1e-4)
