"""A seal and a little of what lies around it: a scan's cut-out or a photograph of a paper's corner."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from bench.generator import poses, printing
from bench.generator.cutouts import make_cutout
from bench.generator.degradations import degrade, random_degradation
from bench.generator.design import Design
from bench.generator.designs import design_of
from bench.generator.difficulty import difficulty_of
from bench.generator.layouts.canvas import Canvas
from bench.generator.layouts.decor import any_decor
from bench.generator.paper import Sheet, bare_paper, blank_sheet, lay, paper_colour, security_pattern
from bench.generator.pressing import Impression, covered_by, press, span_of, truth_of
from bench.generator.seals import SealDrawing, SealSpec, draw_seal
from bench.generator.truth import Homography, SealTruth

Crop = tuple[NDArray[np.uint8], tuple[SealTruth, ...], tuple[NDArray[np.float32], ...], tuple[str, ...]]


@dataclass(frozen=True, eq=False)
class Pressing:
    """A design to press at a size, in place of what chance would take.

    Attributes:
        design: what is pressed.
        radius: half its longer side, pixels.
        room: how many times as wide and high as the seal the picture is, at least and at most.
    """

    design: Design
    radius: float
    room: tuple[float, float] = (1.04, 1.9)


def make_crop(
    rng: np.random.Generator,
    severity: float,
    shape: str | None,
    grey: bool,
    with_masks: bool,
    bundled_only: bool,
    pressing: Pressing | None = None,
) -> Crop:
    """One crop; arguments as `scenes.make_scene`, and perhaps what is pressed.

    Returns:
        The picture, the truth of its seals, their ink if asked for, and tags.
    """
    photographed = bool(rng.random() < 0.6)
    if pressing is not None:
        return _pressed(rng, severity, photographed, grey, with_masks, bundled_only, pressing, shape)
    if shape is None and rng.random() < 0.04:
        return _without_seal(rng, severity, photographed, grey, bundled_only)
    if not grey and rng.random() < 0.04:
        radius = float(np.exp(rng.uniform(np.log(90 - 25 * severity), np.log(260))))
        image, truth, mask = make_cutout(rng, severity, shape, radius, bundled_only)
        return image, (truth,), ((mask,) if with_masks else ()), ("cut-out",)
    design = design_of(rng, shape, bundled_only=bundled_only)
    radius = _radius(rng, severity, min(span_of(path, np.eye(3)) for path in design.paths if path.of_body))
    return _pressed(
        rng, severity, photographed, grey, with_masks, bundled_only, Pressing(design, radius), shape
    )


def _pressed(
    rng: np.random.Generator,
    severity: float,
    photographed: bool,
    grey: bool,
    with_masks: bool,
    bundled_only: bool,
    pressing: Pressing,
    shape: str | None = None,
) -> Crop:
    """A seal pressed on printed paper, its neighbours of `shape` if that is given."""
    spec = SealSpec(shape=shape, severity=severity, bundled_only=bundled_only)
    design, radius = pressing.design, pressing.radius
    size, centre = _frame(rng, radius, design.half_axes, severity, pressing.room)
    view = _view(rng, severity, photographed, size)
    pose = view @ poses.similarity(*centre, radius, _turn(rng, severity, photographed))
    picture = _seen_paper(rng, size, view, severity, photographed, bundled_only)
    opaque = bool(rng.random() < 0.12)
    impressions = [press(picture, _drawn(rng, spec, radius, design), pose, opaque)]
    if rng.random() < 0.03 + 0.12 * severity:
        impressions.append(_neighbour(rng, picture, view, (*centre, radius), spec, opaque))
    covered = _overprint(rng, picture, impressions[0], severity, bundled_only)
    finest = min(span_of(path, pose) for path in design.paths if path.of_body)
    how = random_degradation(rng, severity, photographed, grey, finest)
    image = degrade(picture, how, rng)
    tags = _tags(photographed, grey, covered is not None)
    colour = "gray" if grey else None
    judged = []
    for number, impression in enumerate(impressions):
        hidden = covered_by(impression, impressions[number + 1 :], covered)
        truth = truth_of(impression, hidden, how.softness, colour, (difficulty_of(severity), *tags))
        if truth.in_picture > 0.05 and min(truth.box[2:]) > 8:
            judged.append((truth, impression))
    masks = tuple(impression.mask() for _, impression in judged) if with_masks else ()
    return image, tuple(truth for truth, _ in judged), masks, tags


def _drawn(
    rng: np.random.Generator, spec: SealSpec, radius: float, design: Design | None = None
) -> SealDrawing:
    """A seal drawn a little larger than it will be seen."""
    return draw_seal(rng, spec, float(np.clip(radius * 1.12, 60, 280)), design)


def _neighbour(
    rng: np.random.Generator,
    picture: NDArray[np.float32],
    view: Homography,
    taken: tuple[float, float, float],
    spec: SealSpec,
    opaque: bool,
) -> Impression:
    """A second seal beside the first one `(x, y, radius)` or lapping over its edge."""
    x, y, radius = taken
    other = radius * float(rng.uniform(0.6, 1.1))
    heading = rng.uniform(0, 2 * np.pi)
    away = (radius + other) * float(rng.uniform(1.02 - 0.3 * spec.severity, 1.12))
    pose = poses.similarity(
        x + away * np.cos(heading), y + away * np.sin(heading), other, float(rng.normal(0, 12))
    )
    return press(picture, _drawn(rng, spec, other), view @ pose, opaque)


def _without_seal(
    rng: np.random.Generator, severity: float, photographed: bool, grey: bool, bundled_only: bool
) -> Crop:
    """Paper with print and perhaps a logo, a fingerprint or a picture, and no seal."""
    size = (int(rng.integers(200, 560)), int(rng.integers(200, 560)))
    view = _view(rng, severity, photographed, size)
    picture = _seen_paper(rng, size, view, severity, photographed, bundled_only, decorated=True)
    image = degrade(picture, random_degradation(rng, severity, photographed, grey, finest=8.0), rng)
    return image, (), (), _tags(photographed, grey, False)


def _radius(rng: np.random.Generator, severity: float, narrowest: float) -> float:
    """Half the seal's longer side in pixels; never so small that its title could not be made out."""
    smallest = np.interp(severity, [0, 0.3, 0.65, 1], [75, 60, 45, 32])
    largest = np.interp(severity, [0, 1], [300, 230])
    radius = np.exp(rng.uniform(np.log(smallest), np.log(largest)))
    needed = np.interp(severity, [0, 0.3, 0.65, 1], [12, 10, 8.5, 7.0]) / narrowest
    return float(np.clip(radius, min(needed, 310), 310))


