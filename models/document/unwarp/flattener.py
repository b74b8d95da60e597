"""Flattening a page: its rows by its lines of print, its edges by its paper, and a referee decides."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain

import cv2
import numpy as np

from sealstack.models.document.unwarp.edges import CornerFrame, PageEdges, corner_frame, fit_edges
from sealstack.models.document.unwarp.evidence import is_bent, is_level, is_worth_flattening, lean_of
from sealstack.models.document.unwarp.outline import find_outline
from sealstack.models.document.unwarp.page_map import FlatPage, Frame, PageMap, TurnedFrame, carried, page_map
from sealstack.models.document.unwarp.quick_look import QuickLook, printed_part, quick_look
from sealstack.models.document.unwarp.referee import reads_better
from sealstack.models.document.unwarp.rows.smooth_field import Floats
from sealstack.models.document.unwarp.rows.straight_rows import KnownHeights, fit_rows
from sealstack.models.document.unwarp.text_curves import TextCurve, find_text_curves
from sealstack.models.text.engine import TextEngine
from sealstack.models.values import Image

_FEWEST_LINES = 3
"""Fewer lines do not tell a page's form."""


class PageFlattener:
    """Flattens curled, folded, crumpled and leaning pages. May be shared by many threads."""

    def __init__(self, engine: TextEngine) -> None:
        self._engine = engine

    def flatten(self, image: Image) -> Image:
        """Flatten an upright page.

        Args:
            image: `(H, W, 3)` uint8 BGR.

        Returns:
            The flat page, without the desk around it; the very picture given when its lines show no bend and
            no desk is seen, or when flattening it makes it read worse.
        """
        look = quick_look(image)
        if look.print is None:
            return image
        if look.plainly_flat:
            pages = _framed(image, look.curves, find_paper(image, look.curves))
            return self._best(image, (page for page in pages if page.edges), look.curves)
        curves, paper = self._lines_on_paper(image, look)
        if len(curves) < _FEWEST_LINES:
            return image
        return self._best(image, chain(_framed(image, curves, paper), _levelled(image, curves)), curves)

    def _lines_on_paper(self, image: Image, look: QuickLook) -> tuple[list[TextCurve], Floats | None]:
        """A page's lines, and the outline of the paper that they stand on, None when no desk shows.

        Where a quick look shows both, the network looks at what is printed only.
        """
        character = look.print.character / look.print.scale if look.print else None
        paper = find_paper(image, look.curves)
        part = printed_part(look, paper) if paper is not None else None
        curves = find_text_curves(image, self._engine.detector, character, part.box if part else None)
        return curves, paper if part is not None and part.off_edge else find_paper(image, curves)

    def _best(self, image: Image, pages: Iterable[FlatPage], curves: list[TextCurve]) -> Image:
        """The first of several flat pages that reads no worse than the page as it was."""
        for page in pages:
            if page.rows is None and page.edges is None:
                continue
            flat = page.flatten(image)
            if reads_better(self._engine.recognizer, image, flat, curves, page):
                return flat
        return image


def _framed(image: Image, curves: list[TextCurve], paper: Floats | None) -> list[FlatPage]:
    """The page by its paper's outline; none when no desk shows around it."""
    if paper is None or (framed := corner_frame(paper, (image.shape[1], image.shape[0]))) is None:
        return []
    rows = _straightened(curves, framed, framed.size, framed.known, level=False)
    return [FlatPage(rows, _edges(rows, paper, curves, framed))]


def _levelled(image: Image, curves: list[TextCurve]) -> Iterator[FlatPage]:
    """The page by its lines alone, with what is around it; none when it is not bent."""
    if is_bent(curves):
        rows = _straightened(curves, *_level_frame(image, curves), level=is_level(curves))
        yield FlatPage(rows, None)


def find_paper(image: Image, curves: Sequence[TextCurve]) -> Floats | None:
    """The outline of the paper that a page's lines stand on, pixels; None when no desk shows around it."""
    if len(curves) < _FEWEST_LINES:
        return None
    return find_outline(image, np.concatenate([curve.points for curve in curves]))


def _straightened(
    curves: list[TextCurve],
    frame: Frame,
    size: tuple[int, int],
    known: KnownHeights | None = None,
    *,
    level: bool,
) -> PageMap | None:
    """The way to a page whose rows are straight; None when they are, or no plausible page fits them.

    Args:
        curves: of the lines of print, in pixels of the picture.
        frame: from those to a frame in which the page is about level.
        size: width and height of the frame, pixels.
        known: points of the frame whose heights are known.
        level: whether the page may stay as it is where its rows are straight enough.
    """
    framed = [TextCurve(frame.to_frame(curve.points), curve.height) for curve in curves]
    rows = fit_rows(framed, *size, known)
    if rows is None or (level and not is_worth_flattening(framed, rows)):
        return None
    margin = 2 * float(np.median([curve.height for curve in curves]))
    return page_map(frame, rows, np.concatenate([curve.points for curve in framed]), margin)


def _edges(
    rows: PageMap | None, paper: Floats | None, curves: Sequence[TextCurve], framed: CornerFrame | None = None
) -> PageEdges | None:
    """The paper's edges on the page with straight rows."""
    if paper is None:
        return None
    printed = np.concatenate([curve.points for curve in curves])
    if rows is None:
        return fit_edges(paper, printed)
    return fit_edges(rows.to_flat(paper), rows.to_flat(printed), _on_rows(rows, framed))


def _on_rows(rows: PageMap, framed: CornerFrame | None) -> CornerFrame | None:
    """A frame on the page with straight rows, whose first row is another."""
    if framed is None:
        return None
    left, top = framed.corner
    return replace(framed, corner=(left, float(top - rows.top)))


def _level_frame(image: Image, curves: list[TextCurve]) -> tuple[Frame, tuple[int, int]]:
    """The rotation that levels a page's lines on the whole, and the size of what holds the picture then."""
    height, width = image.shape[:2]
    turn = np.eye(3)
    turn[:2] = cv2.getRotationMatrix2D((width / 2, height / 2), lean_of(curves), 1.0)
    corners = carried(np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float64), turn)
    low, high = corners.min(axis=0), corners.max(axis=0)
    turn[:2, 2] -= low
    return TurnedFrame(turn), (int(np.ceil(high[0] - low[0])), int(np.ceil(high[1] - low[1])))
