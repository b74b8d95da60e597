"""Measuring the flattening of drawn pages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from bench.documents.reading import character_error_rate, likeness
from bench.documents.sheets import make_sheet
from bench.documents.surfaces import SURFACES
from bench.documents.warping import photograph
from models.document.unwarp.flattener import PageFlattener
from models.text.engine import TextEngine

WARPS = ("flat", *SURFACES)


@dataclass(frozen=True)
class Flattening:
    """What became of one page.

    Attributes:
        warp: how it lay.
        kind: what was printed.
        before: character error rate of the page as photographed, 0..1.
        after: of the page made flat.
        likeness: MS-SSIM of the two pictures.
        touched: whether the page was changed at all.
    """

    warp: str
    kind: str
    before: float
    after: float
    likeness: float
    touched: bool


def flattenings(
    engine: TextEngine, warps: list[str], count: int, seed: int, pictures: Path | None
) -> Iterator[Flattening]:
    """Draw pages, flatten them, read both.

    Args:
        engine: what reads.
        warps: which of `WARPS`.
        count: pages of each.
        seed: another seed, other pages.
        pictures: a folder to write the photographs and flat pages to.
    """
    flattener = PageFlattener(engine)
    for warp in warps:
        for number in range(count):
            rng = np.random.default_rng([seed, WARPS.index(warp), number])
            sheet = make_sheet(rng, float(rng.uniform(4.6, 5.4)), number + seed)
            image = photograph(rng, sheet.sheet, warp)
            flat = flattener.flatten(image)
            touched = flat is not image
            before = character_error_rate(sheet.lines, [line.text for line in engine.read(image)])
            after = before
            if touched:
                after = character_error_rate(sheet.lines, [line.text for line in engine.read(flat)])
            if pictures:
                pictures.mkdir(parents=True, exist_ok=True)
                cv2.imwrite(str(pictures / f"{warp}_{seed}_{number}_before.png"), image)
                cv2.imwrite(str(pictures / f"{warp}_{seed}_{number}_after.png"), flat)
            yield Flattening(
                warp, sheet.kind, before, after, likeness(image, flat) if touched else 1.0, touched
            )


def flattening_table(results: list[Flattening]) -> str:
    """The figures by warp, as a table in Markdown."""
    rows = [
        "| warp | pages | changed | CER before | CER after | ratio | worst page (after - before) |",
        "|---|---|---|---|---|---|---|",
    ]
    for warp in [*WARPS, "bent pages together"]:
        of_warp = [r for r in results if r.warp == warp or (warp not in WARPS and r.warp != "flat")]
        if not of_warp:
            continue
        before = float(np.mean([r.before for r in of_warp]))
        after = float(np.mean([r.after for r in of_warp]))
        worst = max(r.after - r.before for r in of_warp)
        changed = sum(r.touched for r in of_warp)
        ratio = f"{after / before:.2f}" if before else "-"
        rows.append(
            f"| {warp} | {len(of_warp)} | {changed} | {before:.4f} | {after:.4f} | {ratio} | {worst:+.4f} |"
        )
    return "\n".join(rows)
