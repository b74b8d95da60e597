"""Measuring the flattening of drawn pages."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from bench.documents.peer import PeerFlattener
from bench.documents.reading import character_error_rate, likeness
from bench.documents.sheets import make_sheet
from bench.documents.surfaces import SURFACES
from bench.documents.warping import photograph
from sealstack.models.document.unwarp.flattener import PageFlattener
from sealstack.models.text.engine import TextEngine
from sealstack.models.values import Image

WARPS = ("flat", *SURFACES)


@dataclass(frozen=True)
class Flattening:
    """What became of one page.

    Attributes:
        warp: how it lay.
        kind: what was printed.
        before: character error rate of the page as photographed, 0..1.
        after: of the page made flat.
        alike_before: MS-SSIM of the photograph, as large as the sheet, and the sheet as it was printed.
        alike: the same of the page made flat.
        touched: whether the page was changed at all.
        seconds: processor time that flattening took.
        peer: character error rate, MS-SSIM and seconds of the peer on the same page; None without one.
    """

    warp: str
    kind: str
    before: float
    after: float
    alike_before: float
    alike: float
    touched: bool
    seconds: float = 0.0
    peer: tuple[float, float, float] | None = None


def flattenings(
    engine: TextEngine,
    warps: list[str],
    count: int,
    seed: int,
    pictures: Path | None,
    peer: PeerFlattener | None = None,
) -> Iterator[Flattening]:
    """Draw pages, flatten them, read both.

    Args:
        engine: what reads.
        warps: which of `WARPS`.
        count: pages of each.
        seed: another seed, other pages.
        pictures: a folder to write the photographs and flat pages to.
        peer: another way to flatten pages, to measure beside.
    """
    flattener = PageFlattener(engine)
    for warp in warps:
        for number in range(count):
            rng = np.random.default_rng([seed, WARPS.index(warp), number])
            sheet = make_sheet(rng, float(rng.uniform(4.6, 5.4)), number + seed)
            image = photograph(rng, sheet.sheet, warp)
            started = time.process_time()
            flat = flattener.flatten(image)
            seconds = time.process_time() - started
            touched = flat is not image
            before = character_error_rate(sheet.lines, [line.text for line in engine.read(image)])
            after = before
            if touched:
                after = character_error_rate(sheet.lines, [line.text for line in engine.read(flat)])
            shown = {"before": image, "after": flat}
            theirs = None
            if peer is not None:
                started = time.process_time()
                shown["peer"] = peer.flatten(image)
                spent = time.process_time() - started
                read = [line.text for line in engine.read(shown["peer"])]
                alike = _likeness_to(sheet.sheet, shown["peer"])
                theirs = (character_error_rate(sheet.lines, read), alike, spent)
            if pictures:
                pictures.mkdir(parents=True, exist_ok=True)
                for name, picture in shown.items():
                    cv2.imwrite(str(pictures / f"{warp}_{seed}_{number}_{name}.png"), picture)
            yield Flattening(
                warp,
                sheet.kind,
                before,
                after,
                _likeness_to(sheet.sheet, image),
                _likeness_to(sheet.sheet, flat),
                touched,
                seconds,
                theirs,
            )


def _likeness_to(sheet: Image, picture: Image) -> float:
    """MS-SSIM of a sheet and a picture of it, brought to the sheet's size."""
    size = (sheet.shape[1], sheet.shape[0])
    return likeness(sheet, np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), np.uint8))


def peer_table(results: list[Flattening]) -> str:
    """The peer's figures beside ours, by warp, as a table in Markdown; empty without a peer."""
    if not any(result.peer for result in results):
        return ""
    rows = [
        "| warp | CER | peer | MS-SSIM | peer | seconds | ratio |",
        "|---|---|---|---|---|---|---|",
    ]
    for warp in [*WARPS, "bent pages together"]:
        of_warp = [
            (result, result.peer)
            for result in results
            if result.peer and (result.warp == warp or (warp not in WARPS and result.warp != "flat"))
        ]
        if not of_warp:
            continue
        ours = np.mean([[one.after, one.alike, one.seconds] for one, _ in of_warp], axis=0)
        theirs = np.mean([peer for _, peer in of_warp], axis=0)
        rows.append(
            f"| {warp} | {ours[0]:.4f} | {theirs[0]:.4f} | {ours[1]:.3f} | {theirs[1]:.3f} | {ours[2]:.2f} "
            f"| {ours[2] / theirs[2]:.2f} |"
        )
    return "\n".join(rows)


def flattening_table(results: list[Flattening]) -> str:
    """The figures by warp, as a table in Markdown."""
    rows = [
        "| warp | pages | changed | CER before | CER after | ratio | worst page (after - before) "
        "| MS-SSIM before | after |",
        "|---|---|---|---|---|---|---|---|---|",
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
        alike = np.mean([[r.alike_before, r.alike] for r in of_warp], axis=0)
        rows.append(
            f"| {warp} | {len(of_warp)} | {changed} | {before:.4f} | {after:.4f} | {ratio} | {worst:+.4f} "
            f"| {alike[0]:.3f} | {alike[1]:.3f} |"
        )
    return "\n".join(rows)
