"""Measuring orientation on drawn pages turned every way."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from bench.documents.sheets import make_sheet
from bench.generator.degradations import degrade, random_degradation
from bench.generator.layouts import LAYOUTS
from bench.generator.paper import Sheet, bare_paper, paper_colour
from sealstack.models.document.orientation import OrientationFinder, turn_page
from sealstack.models.text.engine import TextEngine

DPI = (75, 200)
_SKEW = 1.5
"""Standard deviation of the skew, degrees."""


@dataclass(frozen=True)
class Turning:
    """What was found of one page.

    Attributes:
        kind: what was printed.
        dpi: at what resolution.
        truth: degrees anticlockwise that make the page upright.
        found: what was found.
        seconds: of processor time that it took.
    """

    kind: str
    dpi: float
    truth: int
    found: int
    seconds: float


def turnings(engine: TextEngine, count: int, seed: int, pictures: Path | None) -> Iterator[Turning]:
    """Draw pages of all kinds, turn them, and find their orientation.

    Args:
        engine: whose networks are asked.
        count: how many pages.
        seed: another seed, other pages.
        pictures: a folder to write the pages to that were found wrongly turned.
    """
    finder = OrientationFinder(engine)
    for number in range(count):
        rng = np.random.default_rng([seed, 77, number])
        dpi = float(rng.uniform(*DPI))
        sheet, kind = _sheet(rng, dpi / 25.4, number)
        truth = int(rng.choice([0, 90, 180, 270]))
        image = turn_page(_scanned(rng, sheet), (360 - truth) % 360)
        started = time.process_time()
        found = finder.find(image)
        seconds = time.process_time() - started
        if found != truth and pictures:
            pictures.mkdir(parents=True, exist_ok=True)
            cv2.imwrite(str(pictures / f"{seed}_{number}_{truth}_found_{found}.png"), image)
        yield Turning(kind, dpi, truth, found, seconds)


def turning_table(results: list[Turning]) -> str:
    """The figures by kind of page, as a table in Markdown."""
    rows = ["| page | pages | right | median processor s |", "|---|---|---|---|"]
    for kind in [*sorted({r.kind for r in results}), "all"]:
        of_kind = [r for r in results if kind in (r.kind, "all")]
        right = float(np.mean([r.found == r.truth for r in of_kind]))
        median = float(np.median([r.seconds for r in of_kind]))
        rows.append(f"| {kind} | {len(of_kind)} | {right:.4f} | {median:.3f} |")
    return "\n".join(rows)


def _sheet(rng: np.random.Generator, unit: float, number: int) -> tuple[Sheet, str]:
    """A page with its kind: the kinds in three languages and the business pages take turns."""
    if number % 3 < 2:
        sheet = make_sheet(rng, unit, number // 3 * 2 + number % 3)
        return sheet.sheet, sheet.kind
    kind = list(LAYOUTS)[number // 3 % len(LAYOUTS)]
    return LAYOUTS[kind][0](rng, unit, True).sheet, kind


def _scanned(rng: np.random.Generator, sheet: Sheet) -> np.ndarray:
    """The page scanned a little askew."""
    height, width = sheet.shape[:2]
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), float(rng.normal(0, _SKEW)), 1.0)
    printed = cv2.warpAffine(sheet, turn, (width, height), flags=cv2.INTER_CUBIC, borderValue=(255,) * 3)
    paper = bare_paper(rng, (height, width), paper_colour(rng, True), 0.3)
    picture = cv2.multiply(paper, printed, scale=1 / 255, dtype=cv2.CV_32F)
    return degrade(np.asarray(picture, np.float32), random_degradation(rng, 0.3, False), rng)
