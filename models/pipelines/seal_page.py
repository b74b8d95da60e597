"""What PaddleX and PaddleOCR call a pipeline: what is done with a page, whoever asks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from sealstack.models.document.page import PreprocessedPage
from sealstack.models.external import LayoutBox, LayoutSearch, TextSearch
from sealstack.models.geometry.scaling import reduced
from sealstack.models.pipelines.readers import PageReaders
from sealstack.models.seal.detect.candidate import Candidate
from sealstack.models.values import Image, Seal, SealText

Box = tuple[int, int, int, int]

_MARGIN = 0.06  # of a seal's longer side, left around it when it is read by itself


@dataclass(frozen=True)
class SealOptions:
    """How a page is searched for seals.

    Attributes:
        orientation: whether the page is turned upright first.
        unwarping: whether it is flattened first.
        layout: whether seals are looked for; if not, the whole page is taken for one.
        layout_threshold: seals less sure than this are left out, 0..1; None leaves that to the reader.
        unclip: by how much the boxes of seals grow, in width and height; 1 as they are.
        score_threshold: texts less sure than this are left out, 0..1.
        longest: the most pixels of a seal's longer side at which it is read; None for any.
        boxes: boxes `(x, y, width, height)` to read instead of looking for seals.
        layout_search: how a layout model of others chooses, where one is set up.
        text_search: how a detector of lines of others finds them, where one is set up.
    """

    orientation: bool = True
    unwarping: bool = True
    layout: bool = True
    layout_threshold: float | None = None
    unclip: tuple[float, float] = (1.0, 1.0)
    score_threshold: float = 0.0
    longest: int | None = None
    boxes: tuple[Box, ...] | None = None
    layout_search: LayoutSearch = field(default_factory=LayoutSearch)
    text_search: TextSearch = field(default_factory=TextSearch)


@dataclass(frozen=True, eq=False)
class SealRegion:
    """One part of a page that is a seal.

    Attributes:
        box: `(x, y, width, height)`, pixels of the preprocessed page.
        score: how sure it is that this is a seal, 0..1.
        image: the cut-out, `(H, W, 3)` uint8 BGR.
        texts: what it says; polygons in pixels of the cut-out.
    """

    box: Box
    score: float
    image: Image
    texts: tuple[SealText, ...]


@dataclass(frozen=True, eq=False)
class SealPage:
    """A page that was searched for seals.

    Attributes:
        original: the page as it came, `(H, W, 3)` uint8 BGR.
        preprocessed: what preprocessing made of it; None when neither step was asked for.
        options: how it was searched.
        regions: its seals, the most prominent first.
        parts: what a layout model of others found, of all classes; None where the seals are all that is.
    """

    original: Image
    preprocessed: PreprocessedPage | None
    options: SealOptions
    regions: tuple[SealRegion, ...]
    parts: tuple[LayoutBox, ...] | None = None

    @property
    def image(self) -> Image:
        """The page that boxes refer to."""
        return self.preprocessed.image if self.preprocessed is not None else self.original


def preprocess_page(
    readers: PageReaders, image: Image, *, orientation: bool, unwarping: bool
) -> PreprocessedPage:
    """Make a page upright and flat; with neither asked for it stays as it is, pixel for pixel."""
    if not (orientation or unwarping):
        return PreprocessedPage(image, -1, image)
    return readers.preprocess(image, orientation=orientation, unwarping=unwarping)


def read_seal_page(readers: PageReaders, image: Image, options: SealOptions) -> SealPage:
    """Find and read the seals of a page.

    Args:
        readers: what to read with.
        image: the page, `(H, W, 3)` uint8 BGR.
        options: how to search it.
    """
    prepared = None
    if options.orientation or options.unwarping:
        prepared = preprocess_page(
            readers, image, orientation=options.orientation, unwarping=options.unwarping
        )
    page = prepared.image if prepared is not None else image
    looked_for = options.layout and options.boxes is None
    parts = readers.find_parts(page, options.layout_search) if looked_for else None
    found = _regions(readers, page, options) if parts is None else _of_parts(readers, page, parts, options)
    regions = [
        replace(region, texts=tuple(text for text in region.texts if text.score >= options.score_threshold))
        for region in found
    ]
    return SealPage(image, prepared, options, tuple(regions), None if parts is None else tuple(parts))


def _regions(readers: PageReaders, page: Image, options: SealOptions) -> list[SealRegion]:
    if options.boxes is not None:
        return [_whole_region(readers, page, box, options) for box in options.boxes]
    if not options.layout:
        height, width = page.shape[:2]
        return [_whole_region(readers, page, (0, 0, width, height), options)]
    least = options.layout_threshold
    found = readers.read_seals(page, lambda candidate: _given_texts(readers, page, candidate, options))
    return [_region(page, seal, options) for seal in found if least is None or seal.score >= least]


def _of_parts(
    readers: PageReaders, page: Image, parts: Sequence[LayoutBox], options: SealOptions
) -> list[SealRegion]:
    """The seals among the parts that a layout model found."""
    regions = []
    for part in parts:
        if part.is_seal:
            left, top, right, bottom = (round(side) for side in part.corners)
            region = _whole_region(readers, page, (left, top, right - left, bottom - top), options)
            regions.append(replace(region, score=part.score))
    return regions


def _region(page: Image, seal: Seal, options: SealOptions) -> SealRegion:
    box = _grown(seal.box, options.unclip, page)
    here = tuple(_moved(text, 1.0, (-box[0], -box[1])) for text in seal.texts)
    return SealRegion(box, seal.score, _cut(page, box), here)


def _given_texts(
    readers: PageReaders, page: Image, candidate: Candidate, options: SealOptions
) -> list[SealText] | None:
    """What a detector of others, or our networks at a smaller size, read in a seal; None where neither must.

    Polygons are in pixels of the page.
    """
    around = _whole_pixels(candidate.box, page)
    box = _grown(around, options.unclip, page)
    lines = readers.read_seal_texts(_cut(page, box), options.text_search)
    if lines is not None:
        return [_moved(text, 1.0, box[:2]) for text in lines]
    if options.longest is None or max(around[2:]) <= options.longest:
        return None
    return _read_smaller(readers, page, candidate, options.longest)


def _read_smaller(readers: PageReaders, page: Image, candidate: Candidate, longest: int) -> list[SealText]:
    """The texts of a seal read at `longest` pixels; polygons in pixels of the page."""
    box = _whole_pixels(candidate.box, page)
    margin = round(max(box[2:]) * _MARGIN)
    wide = _clipped((box[0] - margin, box[1] - margin, box[2] + 2 * margin, box[3] + 2 * margin), page)
    small, factor = reduced(_cut(page, wide), max(1, round(longest * max(wide[2:]) / max(box[2:]))))
    there = candidate.moved(factor, -wide[0] * factor, -wide[1] * factor)
    seals = readers.read_seals_at(small, [there])
    return [_moved(text, 1 / factor, wide[:2]) for seal in seals for text in seal.texts]


def _whole_region(readers: PageReaders, page: Image, box: Box, options: SealOptions) -> SealRegion:
    """A part of the page that is taken for a seal whatever is in it."""
    box = _clipped(box, page)
    crop = _cut(page, box)
    small, factor = reduced(crop, options.longest) if options.longest is not None else (crop, 1.0)
    found = readers.read_seal_texts(small, options.text_search)
    lines = _whole_texts(readers, small) if found is None else found
    texts = tuple(_moved(text, 1 / factor, (0, 0)) for text in lines)
    return SealRegion(box, 1.0, crop, texts)


def _whole_texts(readers: PageReaders, image: Image) -> list[SealText]:
    """The texts of all seals in a picture; where there is no seal, its lines of text."""
    texts = [text for seal in readers.read_seals(image) for text in seal.texts]
    if texts:
        return texts
    return [SealText(line.quad, line.text, line.score, line.characters) for line in readers.read_lines(image)]


def _moved(text: SealText, factor: float, by: tuple[int, int]) -> SealText:
    moved = text.polygon * np.float32(factor) + np.array(by, np.float32)
    return replace(text, polygon=moved.astype(np.float32))


def _grown(box: Box, unclip: tuple[float, float], page: Image) -> Box:
    """A box grown around its centre, clipped to the page."""
    x, y, width, height = box
    wide, high = width * unclip[0], height * unclip[1]
    return _clipped(
        (round(x - (wide - width) / 2), round(y - (high - height) / 2), round(wide), round(high)), page
    )


def _whole_pixels(box: Sequence[float], page: Image) -> Box:
    """A box in whole pixels of the page."""
    left, top, right, bottom = round(box[0]), round(box[1]), round(box[0] + box[2]), round(box[1] + box[3])
    return _clipped((left, top, right - left, bottom - top), page)


def _clipped(box: Box, page: Image) -> Box:
    x, y, width, height = box
    left, top = min(max(0, x), page.shape[1] - 1), min(max(0, y), page.shape[0] - 1)
    right, bottom = min(page.shape[1], x + width), min(page.shape[0], y + height)
    return left, top, max(1, right - left), max(1, bottom - top)


def _cut(page: Image, box: Box) -> Image:
    x, y, width, height = box
    return page[y : y + height, x : x + width]