def _frame(
    rng: np.random.Generator,
    radius: float,
    half_axes: tuple[float, float],
    severity: float,
    wanted: tuple[float, float],
) -> tuple[tuple[int, int], tuple[float, float]]:
    """Height and width of the picture, and the seal's centre in it; sometimes the edge cuts the seal."""
    reach = np.full(2, radius * (max(half_axes) + 0.04))
    sides = np.round(2 * reach * rng.uniform(*wanted, 2) + rng.integers(2, 40, 2)).astype(int)
    room = np.maximum(sides - 2 * reach, 0)
    centre = reach + rng.uniform(0, 1, 2) * room
    if rng.random() < 0.1 * severity:
        axis = int(rng.integers(2))
        over = radius * rng.uniform(0.05, 0.3)
        centre[axis] = reach[axis] - over if rng.random() < 0.5 else sides[axis] - reach[axis] + over
    return (int(sides[1]), int(sides[0])), (float(centre[0]), float(centre[1]))


def _view(rng: np.random.Generator, severity: float, photographed: bool, size: tuple[int, int]) -> Homography:
    """How the sheet (already in the picture's pixels) is seen: slanted when photographed."""
    if not photographed:
        return np.eye(3)
    height, width = size
    slant = rng.uniform(0, 14 + 24 * severity) if rng.random() < 0.7 else rng.uniform(0, 8)
    distance = max(size) * rng.uniform(1.6, 6.0)
    middle = poses.shift(width / 2, height / 2)
    back = poses.shift(-width / 2, -height / 2)
    return np.asarray(middle @ poses.tilt(float(slant), float(rng.uniform(0, 360)), float(distance)) @ back)


def _turn(rng: np.random.Generator, severity: float, photographed: bool) -> float:
    """The seal's own angle, degrees."""
    if rng.random() < (0.45 if photographed else 0.2) * (0.5 + severity):
        return float(rng.uniform(-180, 180))
    return float(rng.normal(0, 3 + 9 * severity))


