"""The seal reader: a page in, its seals out."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypeAlias

from sealstack.models import weights
from sealstack.models.runtime import RuntimeOptions
from sealstack.models.runtime.interruption import check
from sealstack.models.seal.detect.candidate import MOST_SEALS, Candidate, encloses, prominence, shape_of
from sealstack.models.seal.detect.detect import locate
from sealstack.models.seal.detect.detector import SealDetector
from sealstack.models.seal.detect.frame.fit import Frame
from sealstack.models.seal.detect.ring.fit import Ellipse, fit_rims
from sealstack.models.seal.ink.density import paper_colour
from sealstack.models.seal.ink.seal_crop import SealCrop, cut_out, with_ink_of_rim
from sealstack.models.seal.paths.network import PathNetwork
from sealstack.models.seal.read.assemble import Assembly, assemble_given
from sealstack.models.seal.read.texts import SealTexts
from sealstack.models.seal.read.vote.bigrams import Bigrams
from sealstack.models.seal.read.vote.strip_reader import StripReader, Watch
from sealstack.models.seal.verify import LIKELY, probability
from sealstack.models.text.recognition.recognizer import Recognizer
from sealstack.models.values import Image, Seal, SealShape, SealText

_STROKE = 1.015  # times a rim: its box holds the stroke, too
_COLUMNS_A_SEAL = 800
"""What a page may cost for each seal that may be read of it, as `StripReader.columns`. A drawn seal
costs 1,750 on average."""

_COLUMNS_OF_ONE = 20_000
"""What one seal may cost at most."""

_GENEROSITY = 1.5
"""Times an even share of what is left, for one of many seals: the others need less or do with less."""

_LOG = logging.getLogger(__name__)

_A_TITLE = 4  # characters: a loop of a frame's own text does not say so much


TextsOf: TypeAlias = Callable[[Candidate], Sequence[SealText] | None]
"""Reads the texts of a candidate, the body's first, polygons in pixels of its page; None leaves that to the
project's own networks."""

Verify: TypeAlias = Callable[[Candidate, Assembly], float]
"""Tells how likely a candidate and what was read in it are a seal, 0..1."""


