"""Losses are small for maps that are right, large for wrong ones, and silent where nothing is counted."""

from __future__ import annotations

import pytest

from tests import needs

torch = needs.extra("train", "torch")

from training.paths.losses import Targets, losses_of  # noqa: E402
from training.paths.network import LOGITS, OUTPUTS  # noqa: E402
from training.paths.samples import STRIDE, UNCOUNTED  # noqa: E402


def line_targets() -> Targets:
    """A line, the fourth class, through the middle of a map, its half height two cells."""
    kernel = torch.zeros(1, 16, 16, dtype=torch.uint8)
    kernel[:, 7:9, 3:13] = 4
    direction = torch.zeros(1, 2, 16, 16, dtype=torch.int8)
    direction[:, 0, 7:9, 3:13] = 127
    half_height = torch.zeros(1, 16, 16, dtype=torch.float16)
    half_height[:, 7:9, 3:13] = 2 * STRIDE
    centre = torch.zeros(1, 16, 16, dtype=torch.uint8)
    centre[:, 7, 5] = 255
    return Targets.of(kernel, direction, half_height, centre)


def right_outputs(targets: Targets) -> torch.Tensor:
    outputs = torch.zeros(1, OUTPUTS, 16, 16)
    classes = targets.classes * targets.counted
    outputs[:, :LOGITS].scatter_(1, classes[:, None], 12.0)
    outputs[:, LOGITS : LOGITS + 2] = targets.direction
    outputs[:, LOGITS + 2] = torch.log(targets.half_height.clamp(min=0.5) / STRIDE)
    outputs[:, LOGITS + 3] = torch.where(targets.centre > 0.999, 9.0, -9.0)
    return outputs


def test_right_maps_cost_next_to_nothing() -> None:
    targets = line_targets()
    assert float(losses_of(right_outputs(targets), targets)["loss"]) < 0.01


@pytest.mark.parametrize(
    ("map_", "value", "part"),
    [
        (4, -12.0, "classes"),
        (4, -12.0, "overlap"),
        (6, -1.0, "direction"),
        (8, 3.0, "height"),
        (9, -9.0, "centre"),
    ],
)
def test_each_kind_of_wrong_map_costs(map_: int, value: float, part: str) -> None:
    targets = line_targets()
    outputs = right_outputs(targets)
    outputs[:, map_, 7:9, 3:13] = value
    assert float(losses_of(outputs, targets)[part]) > 0.2


def test_the_loss_is_the_sum_of_its_parts() -> None:
    targets = line_targets()
    losses = losses_of(torch.zeros(1, OUTPUTS, 16, 16), targets)
    parts = sum(float(value) for name, value in losses.items() if name != "loss")
    assert float(losses["loss"]) == pytest.approx(parts, rel=1e-5)


def test_cells_that_are_not_counted_cost_nothing() -> None:
    targets = line_targets()
    targets.classes[:, 7:9, 8:13] = UNCOUNTED
    outputs = right_outputs(targets)
    before = float(losses_of(outputs, targets)["loss"])
    outputs[:, :, 7:9, 8:13] = 5.0
    assert float(losses_of(outputs, targets)["loss"]) == pytest.approx(before, abs=1e-4)


def test_crops_without_text_have_a_finite_loss() -> None:
    empty = Targets.of(
        torch.zeros(2, 8, 8, dtype=torch.uint8),
        torch.zeros(2, 2, 8, 8, dtype=torch.int8),
        torch.zeros(2, 8, 8, dtype=torch.float16),
        torch.zeros(2, 8, 8, dtype=torch.uint8),
    )
    outputs = torch.zeros(2, OUTPUTS, 8, 8, requires_grad=True)
    losses_of(outputs, empty)["loss"].backward()
    assert torch.isfinite(outputs.grad).all()
