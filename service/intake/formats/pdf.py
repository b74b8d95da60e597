"""Pages of a PDF as pictures."""

from __future__ import annotations

import math
import threading
from types import TracebackType

import numpy as np

from sealstack.models.values import Image
from sealstack.service.intake.errors import NoSuchPageError, NotAPictureError
from sealstack.service.texts import Text

RESOLUTION = 144
"""Dots per inch at which pages are rendered; a PDF point is 1/72 inch."""

_SCALE = RESOLUTION / 72

# PDFium may be called by one thread at a time only (pypdfium2, "Thread safety")
_PDFIUM = threading.RLock()

_BROKEN = Text("PDF文件已损坏、加密或不完整。", "The PDF is broken, encrypted or not complete.")
_NO_SUCH_PAGE = Text(
    "PDF共{pages}页，没有第{page}页。", "The PDF has {pages} page(s), and none numbered {page}."
)


def looks_like_pdf(content: bytes) -> bool:
    """Whether a file says that it is a PDF, within its first kilobyte as readers allow."""
    return b"%PDF-" in content[:1024]


class PdfPages:
    """A PDF opened for rendering. Use it as a context manager: it holds the only turn at PDFium meanwhile."""

    def __init__(self, content: bytes) -> None:
        """Open a PDF.

        Raises:
            NotAPictureError: it is broken or encrypted, or has no page.
        """
        import pypdfium2  # here, as most pictures are none of a PDF

        _PDFIUM.acquire()
        try:
            self._document = pypdfium2.PdfDocument(content)
            # without this the appearance of form fields is not drawn, and electronic seals are such fields
            self._document.init_forms()
            self._pages: int = len(self._document)
        except Exception as error:
            _PDFIUM.release()
            if isinstance(error, MemoryError):
                raise
            raise NotAPictureError(_BROKEN) from error

    def __enter__(self) -> PdfPages:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._document.close()
        _PDFIUM.release()

    def __len__(self) -> int:
        return self._pages

    def size(self, number: int) -> tuple[int, int]:
        """The width and height in pixels that a page will have, `number` counted from 1.

        Raises:
            NoSuchPageError: there is no such page.
            NotAPictureError: the page is broken.
        """
        self._check(number)
        try:
            width, height = self._document.get_page_size(number - 1)
            return max(1, math.ceil(width * _SCALE)), max(1, math.ceil(height * _SCALE))
        except Exception as error:
            raise NotAPictureError(_BROKEN) from error

    def render(self, number: int, image: Image) -> None:
        """Draw a page on white, `number` counted from 1.

        Args:
            number: of the page, counted from 1.
            image: where it is drawn, `(H, W, 3)` uint8 BGR, of the page's `size`.

        Raises:
            NoSuchPageError: there is no such page.
            NotAPictureError: the page is broken.
        """
        self._check(number)
        try:
            bitmap = self._document[number - 1].render(scale=_SCALE, rev_byteorder=False)
            pixels = bitmap.to_numpy()
            image[:] = pixels[:, :, :3] if pixels.ndim == 3 else pixels[:, :, np.newaxis]
        except MemoryError:
            raise
        except Exception as error:
            raise NotAPictureError(_BROKEN) from error

    def _check(self, number: int) -> None:
        if not 1 <= number <= self._pages:
            raise NoSuchPageError(_NO_SUCH_PAGE.filled(pages=self._pages, page=number))
