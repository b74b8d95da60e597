"""What the pipelines read with, whoever brings it: the service, the Python API, a test."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from sealstack.models.document.page import PreprocessedPage
from sealstack.models.external import LayoutBox, LayoutSearch, TextSearch
from sealstack.models.seal.detect.candidate import Candidate
from sealstack.models.seal.reader import TextsOf
from sealstack.models.values import Image, Seal, SealText, TextLine


class PageReaders(Protocol):
    """Reads pages. Pictures are `(H, W, 3)` uint8 BGR; every method may be called from several threads."""

    def read_seals(self, image: Image, texts: TextsOf | None = None) -> Sequence[Seal]:
        """Locate and read every seal, the most prominent first; `texts` reads in place of our networks."""

    def read_seals_at(self, image: Image, candidates: Sequence[Candidate]) -> Sequence[Seal]:
        """Read the seals at places that were located, in pixels of this picture."""

    def find_parts(self, image: Image, search: LayoutSearch) -> Sequence[LayoutBox] | None:
        """Find the parts of a page by a layout model of others; None when there is none."""

    def read_seal_texts(self, image: Image, search: TextSearch) -> Sequence[SealText] | None:
        """Read the lines of a seal that a detector of others finds; None when there is none."""

    def read_lines(
        self,
        image: Image,
        *,
        detect: bool = True,
        classify: bool = True,
        recognize: bool = True,
        characters: bool = False,
        fast: bool = False,
    ) -> Sequence[TextLine]:
        """Find and read every line of text; `fast`: by the fast networks, whatever the settings say."""

    def preprocess(self, image: Image, *, orientation: bool, unwarping: bool) -> PreprocessedPage:
        """Make a page upright and flat, as far as asked for."""
