"""Invoices: the tax authority's oval in the middle of the head is one of their seals."""

from __future__ import annotations

import numpy as np

from training.locator.invoices import invoice
from training.locator.maps import KINDS


def test_most_invoices_have_a_flat_oval_in_the_middle_of_their_head() -> None:
    rng = np.random.default_rng(2)
    headed = 0
    for _ in range(16):
        one = invoice(rng)
        height, width = one.image.shape[:2]
        assert width > height
        assert (one.kinds == list(KINDS).index("ring")).all()
        for outline in one.outlines:
            x, y = outline.mean(axis=0) / [width, height]
            across, down = np.ptp(outline, axis=0)
            if y < 0.25:
                headed += 1
                assert 0.4 < x < 0.6
                assert 0.5 < down / across < 0.8
            else:
                assert x > 0.6
    assert headed >= 10
