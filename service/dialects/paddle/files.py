"""The file of a request: from a URL or base64 to its pages."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from sealstack.models.values import Image
from sealstack.service.dialects.paddle.envelope import PaddleError
from sealstack.service.intake.base64_text import decode_base64, largest_content
from sealstack.service.intake.decoders import Decoders
from sealstack.service.intake.formats.pdf import looks_like_pdf
from sealstack.service.intake.remote.download import DownloadLimits, download
from sealstack.service.settings.settings import Settings

_LOG = logging.getLogger(__name__)

PDF, PICTURE = 0, 1
"""How `fileType` writes what a file is."""

DOWNLOAD_SECONDS = 10.0
"""How long a download may take in all; these servers document no limit of their own."""


@dataclass(frozen=True, eq=False)
class File:
    """A file that was sent.

    Attributes:
        content: its bytes.
        pages: how many pages it has when it is a PDF, or a TIFF of several pages; None for a picture.
        read: how many pages of it are read, at least 1.
    """

    content: bytes
    pages: int | None
    read: int

    def loaders(self, decoders: Decoders, max_pixels: int) -> Iterator[Callable[[float], Image]]:
        """Give for each page what decodes it; nothing is decoded before it is called.

        A loader takes when to give up, in seconds of `time.monotonic`, and raises
        `service.intake.errors.IntakeError` when its page cannot be had.
        """
        for number in range(1, self.read + 1):
            page = None if self.pages is None else number

            def load(deadline: float, page: int | None = page) -> Image:
                return decoders.decode(
                    self.content, max_pixels=max_pixels, pdf_page=page, deadline=deadline
                ).image

            yield load

    def described(self, sizes: list[tuple[int, int]]) -> dict[str, Any]:
        """Write `dataInfo` from the `(width, height)` of each page that was read.

        `totalPages`, which the public servers do not have, says how many there are where some were left out.
        """
        pages = [{"width": width, "height": height} for width, height in sizes]
        if self.pages is None:
            return {**pages[0], "type": "image"}
        left_out = {"totalPages": self.pages} if self.read < self.pages else {}
        return {"numPages": len(pages), "pages": pages, "type": "pdf", **left_out}


def open_file(text: str, file_type: int | None, settings: Settings, decoders: Decoders) -> File:
    """Fetch or decode a file.

    Args:
        text: its URL or base64.
        file_type: `PDF`, `PICTURE`, or None to find out from what a URL leads to.
        settings: how the service is set up.
        decoders: what counts its pages.

    Raises:
        PaddleError: its kind is unknown, or not the one that was given.
        service.intake.errors.IntakeError: it cannot be had, or is broken.
    """
    if _is_url(text):
        limits = DownloadLimits(
            largest_content(settings.max_upload), DOWNLOAD_SECONDS, settings.allow_private_urls
        )
        content = download(text.strip(), limits)
    elif file_type is None:
        raise PaddleError(422, "File type cannot be determined")
    else:
        content = decode_base64(text, limit=settings.max_upload)
    is_pdf, pages = looks_like_pdf(content), decoders.page_count(content)
    # a TIFF of several pages is a picture to those who look at its name, and read as a PDF is
    if file_type is not None and is_pdf != (file_type == PDF) and (is_pdf or pages is None):
        said, found = ("a PDF", "none") if file_type == PDF else ("an image", "a PDF")
        raise PaddleError(422, f"fileType {file_type} says that the file is {said}, but it is {found}.")
    if pages is None:
        return File(content, None, 1)
    read = min(pages, settings.max_pdf_pages or pages)
    if read < pages:
        _LOG.warning("the file has %d pages: OCR_MAX_PDF_PAGES lets the first %d be read", pages, read)
    return File(content, pages, read)


def _is_url(text: str) -> bool:
    return text.lstrip()[:8].lower().startswith(("http://", "https://"))
