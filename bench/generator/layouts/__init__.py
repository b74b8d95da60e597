"""Kinds of pages, each printed in millimetres and telling where seals belong on it."""

from __future__ import annotations

from typing import Protocol

import numpy as np

from bench.generator.layouts.canvas import Canvas, Place
from bench.generator.layouts.certificate import certificate
from bench.generator.layouts.contract import contract
from bench.generator.layouts.invoice import invoice, receipt
from bench.generator.layouts.notice import notice
from bench.generator.layouts.report import form, report

__all__ = ["LAYOUTS", "Canvas", "Layout", "Place", "contract"]


class Layout(Protocol):
    """Prints one kind of page."""

    def __call__(self, rng: np.random.Generator, unit: float, bundled_only: bool = False) -> Canvas:
        """A page at `unit` pixels a millimetre."""


LAYOUTS: dict[str, tuple[Layout, float]] = {
    "contract": (contract, 0.24),
    "notice": (notice, 0.2),
    "certificate": (certificate, 0.16),
    "invoice": (invoice, 0.12),
    "receipt": (receipt, 0.08),
    "report": (report, 0.12),
    "form": (form, 0.08),
}
"""Each kind of page and how often it is taken."""