def _seen_paper(
    rng: np.random.Generator,
    size: tuple[int, int],
    view: Homography,
    severity: float,
    photographed: bool,
    bundled_only: bool,
    decorated: bool = False,
) -> NDArray[np.float32]:
    """Printed paper as seen, before any seal; `decorated` with something that is no seal."""
    height, width = size
    reach = np.hypot(height, width) / 2 * (1.25 if photographed else 1.02)
    side = int(2 * reach)
    sheet = blank_sheet((side, side))
    if rng.random() < 0.08:
        security_pattern(rng, sheet)
    _fill(rng, sheet, max(size), severity, bundled_only)
    if decorated or rng.random() < 0.06 * severity:
        unit = max(size) / float(rng.uniform(50, 110))
        canvas = Canvas(side / unit, side / unit, unit, rng, bundled_only)
        canvas.sheet = sheet
        any_decor(canvas)
    turn = float(rng.choice([0, 90, 180, 270], p=[0.7, 0.12, 0.06, 0.12])) if photographed else 0.0
    turn += float(rng.normal(0, 4 if photographed else 0.7))
    ground = view @ poses.similarity(width / 2, height / 2, 1.0, turn) @ poses.shift(-side / 2, -side / 2)
    printed = cv2.warpPerspective(
        sheet, ground, (width, height), flags=cv2.INTER_LINEAR, borderValue=(255, 255, 255)
    )
    roughness = float(rng.uniform(0.3, 2.0)) if photographed else float(rng.uniform(0, 0.4))
    paper = bare_paper(rng, size, paper_colour(rng, not photographed), roughness)
    return np.asarray(cv2.multiply(paper, printed, scale=1 / 255, dtype=cv2.CV_32F), dtype=np.float32)


def _fill(rng: np.random.Generator, sheet: Sheet, extent: int, severity: float, bundled_only: bool) -> None:
    """Print and rules on the sheet, more of them where severity is high; in place."""
    side = sheet.shape[0]
    face = printing.print_face(rng, bundled_only)
    size = int(np.clip(extent * rng.uniform(0.03, 0.085), 9, 64))
    cover = float(rng.uniform(0.6, 0.98))
    kind = rng.choice(["none", "lines", "block", "table", "rules"], p=_shares(severity))
    if kind == "block":
        leading = float(rng.uniform(1.4, 2.6))
        printing.paragraph(rng, sheet, (0, 0, side, side), size, face, leading, cover)
    elif kind == "lines":
        for _ in range(int(rng.integers(1, 4))):
            at = (float(rng.uniform(0, 0.5) * side), float(rng.uniform(0.15, 0.85) * side))
            text = printing.running_text(rng, int(rng.integers(4, max(5, side // size))))
            printing.write(sheet, [(*at, text)], face, size, cover=cover)
    elif kind == "table":
        printing.table(rng, sheet, (side // 8, side // 8, side * 3 // 4, side * 3 // 4), size, face)
    if kind == "rules" or rng.random() < 0.15:
        printing.rules(rng, sheet, int(rng.integers(1, 4)))


def _shares(severity: float) -> list[float]:
    """Chances of nothing, single lines, a block of text, a table, rules."""
    clean = np.array([0.44, 0.34, 0.02, 0.06, 0.14])
    crowded = np.array([0.06, 0.4, 0.3, 0.16, 0.08])
    return list((1 - severity) * clean + severity * crowded)


def _overprint(
    rng: np.random.Generator,
    picture: NDArray[np.float32],
    impression: Impression,
    severity: float,
    bundled_only: bool,
) -> NDArray[np.float32] | None:
    """Sometimes a signature or a line of print over the seal, in place; how much of each pixel it covers."""
    if rng.random() > 0.03 + 0.37 * severity:
        return None
    rows, columns = impression.part
    height, width = rows.stop - rows.start, columns.stop - columns.start
    layer = blank_sheet((picture.shape[0], picture.shape[1]))
    y = rows.start + height * rng.uniform(0.2, 0.85)
    if rng.random() < 0.5:
        colour = np.array([0.12, 0.1, 0.1] if rng.random() < 0.7 else [0.55, 0.2, 0.1], np.float32)
        strokes = printing.pen_strokes(rng, width * float(rng.uniform(0.4, 1.0)))
        x = columns.start + rng.uniform(0, width - strokes.shape[1])
        lay(layer, strokes, colour, (round(x), round(y - strokes.shape[0] / 2)))
    else:
        size = int(np.clip(width * rng.uniform(0.05, 0.12), 9, 64))
        text = printing.running_text(rng, int(rng.integers(4, 14)))
        face = printing.print_face(rng, bundled_only)
        printing.write(layer, [(columns.start + width * rng.uniform(-0.2, 0.3), y, text)], face, size)
    cv2.multiply(picture, layer, dst=picture, scale=1 / 255, dtype=cv2.CV_32F)
    dark, darker, darkest = cv2.split(layer)
    return (255 - cv2.min(cv2.min(dark, darker), darkest)).astype(np.float32) / 255


def _tags(photographed: bool, grey: bool, overprinted: bool) -> tuple[str, ...]:
    """What was done to the picture, in words."""
    tags = ["photograph" if photographed else "scan"]
    tags += [name for name, true in (("grey", grey), ("overprinted", overprinted)) if true]
    return tuple(tags)
