"""Figures of maps that are right, and of maps that are wrong in a known way."""

from __future__ import annotations

import pytest

from tests import needs

torch = needs.extra("train", "torch")

from tests.training.paths.test_losses import line_targets, right_outputs  # noqa: E402
from training.paths.figures import Figures  # noqa: E402
from training.paths.network import LOGITS, OUTPUTS  # noqa: E402


def figures_of(outputs: torch.Tensor) -> dict[str, float]:
    figures = Figures()
    figures.add(outputs, line_targets())
    return dict(figures.values())


def test_right_maps_are_right_in_every_figure() -> None:
    values = figures_of(right_outputs(line_targets()))
    expected = {"iou_text": 1, "f1_text": 1, "iou_line": 1, "f1_line": 1, "direction": 0, "turned": 0}
    expected |= {"height": 0, "centre_precision": 1, "centre_recall": 1}
    assert values == pytest.approx(expected, abs=0.1)


def test_a_kernel_of_half_the_length_overlaps_by_half() -> None:
    outputs = right_outputs(line_targets())
    outputs[:, 0, :, 8:], outputs[:, 4, :, 8:] = 12.0, 0.0
    values = figures_of(outputs)
    assert values["iou_line"] == pytest.approx(0.5)
    assert values["f1_line"] == pytest.approx(2 / 3)


def test_text_read_backwards_is_turned() -> None:
    outputs = right_outputs(line_targets())
    outputs[:, LOGITS : LOGITS + 2] *= -1
    values = figures_of(outputs)
    assert (values["turned"], values["direction"]) == pytest.approx((1, 180), abs=0.1)


def test_a_centre_a_cell_beside_its_place_is_met_and_one_farther_off_is_not() -> None:
    for shift, expected in ((1, 1.0), (2, 0.0)):
        outputs = right_outputs(line_targets())
        outputs[:, -1] = outputs[:, -1].roll(shift, dims=-1)
        values = figures_of(outputs)
        assert (values["centre_precision"], values["centre_recall"]) == (expected, expected)


def test_what_does_not_occur_has_no_figure() -> None:
    assert "f1_column" not in figures_of(torch.zeros(1, OUTPUTS, 16, 16))
