"""Everything that was named, as documents that have pages."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, TypeAlias

import cv2
import numpy as np

from sealstack.inputs.files import PICTURES, InputError, expand, file_content, path_of
from sealstack.inputs.memory import Source, as_image, flat
from sealstack.inputs.names import OutputNames, stems
from sealstack.models.values import Image
from sealstack.service.intake.decode import decode, page_count
from sealstack.service.intake.errors import IntakeError

_LOG = logging.getLogger(__name__)

Content: TypeAlias = bytes | np.ndarray[Any, np.dtype[Any]]
"""The file of a document, or its pixels."""

_OPENS = PICTURES - {".gif"}
"""The endings of files whose kind drawings of them have too."""


@dataclass(frozen=True, eq=False)
class Page:
    """One page to be read; nothing is decoded before `load` is called.

    Attributes:
        path: where it came from, as it was named; None for what was in memory.
        name: what files about it are called: no folder, no ending; no other page's that was named with it.
        suffix: the ending of its pictures, with the dot.
        index: the number of the page in its document, from 0; None for a picture.
        count: how many pages its document has; 1 for a picture.
        load: decodes it to `(H, W, 3)` uint8 BGR; raises `InputError`.
    """

    path: str | None
    name: str
    suffix: str
    index: int | None
    count: int
    load: Callable[[], Image]


@dataclass(frozen=True)
class InputLimits:
    """How much is read.

    Attributes:
        max_pixels: the most pixels of a picture.
        pdf_pages: the most pages of a document; 0 for all.
    """

    max_pixels: int
    pdf_pages: int = 0


@dataclass(frozen=True, eq=False)
class Document:
    """A file, a URL or a picture in memory; nothing is opened before its pages are asked for.

    Attributes:
        path: where it is, as it was named; None for what is in memory.
        name: what files about it are called.
        suffix: the ending of its pictures, with the dot.
        content: gives its file, or its pixels; raises `InputError`.
        names: the names of what was named together.
    """

    path: str | None
    name: str
    suffix: str
    content: Callable[[], Content]
    names: OutputNames

    @property
    def called(self) -> str:
        """What messages call it."""
        return self.path or self.name

    def pages(self, limits: InputLimits) -> Iterator[Page]:
        """Open it and go through its pages.

        Raises:
            InputError: it is not there, or is broken.
        """
        yield from self.pages_in(self.content(), limits)

    def pages_in(self, content: Content, limits: InputLimits) -> Iterator[Page]:
        """Go through its pages when it is open already; raises as `pages` does."""
        if isinstance(content, np.ndarray):
            yield self._page(None, 1, lambda: as_image(content))
            return
        count = self._count(content)
        if count is None:
            yield self._page(None, 1, self._loader(content, limits, None))
            return
        read = min(count, limits.pdf_pages or count)
        if read < count:
            _LOG.warning("%s has %d pages, of which the first %d are read", self.called, count, read)
        for index in range(read):
            yield self._page(index, count, self._loader(content, limits, index + 1))

    def _page(self, index: int | None, count: int, load: Callable[[], Image]) -> Page:
        name = self.names.claim(self.name if index is None else f"{self.name}_{index}")
        return Page(self.path, name, self.suffix if index is None else ".png", index, count, load)

    def _loader(self, content: bytes, limits: InputLimits, page: int | None) -> Callable[[], Image]:
        def load() -> Image:
            try:
                return decode(content, max_pixels=limits.max_pixels, pdf_page=page).image
            except IntakeError as error:
                raise self._error(error) from None

        return load

    def _count(self, content: bytes) -> int | None:
        try:
            return page_count(content)
        except IntakeError as error:
            raise self._error(error) from None

    def _error(self, error: IntakeError) -> InputError:
        return InputError(f"{self.called}: {error}")


def documents_of(source: Source, failed: Callable[[InputError], None] | None = None) -> list[Document]:
    """List the documents that were named, in order, without opening any.

    Args:
        source: what was named.
        failed: called with folders and patterns without a file, instead of raising it.

    Raises:
        InputError: a folder or a pattern has no file, and `failed` is not given.
        TypeError: something is nothing that can be a picture.
    """
    found: list[tuple[str | None, Path, Callable[[], Any]]] = []
    for number, one in enumerate(flat(source)):
        if not isinstance(one, str):
            found.append((None, Path(f"image_{number}.png"), partial(_same, one)))
            continue
        try:
            found += [(file, path_of(file), partial(file_content, file)) for file in expand(one)]
        except InputError as error:
            if failed is None:
                raise
            failed(error)
    names = OutputNames()
    return [
        Document(named, stem, _picture_suffix(path), content, names)
        for (named, path, content), stem in zip(found, stems([path for _, path, _ in found]), strict=True)
    ]


def pages_of(
    source: Source, limits: InputLimits, failed: Callable[[InputError], None] | None = None
) -> Iterator[Page]:
    """Go through the pages of everything that was named.

    Args:
        source: what was named.
        limits: how much is read.
        failed: called with what cannot be opened, instead of raising it.

    Raises:
        InputError: something is not there or no picture, and `failed` is not given.
        TypeError: something is nothing that can be a picture.
    """
    for document in documents_of(source, failed):
        try:
            yield from document.pages(limits)
        except InputError as error:
            if failed is None:
                raise
            failed(error)


def only_page(source: Source, max_pixels: int, number: int | None = None) -> Page:
    """Give the one page that is meant.

    Args:
        source: what was named.
        max_pixels: the most pixels of a picture.
        number: of the page, from 1; may be left out where there is only one.

    Raises:
        InputError: it is not there, or there are several and none was chosen.
        TypeError: it is nothing that can be a picture.
        ValueError: `number` is less than 1.
    """
    document = _only_document(source)
    return _chosen(document, document.content(), max_pixels, number)


def only_file(source: Source, max_pixels: int, number: int | None = None) -> bytes:
    """Give the file of the one picture that is meant; pixels, and a page of several, are made a PNG.

    Arguments and errors are those of `only_page`.
    """
    document = _only_document(source)
    content = document.content()
    page = _chosen(document, content, max_pixels, number)
    if isinstance(content, bytes) and page.count == 1:
        return content
    return bytes(cv2.imencode(".png", page.load())[1].tobytes())


def _only_document(source: Source) -> Document:
    documents = documents_of(source)
    if len(documents) != 1:
        raise InputError(f"one picture is expected, not {len(documents)}")
    return documents[0]


def _chosen(document: Document, content: Content, max_pixels: int, number: int | None) -> Page:
    if number is not None and number < 1:
        raise ValueError(f"pages are numbered from 1: there is none numbered {number}")
    pages = list(document.pages_in(content, InputLimits(max_pixels)))
    if number is None and len(pages) > 1:
        last = len(pages)
        choice = f"page=1 to page={last} (--page on the command line)"
        raise InputError(f"{document.called} has {last} pages: choose one, {choice}")
    if number is not None and number > len(pages):
        has = f"{len(pages)} pages" if len(pages) > 1 else "one page"
        raise InputError(f"{document.called} has {has}, and none numbered {number}")
    return pages[(number or 1) - 1]


def _same(content: Content) -> Content:
    return content


def _picture_suffix(path: Path) -> str:
    """The ending for pictures of a file."""
    suffix = path.suffix.lower()
    return suffix if suffix in _OPENS else ".png"
