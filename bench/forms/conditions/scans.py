"""Forms laid out as their template is: scans, copies, photographs, with a seal."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from bench.forms.conditions.seen import Picture, Query
from bench.forms.drawing import FilledForm, fill_in, quad_of
from bench.forms.layout import FormLayout
from bench.generator import poses
from bench.generator.degradations import Degradation, degrade, random_degradation
from bench.generator.noise import clouds
from bench.generator.pressing import press
from bench.generator.seals import SealSpec, draw_seal

_Seen: TypeAlias = Callable[[FilledForm, np.random.Generator], Picture]

_FARTHEST_OFF = 3.0  # millimetres that a printer may be off
EMPTY = 0.05
"""The share of fields left empty."""


def _flat(form: FilledForm) -> NDArray[np.float32]:
    return np.asarray(form.sheet.astype(np.float32) / 255, np.float32)


def _identity(form: FilledForm, rng: np.random.Generator) -> Picture:
    del rng
    return form.sheet


def _scaled(form: FilledForm, rng: np.random.Generator) -> Picture:
    factor = float(np.exp(rng.uniform(np.log(_smallest_factor(form)), np.log(2.5))))
    method = cv2.INTER_AREA if factor < 1 else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(form.sheet, None, fx=factor, fy=factor, interpolation=method), np.uint8)


def _smallest_factor(form: FilledForm) -> float:
    """The least enlargement, 0.4 at best, that leaves the smallest print some twelve pixels to stand in."""
    smallest = min(blank.size for blank in form.layout.blanks) * form.scale
    return float(np.clip(12 / smallest, 0.4, 1.0))


def _margins(form: FilledForm, rng: np.random.Generator) -> Picture:
    height, width = form.sheet.shape[:2]
    sides = [round(float(rng.uniform(0, 0.3)) * side) for side in (height, height, width, width)]
    shade = int(rng.integers(40, 256))
    return np.asarray(
        cv2.copyMakeBorder(form.sheet, *sides, cv2.BORDER_CONSTANT, value=(shade, shade, shade)), np.uint8
    )


def noisy(form: FilledForm, rng: np.random.Generator) -> Picture:
    """As an office scanner or a copier leaves it."""
    how = Degradation(
        blur=float(rng.uniform(0.3, 0.9)),
        noise=float(rng.uniform(0.01, 0.04)),
        contrast=float(rng.uniform(0.75, 1.0)),
        jpeg=int(rng.integers(55, 92)),
        grey=bool(rng.random() < 0.25),
    )
    return degrade(_flat(form), how, rng)


def _right_angle(form: FilledForm, rng: np.random.Generator) -> Picture:
    turns = (cv2.ROTATE_90_CLOCKWISE, cv2.ROTATE_180, cv2.ROTATE_90_COUNTERCLOCKWISE)
    return np.asarray(cv2.rotate(form.sheet, turns[int(rng.integers(3))]), np.uint8)


def _slight_turn(form: FilledForm, rng: np.random.Generator) -> Picture:
    height, width = form.sheet.shape[:2]
    angle = float(rng.uniform(2, 8)) * float(rng.choice([-1, 1]))
    view = poses.similarity(width / 2, height / 2, 0.97, angle) @ poses.shift(-width / 2, -height / 2)
    seen = cv2.warpPerspective(form.sheet, view, (width, height), borderValue=(255, 255, 255))
    return degrade(seen.astype(np.float32) / 255, Degradation(blur=0.4, noise=0.01, jpeg=85), rng)


def photographed(form: FilledForm, rng: np.random.Generator) -> Picture:
    """Before a desk, at a slant, in uneven light."""
    height, width = form.sheet.shape[:2]
    size = (round(height * rng.uniform(1.05, 1.3)), round(width * rng.uniform(1.05, 1.3)))
    tilted = poses.tilt(float(rng.uniform(8, 32)), float(rng.uniform(0, 360)), float(rng.uniform(2.5, 4)))
    half = max(height, width) / 2
    centre = np.diag([1 / half, 1 / half, 1.0]) @ poses.shift(-width / 2, -height / 2)
    view = poses.similarity(0, 0, half, float(rng.uniform(-10, 10))) @ tilted @ centre
    corners = cv2.perspectiveTransform(
        np.array([[[0, 0], [width, 0], [width, height], [0, height]]], np.float32), view
    )[0]
    low, high = corners.min(axis=0), corners.max(axis=0)
    fit = float(min((np.array([size[1], size[0]]) * 0.94 / (high - low)).min(), 1.1))
    place = np.array([size[1], size[0]]) / 2 - fit * (low + high) / 2
    view = np.array([[fit, 0, place[0]], [0, fit, place[1]], [0, 0, 1]]) @ view
    seen = (
        cv2.warpPerspective(form.sheet, view, (size[1], size[0]), flags=cv2.INTER_AREA).astype(np.float32)
        / 255
    )
    inside = cv2.warpPerspective(np.full((height, width), 255, np.uint8), view, (size[1], size[0]))
    desk = np.clip(rng.uniform(0.1, 0.65) + rng.normal(0, 0.08, 3), 0.03, 0.9).astype(np.float32)
    around = np.clip(1 + 0.15 * clouds(rng, size, 14), 0.5, 1.5)[..., None] * desk
    picture = np.ascontiguousarray(np.where((inside > 127)[..., None], seen * 0.93, around), np.float32)
    return degrade(picture, random_degradation(rng, 0.3, photographed=True, finest=14), rng)


SAME_LAYOUT: dict[str, _Seen] = {
    "identity": _identity,
    "scaled": _scaled,
    "margins": _margins,
    "noise": noisy,
    "right angle": _right_angle,
    "slight turn": _slight_turn,
}
"""Conditions that leave the layout as it is."""

PRINT_OFF = "print off"
PHOTOGRAPH = "photograph"
SEAL = "seal over a field"
SCANS = (*SAME_LAYOUT, PRINT_OFF, PHOTOGRAPH, SEAL)
"""The conditions of forms that are laid out as their template is, in the order of the tables."""


def scanned(layout: FormLayout, condition: str, rng: np.random.Generator, bundled_only: bool = True) -> Query:
    """Fill in a form with new values and see it under a condition.

    Args:
        layout: the kind of form.
        condition: one of `SCANS`.
        rng: where chance comes from.
        bundled_only: see `fill_in`.

    Raises:
        KeyError: there is no such condition.
    """
    if condition == PRINT_OFF:
        reach = min(_FARTHEST_OFF, 0.8 * min(blank.size for blank in layout.blanks))
        offset = tuple(float(rng.uniform(0.4, 1) * rng.choice([-1, 1]) * reach) for _ in range(2))
        form = fill_in(layout, rng, (offset[0], offset[1]), EMPTY, bundled_only)
        return Query(noisy(form, rng), form.values)
    form = fill_in(layout, rng, empty=EMPTY, bundled_only=bundled_only)
    if condition == PHOTOGRAPH:
        return Query(photographed(form, rng), form.values)
    if condition == SEAL:
        return sealed(form, rng, bundled_only)
    return Query(SAME_LAYOUT[condition](form, rng), form.values)


def sealed(form: FilledForm, rng: np.random.Generator, bundled_only: bool) -> Query:
    """A seal pressed over one of the fields, and whatever else it reaches."""
    picture = _flat(form)
    filled = [blank for blank in form.layout.blanks if form.values[blank.name]]
    blank = filled[int(rng.integers(len(filled)))]
    radius = (
        float(rng.uniform(17, 21)) * form.scale * min(1.0, max(form.layout.width, form.layout.height) / 150)
    )
    quad = quad_of(blank, form.scale)
    middle = quad.mean(axis=0) + rng.uniform(-0.35, 0.35, 2) * radius
    spec = SealSpec(shape="round", colour="red", severity=0.25, bundled_only=bundled_only)
    drawing = draw_seal(rng, spec, scale=float(np.clip(radius, 60, 280)))
    pose = poses.similarity(float(middle[0]), float(middle[1]), radius, float(rng.normal(0, 12)))
    pressed = press(picture, drawing, pose)
    image = degrade(picture, Degradation(blur=0.4, noise=0.008, jpeg=88), rng)
    cover = pressed.mask() > 0.2
    under = []
    for other in filled:
        mask = np.zeros(cover.shape, np.uint8)
        cv2.fillPoly(mask, [quad_of(other, form.scale).astype(np.int32)], 1)
        if (cover & (mask > 0)).sum() > 0.02 * mask.sum():
            under.append(other.name)
    return Query(image, form.values, tuple(under))


def view_of(form: FilledForm, number: int, rng: np.random.Generator, bundled_only: bool) -> Query:
    """See a form in one of three ways in turn: as a scan, as a photograph, with a seal over it."""
    if number % 3 == 1:
        return Query(photographed(form, rng), form.values)
    if number % 3 == 2:
        return sealed(form, rng, bundled_only)
    return Query(noisy(form, rng), form.values)
