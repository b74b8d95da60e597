"""Seals cut out of a page by their colour: flat ink on white, with gaps where print ran across."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from bench.generator import poses, printing
from bench.generator.degradations import Degradation, degrade
from bench.generator.designs import design_of
from bench.generator.difficulty import difficulty_of
from bench.generator.paper import blank_sheet
from bench.generator.pressing import press, truth_of
from bench.generator.seals import SealDrawing, SealSpec, draw_seal
from bench.generator.truth import SealTruth


def make_cutout(
    rng: np.random.Generator, severity: float, shape: str | None, radius: float, bundled_only: bool
) -> tuple[NDArray[np.uint8], SealTruth, NDArray[np.float32]]:
    """One cut-out of a seal of `radius` pixels; other arguments as `scenes.make_scene`.

    Returns:
        The picture, the seal's truth and its ink.
    """
    spec = SealSpec(shape=shape, severity=severity * 0.6, bundled_only=bundled_only)
    design = design_of(rng, shape, bundled_only=bundled_only)
    drawing = _flattened(rng, draw_seal(rng, spec, radius * 1.1, design), severity, bundled_only)
    reach = radius * (np.array(design.half_axes) + 0.06)
    width, height = np.ceil(2 * reach + rng.integers(2, 30, 2)).astype(int).tolist()
    picture = np.ones((height, width, 3), np.float32)
    pose = poses.similarity(width / 2, height / 2, radius, float(rng.normal(0, 2 + 4 * severity)))
    impression = press(picture, drawing, pose, opaque=True)
    image = degrade(picture, Degradation(jpeg=int(rng.choice([0, 80, 92]))), rng)
    truth = truth_of(impression, tags=(difficulty_of(severity), "cut-out"))
    return image, truth, impression.mask()


def _flattened(
    rng: np.random.Generator, drawing: SealDrawing, severity: float, bundled_only: bool
) -> SealDrawing:
    """The ink all or nothing, and none where lines of print were taken out."""
    ink = (drawing.ink > 0.45 * max(0.2, float(drawing.ink.max()))).astype(np.float32)
    height, width = ink.shape
    sheet = blank_sheet((height, width))
    size = max(8, round(width * float(rng.uniform(0.07, 0.11))))
    face = printing.print_face(rng, bundled_only)
    for _ in range(int(rng.poisson(1.4 * severity))):
        text = printing.running_text(rng, int(rng.integers(4, 12)))
        line = (float(rng.uniform(-0.1, 0.4)) * width, float(rng.uniform(0.3, 0.95)) * height, text)
        printing.write(sheet, [line], face, size)
    printed = cv2.dilate(255 - sheet[..., 0], np.ones((3, 3), np.uint8))
    return replace(drawing, ink=np.where(printed > 90, np.float32(0), ink))
