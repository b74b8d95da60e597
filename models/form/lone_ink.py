"""Lone ink: a character or two in a field in which the detector, made for lines, sees nothing."""

from __future__ import annotations

import cv2
import numpy as np

from models.form.plan import FieldPlan
from models.form.sheet import Window
from models.values import Quad

_CONTRAST = 42  # grey levels between paper and ink
_LEAST_HEIGHT = 0.4  # of the field's letters
_ONE_LINE = 2.4  # a mark higher than so many letters may hold several lines
_RULE = 0.8  # parts as long as this share of the mark are rules
_PADDING = 0.2


def find_lone_ink(window: Window, shift: tuple[float, float]) -> Quad | None:
    """Find the smallest box around a field's ink.

    Args:
        window: around the field.
        shift: by how much the form's print is off, `(right, down)` pixels of the field's frame.

    Returns:
        `(4, 2)` in the field's frame; None when there is no ink of a character's size, or too much.
    """
    plan = window.plan
    if plan.height > _ONE_LINE * plan.text_height:
        return None
    left, top, right, bottom = _inside(window, plan, shift)
    grey = cv2.cvtColor(window.pixels, cv2.COLOR_BGR2GRAY)[top:bottom, left:right]
    if min(grey.shape) < 6:
        return None
    # dark on light or light on dark: ink is the rarer
    middle = float(np.median(grey))
    ink = (np.abs(grey.astype(np.float32) - middle) > _CONTRAST).astype(np.uint8)
    _, _, parts, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    boxes = [
        (x, y, x + width, y + height)
        for x, y, width, height, area in parts[1:].tolist()
        if width < _RULE * grey.shape[1] or (height > 3 and width < 3 * height)
        if not (x == 0 or y == 0 or x + width == grey.shape[1] or y + height == grey.shape[0])
        if area >= 4
    ]
    if not boxes:
        return None
    low, high = np.min(boxes, axis=0)[:2], np.max(boxes, axis=0)[2:]
    letters = plan.text_height * window.scale
    if high[1] - low[1] < _LEAST_HEIGHT * letters or ink.mean() > 0.45:
        return None
    pad = _PADDING * letters
    corners = np.array(
        [
            [low[0] - pad, low[1] - pad],
            [high[0] + pad, low[1] - pad],
            [high[0] + pad, high[1] + pad],
            [low[0] - pad, high[1] + pad],
        ],
        np.float32,
    )
    return window.to_frame(corners + np.array([left, top], np.float32))


def _inside(window: Window, plan: FieldPlan, shift: tuple[float, float]) -> tuple[int, int, int, int]:
    """The mark within its window: left, top, right, bottom in pixels of the window."""
    height, width = window.pixels.shape[:2]
    left = (window.margin[0] + shift[0]) * window.scale
    top = (window.margin[1] + shift[1]) * window.scale
    ends = (left, top, left + plan.width * window.scale, top + plan.height * window.scale)
    bounds = (width, height, width, height)
    first, second, third, fourth = (
        round(min(max(end, 0), most)) for end, most in zip(ends, bounds, strict=True)
    )
    return first, second, third, fourth
