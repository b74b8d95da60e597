"""The file of a request: from a URL or base64 to its pages."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from models.values import Image
from service.dialects.paddle.envelope import PaddleError
from service.intake.base64_text import decode_base64, largest_content
from service.intake.decode import decode
from service.intake.download import DownloadLimits, download
from service.intake.pdf import PdfPages, looks_like_pdf
from service.settings import Settings

PDF, PICTURE = 0, 1
"""How `fileType` writes what a file is."""

DOWNLOAD_SECONDS = 10.0
"""How long a download may take in all; these servers document no limit of their own."""


@dataclass(frozen=True, eq=False)
class File:
    """A file that was sent.

    Attributes:
        content: its bytes.
        is_pdf: whether it is taken for a PDF.
        pages: how many pages of it are read, at least 1.
    """

    content: bytes
    is_pdf: bool
    pages: int

    def loaders(self, max_pixels: int) -> Iterator[Callable[[], Image]]:
        """Give for each page what decodes it; nothing is decoded before it is called.

        A loader raises `service.intake.errors.IntakeError` when its page cannot be had.
        """
        for number in range(1, self.pages + 1):
            page = number if self.is_pdf else None

            def load(page: int | None = page) -> Image:
                return decode(self.content, max_pixels=max_pixels, pdf_page=page).image

            yield load

    def described(self, sizes: list[tuple[int, int]]) -> dict[str, Any]:
        """Write `dataInfo` from the `(width, height)` of each page."""
        pages = [{"width": width, "height": height} for width, height in sizes]
        if self.is_pdf:
            return {"numPages": len(pages), "pages": pages, "type": "pdf"}
        return {**pages[0], "type": "image"}


def open_file(text: str, file_type: int | None, settings: Settings) -> File:
    """Fetch or decode a file.

    Args:
        text: its URL or base64.
        file_type: `PDF`, `PICTURE`, or None to tell by what a URL leads to.
        settings: how the service is set up.

    Raises:
        PaddleError: what it is cannot be told, or is not what was said.
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
    is_pdf = looks_like_pdf(content)
    if file_type is not None and is_pdf != (file_type == PDF):
        said, found = ("a PDF", "none") if file_type == PDF else ("an image", "a PDF")
        raise PaddleError(422, f"fileType {file_type} says that the file is {said}, but it is {found}.")
    return File(content, is_pdf, _pages(content, settings.max_pdf_pages) if is_pdf else 1)


def _is_url(text: str) -> bool:
    return text.lstrip()[:8].lower().startswith(("http://", "https://"))


def _pages(content: bytes, most: int) -> int:
    with PdfPages(content) as pdf:
        return min(len(pdf), most) if most else len(pdf)
