"""What the locator's maps are, for those who draw them: as `models.seal.detect.detector` reads them.

Said again here so that a process that only draws needs none of what reading seals needs.
"""

from __future__ import annotations

KINDS = {"ring": 0, "frame": 4, "triangle": 3}
"""What an outline is, and its corners; the first maps are such seals' kernels, in this order."""

STRIDE = 4
"""Pixels of a view a cell of its maps."""

SHRUNKEN = 0.5
"""A kernel's size over its seal's."""
