"""The loss of a batch of maps."""

from __future__ import annotations

from tests import needs

torch = needs.extra("train", "torch")


def test_a_kind_that_no_view_of_the_batch_shows_does_not_count_as_missed() -> None:
    from training.locator.losses import Batch, loss_of

    targets = torch.zeros(2, 4, 8, 8)
    targets[:, 0, 2:6, 2:6] = targets[:, 3, 1:7, 1:7] = 1
    batch = Batch(torch.zeros(2, 3, 32, 32), targets, torch.ones_like(targets))
    nearly_right = (targets * 2 - 1) * 6.0
    assert float(loss_of(nearly_right, batch)) < 0.05
