"""Whole pages with no seal, one or several: scans, copies, photographs on a desk."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from bench.generator import poses
from bench.generator.degradations import degrade, random_degradation
from bench.generator.design import Design
from bench.generator.designs import design_of
from bench.generator.designs.name_seal import name_design
from bench.generator.designs.oval_seal import invoice_design, supervision_design
from bench.generator.designs.round_seal import official_design
from bench.generator.difficulty import difficulty_of
from bench.generator.layouts import LAYOUTS, Place
from bench.generator.layouts.canvas import Canvas
from bench.generator.layouts.decor import any_decor
from bench.generator.noise import clouds
from bench.generator.paper import bare_paper, paper_colour
from bench.generator.pressing import Impression, covered_by, press, span_of, truth_of
from bench.generator.seals import SealSpec, draw_seal
from bench.generator.truth import Homography, SealTruth

MILLIMETRES = {
    "round": (36, 48),
    "oval": (38, 46),
    "rectangle": (34, 66),
    "diamond": (28, 46),
    "triangle": (30, 46),
}
"""The longer side of a seal of each shape; square name seals are smaller."""

Page = tuple[NDArray[np.uint8], tuple[SealTruth, ...], tuple[NDArray[np.float32], ...], tuple[str, ...]]


def make_page(
    rng: np.random.Generator,
    severity: float,
    shape: str | None,
    grey: bool,
    with_masks: bool,
    bundled_only: bool,
) -> Page:
    """One page; arguments as `scenes.make_scene`.

    Returns:
        The picture, the truth of its seals (most prominent first), their ink if asked for, and tags.
    """
    kinds, shares = zip(*((kind, share) for kind, (_, share) in LAYOUTS.items()), strict=True)
    kind = str(rng.choice(kinds, p=shares))
    unit = float(rng.uniform(*np.interp(severity, [0, 1], [5.1, 3.0]) * np.array([1.0, 1.5])))
    canvas = LAYOUTS[kind][0](rng, unit, bundled_only)
    for _ in range(int(rng.integers(0, 3))):
        if rng.random() < 0.4:
            any_decor(canvas)
    photographed = bool(rng.random() < 0.3)
    size, view = _view(rng, canvas, photographed, severity)
    picture = _seen(rng, canvas, size, view, photographed)
    count = int(rng.choice([0, 1, 2, 3, 4], p=[0.14, 0.42, 0.26, 0.12, 0.06]))
    impressions = _pressed(rng, picture, canvas, view, count, severity, shape)
    how = random_degradation(rng, severity, photographed, grey, _finest(impressions))
    image = degrade(picture, how, rng)
    tags = (kind, "photograph" if photographed else "scan", *(("grey",) if grey else ()))
    colour = "gray" if grey else None
    judged = []
    for number, impression in enumerate(impressions):
        covered = covered_by(impression, impressions[number + 1 :])
        judged.append(
            (
                truth_of(impression, covered, how.softness, colour, (difficulty_of(severity), *tags)),
                impression,
            )
        )
    judged = [pair for pair in judged if pair[0].in_picture > 0.05 and min(pair[0].box[2:]) > 8]
    judged.sort(key=lambda pair: -pair[0].box[2] * pair[0].box[3])
    masks = tuple(impression.mask() for _, impression in judged) if with_masks else ()
    return image, tuple(truth for truth, _ in judged), masks, tags


def _view(
    rng: np.random.Generator, canvas: Canvas, photographed: bool, severity: float
) -> tuple[tuple[int, int], Homography]:
    """Height and width of the picture, and the map from the sheet's pixels to the picture's."""
    height, width = canvas.sheet.shape[:2]
    if not photographed:
        turn = float(rng.normal(0, 0.5))
        middle = poses.similarity(width / 2, height / 2, 1.0, turn) @ poses.shift(-width / 2, -height / 2)
        return (height, width), middle
    margin = rng.uniform(-0.03, 0.1)
    size = (round(height * (1 + 2 * margin)), round(width * (1 + 2 * margin)))
    jitter = rng.uniform(-1, 1, (4, 2)) * [width, height] * (0.02 + 0.06 * severity)
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    seen = (corners + np.array([width, height]) * margin + jitter).astype(np.float32)
    view = cv2.getPerspectiveTransform(corners, seen).astype(np.float64)
    if rng.random() < 0.08:  # held across
        quarter = np.array([[0, -1, size[0] - 1], [1, 0, 0], [0, 0, 1.0]])
        return (size[1], size[0]), quarter @ view
    return size, view


def _seen(
    rng: np.random.Generator, canvas: Canvas, size: tuple[int, int], view: Homography, photographed: bool
) -> NDArray[np.float32]:
    """The printed page as seen, on a desk when photographed."""
    paper = bare_paper(
        rng, size, paper_colour(rng, not photographed), float(rng.uniform(0.2, 1.2)) if photographed else 0.0
    )
    printed = cv2.warpPerspective(
        canvas.sheet, view, (size[1], size[0]), flags=cv2.INTER_LINEAR, borderValue=(255, 255, 255)
    )
    picture = cv2.multiply(paper, printed, scale=1 / 255, dtype=cv2.CV_32F)
    if photographed:
        inside = cv2.warpPerspective(np.full(canvas.sheet.shape[:2], 255, np.uint8), view, (size[1], size[0]))
        desk = np.clip(rng.uniform(0.12, 0.7) + rng.normal(0, 0.07, 3), 0.03, 0.9).astype(np.float32)
        around = np.clip(1 + 0.12 * clouds(rng, size, 12), 0.5, 1.5)[..., None] * desk
        picture = np.where((inside > 127)[..., None], picture, around)
    return np.ascontiguousarray(picture, dtype=np.float32)


def _pressed(
    rng: np.random.Generator,
    picture: NDArray[np.float32],
    canvas: Canvas,
    view: Homography,
    count: int,
    severity: float,
    shape: str | None,
) -> list[Impression]:
    """Press `count` seals where they belong, or anywhere once the places are used up."""
    order = rng.permutation(len(canvas.places))
    places = [canvas.places[int(i)] for i in order][:count]
    opaque = bool(rng.random() < 0.12)
    taken: list[tuple[float, float, float]] = []
    impressions: list[Impression] = []
    for number in range(count):
        place = places[number] if number < len(places) else None
        design, millimetres = _design_for(rng, place, shape, canvas.bundled_only)
        least = np.interp(severity, [0, 0.3, 0.65, 1], [12, 10, 8.5, 7.0])
        narrowest = min(span_of(path, np.eye(3)) for path in design.paths if path.of_body)
        radius = min(max(millimetres / 2 * canvas.unit, least / narrowest), 34 * canvas.unit)
        where = _free_spot(rng, canvas, place, radius, taken)
        if where is None:
            continue
        taken.append((*where, radius))
        angle = (
            float(rng.normal(0, 2 + 8 * severity)) if rng.random() < 0.85 else float(rng.uniform(-180, 180))
        )
        pose = view @ poses.similarity(*where, radius, angle)
        spec = SealSpec(severity=severity, bundled_only=canvas.bundled_only)
        drawing = draw_seal(rng, spec, scale=float(np.clip(radius * 1.12, 60, 280)), design=design)
        impressions.append(press(picture, drawing, pose, opaque))
    return impressions


def _design_for(
    rng: np.random.Generator, place: Place | None, shape: str | None, bundled_only: bool
) -> tuple[Design, float]:
    """A design that suits a place, and its longer side in millimetres."""
    wanted = place.shape if place else None
    if shape is None and place is not None and wanted == "name":
        return name_design(rng, person=place.person, bundled_only=bundled_only), float(rng.uniform(15, 22))
    if shape is None and wanted == "supervision":
        return supervision_design(rng, bundled_only=bundled_only), float(rng.uniform(28, 34))
    title = place.title if place else None
    if shape is None and wanted == "oval" and title:
        return invoice_design(rng, title=title, bundled_only=bundled_only), float(rng.uniform(38, 44))
    if shape is None and wanted == "round" and title and rng.random() < 0.85:
        return official_design(rng, title=title, bundled_only=bundled_only), float(
            rng.uniform(*MILLIMETRES["round"])
        )
    if wanted in MILLIMETRES and rng.random() < 0.6:
        shape = shape or wanted
    design = design_of(rng, shape, bundled_only=bundled_only)
    personal = design.shape == "rectangle" and min(design.half_axes) > 0.8
    return design, float(rng.uniform(*((15, 26) if personal else MILLIMETRES[design.shape])))


def _free_spot(
    rng: np.random.Generator,
    canvas: Canvas,
    place: Place | None,
    radius: float,
    taken: list[tuple[float, float, float]],
) -> tuple[float, float] | None:
    """Where a seal comes, in the sheet's pixels: at its place, or somewhere that is not taken yet.

    One in twelve seals without a place is cut by the page's edge; seals may overlap a little.
    """
    height, width = canvas.sheet.shape[:2]
    for attempt in range(12):
        if place is not None and attempt < 3:
            x, y = place.x * canvas.unit, place.y * canvas.unit
            x, y = x + rng.normal(0, 3) * canvas.unit * attempt, y + rng.normal(0, 3) * canvas.unit * attempt
        elif rng.random() < 0.08:
            x = float(rng.choice([radius * 0.6, width - radius * 0.6]))
            y = float(rng.uniform(radius, max(radius + 1, height - radius)))
        else:
            x = float(rng.uniform(radius, max(radius + 1, width - radius)))
            y = float(rng.uniform(radius, max(radius + 1, height - radius)))
        least = 0.72 if rng.random() < 0.15 else 0.95
        if all(np.hypot(x - a, y - b) > least * (radius + r) for a, b, r in taken):
            return float(x), float(y)
    return None


def _finest(impressions: list[Impression]) -> float:
    """Pixels across the narrowest character of any title on the page; 8 when there is none."""
    spans = [
        span_of(path, impression.homography)
        for impression in impressions
        for path in impression.seal.design.paths
        if path.of_body
    ]
    return min(spans, default=8.0)
