"""The seal reader: a page in, its seals out."""

from __future__ import annotations

import logging
from dataclasses import replace
from pathlib import Path

import numpy as np

from models import weights
from models.runtime import RuntimeOptions
from models.runtime.interruption import check
from models.seal.detect.candidate import MOST_SEALS, Candidate, encloses, prominence
from models.seal.detect.detect import locate
from models.seal.detect.detector import SealDetector
from models.seal.detect.frame.fit import Frame
from models.seal.detect.ring.fit import Ellipse, fit_rims
from models.seal.ink.density import paper_colour
from models.seal.ink.renderings import SealCrop, cut_out, renderings, with_ink_of_rim
from models.seal.paths.network import PathNetwork
from models.seal.read.texts import SealTexts
from models.seal.read.vote.strip_reader import StripReader
from models.seal.verify import is_hopeless, is_seal
from models.text.recognition.recognizer import Recognizer
from models.values import Image, Seal

_STROKE = 1.015  # times a rim: its box holds the stroke, too
_COLUMNS_A_SEAL = 800
"""What a page may cost for each seal that may be read of it, as `StripReader.columns`. A drawn seal of the
gate costs 2,600 in the median, the hardest 14,200."""

_COLUMNS_OF_ONE = 20_000
"""What one seal may cost at most."""

_GENEROSITY = 1.5
"""Times an even share of what is left, for one of many seals: the others need less or do with less."""

_LOG = logging.getLogger(__name__)

_A_TITLE = 4  # characters: a loop of a frame's own text does not say so much


class SealReader:
    """Finds and reads seals. One may be shared by many threads: nothing about a call is kept in it."""

    def __init__(
        self,
        detector: SealDetector,
        texts: SealTexts,
        strips: StripReader,
        most: int = MOST_SEALS,
    ) -> None:
        """Take what to read with.

        Args:
            detector: sees where seals are.
            texts: reads what stands in one.
            strips: reads strips of text.
            most: so many seals of one page are read at most, the most prominent.
        """
        self._detector, self._texts, self._strips = detector, texts, strips
        self._most = most

    @classmethod
    def load(
        cls,
        options: RuntimeOptions,
        model_dir: Path | None = None,
        most: int = MOST_SEALS,
    ) -> SealReader:
        """Load the project's own networks for seals.

        Args:
            options: where to run the networks.
            model_dir: a directory with other networks, named as those in `models.weights`; what it lacks is
                taken from there.
            most: so many seals of one page are read at most, the most prominent.

        Raises:
            FileNotFoundError: the directory holds none, or the installation lacks a file.
            DeviceUnavailable: the device asked for cannot be used.
        """
        recognizer = Recognizer.load(weights.seal_recognizer(model_dir), options)
        light = weights.light_seal_recognizer(model_dir)
        return cls(
            SealDetector.load(weights.seal_locator(model_dir), options),
            SealTexts(PathNetwork.load(weights.seal_paths(model_dir), options)),
            StripReader(recognizer, Recognizer.load(light, options) if light else None),
            most,
        )

    def read(self, image: Image) -> list[Seal]:
        """Read every seal of a page.

        Args:
            image: `(H, W, 3)` uint8 BGR, upright.

        Returns:
            The seals, the most prominent (largest, best inked) first; empty when there is none.
        """
        paper = paper_colour(image)
        seals: list[Seal] = []
        left = float(self._most * _COLUMNS_A_SEAL)
        found = locate(image, paper, self._detector, self._most)
        # rings first: a frame around a title that was read is the page's border
        ordered = sorted(found, key=lambda found: isinstance(found.outline, Frame))
        for number, candidate in enumerate(ordered):
            check()
            if left <= 0:
                _LOG.info(
                    "a page with more or harder seals than are read: some of %d are left out", len(found)
                )
                break
            framed = isinstance(candidate.outline, Frame)
            within = [seal for seal in seals if framed and encloses(candidate.box, seal.box)]
            if is_hopeless(candidate) or any(len(seal.body) >= _A_TITLE for seal in within):
                continue
            crop = cut_out(image, paper, candidate.box, candidate.hue)
            if crop is None:
                continue
            share = _GENEROSITY * left / (len(ordered) - number)
            strips = self._strips.for_another_seal(min(left, share, _COLUMNS_OF_ONE))
            seal = self._read_candidate(candidate, crop, strips, image.shape[1], image.shape[0])
            left -= strips.columns
            if seal is not None:
                seals = [other for other in seals if other not in within] + [seal]
        return sorted(seals, key=lambda seal: -prominence(seal.score, seal.box))

    def _read_candidate(
        self, candidate: Candidate, crop: SealCrop, strips: StripReader, width: int, height: int
    ) -> Seal | None:
        """Read one candidate; None when it turns out to be none."""
        outline = candidate.outline
        if isinstance(outline, Ellipse):
            rim = _refined(crop, crop.from_page(outline))
            crop = with_ink_of_rim(crop, rim) if candidate.hue is None else crop
            assembly, shape = self._texts.of_ring(renderings(crop), rim, strips)
            outline_box = crop.outline_to_page(rim.scaled(_STROKE)).box
        else:
            assembly, shape = self._texts.of_frame(renderings(crop), crop.from_page(outline), strips)
            outline_box = outline.box
        if not is_seal(candidate, assembly):
            return None
        score = assembly.texts[0].score if assembly.texts else 0.0
        return Seal(
            body=assembly.body,
            others=assembly.others,
            box=_clipped(outline_box, width, height),
            shape=shape,
            score=float(np.clip(candidate.score, 0, 1) * (0.5 + 0.5 * score)),
            texts=tuple(replace(text, polygon=crop.to_page(text.polygon)) for text in assembly.texts),
            colour=crop.ink.colour,
        )


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
