"""A picture of how a page is made flat: the photograph with what was found in it, and the flat page."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from bench.documents.sheets import make_sheet
from bench.documents.unwarping import WARPS
from bench.documents.warping import photograph
from sealstack.models.document.unwarp.edges import corner_frame
from sealstack.models.document.unwarp.flattener import PageFlattener, find_paper
from sealstack.models.document.unwarp.text_curves import TextCurve, find_text_curves
from sealstack.models.text.engine import TextEngine
from sealstack.models.values import Image

_HIGH = 520  # pixels of each picture
_GAP = 10
_QUALITY = 72
_OUTLINE, _LINES, _GRID = (40, 40, 210), (190, 110, 30), (60, 150, 40)


def write_steps(engine: TextEngine, path: Path, warp: str, seed: int) -> Path:
    """Draw a page's outline, lines and bends, and beside it the page made flat.

    Args:
        engine: what finds lines and reads.
        path: of the picture, JPEG.
        warp: how the page lies.
        seed: another seed, another page.

    Raises:
        OSError: it cannot be written.
    """
    rng = np.random.default_rng([seed, WARPS.index(warp), 0])
    sheet = make_sheet(rng, float(rng.uniform(4.6, 5.4)), seed)
    image = photograph(rng, sheet.sheet, warp)
    curves = find_text_curves(image, engine.detector)
    pictures = [image, _with_findings(image, curves), PageFlattener(engine).flatten(image)]
    drawn = np.hstack([part for picture in pictures for part in (_fitted(picture), _gap())][:-1])
    path.parent.mkdir(parents=True, exist_ok=True)
    if not cv2.imwrite(str(path), drawn, [cv2.IMWRITE_JPEG_QUALITY, _QUALITY]):
        raise OSError(f"cannot write {path}")
    return path


def _with_findings(image: Image, curves: list[TextCurve]) -> Image:
    """The photograph with the paper's outline, its lines of print, and the sheet's columns and rows."""
    drawn = image.copy()
    wide = max(2, round(max(image.shape[:2]) / 500))
    for curve in curves:
        cv2.polylines(drawn, [_pixels(curve.points)], False, _LINES, wide, cv2.LINE_AA)
    paper = find_paper(image, curves)
    if paper is None:
        return drawn
    frame = corner_frame(paper, (image.shape[1], image.shape[0]))
    if frame is not None:
        along = np.linspace(0, 1, 40)
        for place in np.linspace(0, 1, 9):
            for x, y in ((np.full(40, place), along), (along, np.full(40, place))):
                points = np.stack([x, y], axis=1) * np.array(frame.page) + np.array(frame.corner)
                cv2.polylines(drawn, [_pixels(frame.from_frame(points))], False, _GRID, 1, cv2.LINE_AA)
    cv2.polylines(drawn, [_pixels(paper)], True, _OUTLINE, wide, cv2.LINE_AA)
    return drawn


def _pixels(points: NDArray[np.float64]) -> NDArray[np.int32]:
    return np.round(points).astype(np.int32)


def _fitted(picture: Image) -> Image:
    size = (round(picture.shape[1] * _HIGH / picture.shape[0]), _HIGH)
    return np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), np.uint8)


def _gap() -> Image:
    return np.full((_HIGH, _GAP, 3), 255, np.uint8)