class SealReader:
    """Finds and reads seals. One may be shared by many threads: nothing about a call is kept in it."""

    def __init__(
        self,
        detector: SealDetector,
        texts: SealTexts,
        strips: StripReader,
        most: int = MOST_SEALS,
        verify: Verify = probability,
    ) -> None:
        """Take what to read with.

        Args:
            detector: sees where seals are.
            texts: reads what stands in one.
            strips: reads strips of text.
            most: up to how many seals of one page are read, the most prominent.
            verify: tells how likely a candidate is a seal.
        """
        self._detector, self._texts, self._strips = detector, texts, strips
        self._most, self._verify = most, verify

    @classmethod
    def load(
        cls,
        options: RuntimeOptions,
        model_dir: Path | None = None,
        most: int = MOST_SEALS,
        watch: Watch | None = None,
        verify: Verify = probability,
    ) -> SealReader:
        """Load the project's own networks for seals.

        Args:
            options: where to run the networks.
            model_dir: a directory with other networks, named as those in `models.weights`; what it lacks is
                taken from there.
            most: up to how many seals of one page are read, the most prominent.
            watch: is shown every strip that is read, with what was seen in it.
            verify: tells how likely a candidate is a seal.

        Raises:
            FileNotFoundError: the directory holds none, or the installation lacks a file.
            DeviceUnavailable: the device asked for cannot be used.
        """
        recognizer = Recognizer.load(weights.seal_recognizer(model_dir), options)
        light = weights.light_seal_recognizer(model_dir)
        return cls(
            SealDetector.load(weights.seal_locator(model_dir), options),
            SealTexts(
                PathNetwork.load(weights.seal_paths(model_dir), options),
                Bigrams.load(weights.seal_bigrams(model_dir)),
            ),
            StripReader(recognizer, Recognizer.load(light, options) if light else None, watch=watch),
            most,
            verify,
        )

    def read(self, image: Image, texts: TextsOf | None = None) -> list[Seal]:
        """Locate and read every seal of a page.

        Args:
            image: `(H, W, 3)` uint8 BGR, upright.
            texts: reads a seal in place of the project's own networks; see `TextsOf`.

        Returns:
            The seals, the most prominent (largest, best inked) first; empty when there is none.
        """
        paper = paper_colour(image)
        return self.read_at(image, self.locate(image, paper), paper, texts)

    def locate(self, image: Image, paper: Image | None = None) -> list[Candidate]:
        """Find where seals may be on a page; reading decides which of these are seals.

        Args:
            image: `(H, W, 3)` uint8 BGR, upright.
            paper: its `paper_colour`, where the caller has it.

        Returns:
            Candidates for different places, the best first.
        """
        return locate(image, paper_colour(image) if paper is None else paper, self._detector, self._most)

    def read_at(
        self,
        image: Image,
        candidates: Sequence[Candidate],
        paper: Image | None = None,
        texts: TextsOf | None = None,
    ) -> list[Seal]:
        """Read the seals at places that were located on a page.

        Args:
            image: the page, `(H, W, 3)` uint8 BGR, upright.
            candidates: what `locate` found, in pixels of this picture.
            paper: the page's `paper_colour`, where the caller has it.
            texts: reads a seal in place of the project's own networks; see `TextsOf`.

        Returns:
            Those that are seals, the most prominent first.
        """
        paper = paper_colour(image) if paper is None else paper
        seals: list[Seal] = []
        left = float(self._most * _COLUMNS_A_SEAL)
        # rings first: a frame around a title that was read is the page's border
        ordered = sorted(candidates, key=lambda candidate: isinstance(candidate.outline, Frame))
        for number, candidate in enumerate(ordered):
            check()
            if left <= 0:
                _LOG.info(
                    "a page with more or harder seals than are read: some of %d are left out", len(ordered)
                )
                break
            framed = isinstance(candidate.outline, Frame)
            within = [seal for seal in seals if framed and encloses(candidate.box, seal.box)]
            if any(len(seal.body) >= _A_TITLE for seal in within):
                continue
            crop = cut_out(image, paper, candidate.box, candidate.hue)
            if crop is None:
                continue
            share = _GENEROSITY * left / (len(ordered) - number)
            strips = self._strips.for_another_seal(min(left, share, _COLUMNS_OF_ONE))
            given = texts(candidate) if texts is not None else None
            seal = self._read_candidate(candidate, crop, strips, image.shape, given)
            left -= strips.columns
            if seal is not None:
                seals = [other for other in seals if other not in within] + [seal]
        return sorted(seals, key=lambda seal: -prominence(seal.score, seal.box))

    def _read_candidate(
        self,
        candidate: Candidate,
        crop: SealCrop,
        strips: StripReader,
        page: Sequence[int],
        given: Sequence[SealText] | None,
    ) -> Seal | None:
        """Read one candidate; None when it turns out to be none.

        Args:
            candidate: in pixels of the page.
            crop: it, cut out of the page.
            strips: reads its strips.
            page: the page's shape, `(H, W, ...)`.
            given: its texts, polygons in pixels of the page, where something else has read them.
        """
        outline, shown = candidate.outline, crop.from_page(candidate.outline)
        box = outline.box
        if isinstance(shown, Ellipse):
            shown = _refined(crop, shown)
            crop = with_ink_of_rim(crop, shown) if candidate.hue is None else crop
            box = crop.outline_to_page(shown.scaled(_STROKE)).box
        if given is not None:
            assembly, texts = assemble_given(given), tuple(given)
            shape = shape_of(outline) if isinstance(outline, Ellipse) else outline.shape
        else:
            assembly, shape = self._read_texts(crop, shown, strips)
            texts = tuple(replace(text, polygon=crop.to_page(text.polygon)) for text in assembly.texts)
        likely = self._verify(candidate, assembly)
        if likely < LIKELY:
            return None
        score = texts[0].score if texts else 0.0
        return Seal(
            body=assembly.body,
            others=assembly.others,
            box=_clipped(box, page[1], page[0]),
            shape=shape,
            score=likely * (0.5 + 0.5 * score),
            texts=texts,
            colour=crop.ink.colour,
        )

    def _read_texts(
        self, crop: SealCrop, outline: Ellipse | Frame, strips: StripReader
    ) -> tuple[Assembly, SealShape]:
        """Read the texts within an outline in pixels of the crop, and see the seal's shape by them."""
        if isinstance(outline, Ellipse):
            return self._texts.of_ring(crop.image, outline, strips)
        return self._texts.of_frame(crop.image, outline, strips)


def _refined(crop: SealCrop, rim: Ellipse) -> Ellipse:
    """The rim fitted again on the larger picture."""
    fitted = fit_rims(crop.ink.evidence, [rim], reaches=(0.08, 0.05))
    if fitted and abs(fitted[0].ellipse.radius / rim.radius - 1) < 0.15 and fitted[0].coverage > 0.5:
        return fitted[0].ellipse
    return rim


def _clipped(box: tuple[float, float, float, float], width: int, height: int) -> tuple[int, int, int, int]:
    """A box in whole pixels inside a picture of `width` by `height`."""
    left, top = max(0, round(box[0])), max(0, round(box[1]))
    right, bottom = min(width, round(box[0] + box[2])), min(height, round(box[1] + box[3]))
    return left, top, max(1, right - left), max(1, bottom - top)
