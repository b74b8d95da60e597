"""The seal reader: a page in, its seals out."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from models import weights
from models.runtime import RuntimeOptions
from models.seal.area import AreaFinder
from models.seal.assemble import Assembly, assemble_ring
from models.seal.belief import believable, is_hopeless
from models.seal.candidate import Candidate, encloses, shape_of
from models.seal.frame import Frame
from models.seal.ink import paper_colour
from models.seal.locate import locate
from models.seal.read_framed import read_framed
from models.seal.read_lines import read_within
from models.seal.read_title import read_title
from models.seal.ring import Ellipse, fit_rims
from models.seal.separate import View, cut_out, renderings, with_ink_of_rim
from models.text.engine import TextEngine
from models.text.recognizer import Recognizer
from models.values import Image, Seal

_STROKE = 1.015  # times a rim: its box holds the stroke, too
_A_TITLE = 4  # characters: a loop of a frame's own text does not say so much


class SealReader:
    """Finds and reads seals. One may be shared by many threads: nothing about a call is kept in it."""

    def __init__(
        self, engine: TextEngine, recognizer: Recognizer | None = None, finder: AreaFinder | None = None
    ) -> None:
        """Take what to read with.

        Args:
            engine: its detector finds the straight lines.
            recognizer: reads titles and lines; the engine's when there is none.
            finder: sees where seals are; without it they are searched for by their ink alone.
        """
        self._engine = engine
        self._recognizer = recognizer or engine.recognizer
        self._finder = finder

    @classmethod
    def load(cls, engine: TextEngine, options: RuntimeOptions) -> SealReader:
        """Load the project's own locator of seals and recognizer of unrolled arcs beside an engine.

        Raises:
            FileNotFoundError: the installation lacks the file.
            DeviceUnavailable: the device asked for cannot be used.
        """
        recognizer = Recognizer.load(weights.seal_recognizer(), options)
        return cls(engine, recognizer, AreaFinder.load(weights.seal_locator(), options))

    def read(self, image: Image) -> list[Seal]:
        """Read every seal of a page.

        Args:
            image: `(H, W, 3)` uint8 BGR, upright.

        Returns:
            The seals, the most prominent (largest, best inked) first; empty when there is none.
        """
        paper = paper_colour(image)
        seals: list[Seal] = []
        found = locate(image, paper, self._finder)
        # rings first: a frame around a title that was read is the page's border
        for candidate in sorted(found, key=lambda found: isinstance(found.outline, Frame)):
            framed = isinstance(candidate.outline, Frame)
            within = [seal for seal in seals if framed and encloses(candidate.box, seal.box)]
            if is_hopeless(candidate) or any(len(seal.body) >= _A_TITLE for seal in within):
                continue
            view = cut_out(image, paper, candidate.box, candidate.hue)
            if view is None:
                continue
            seal = self._read_candidate(candidate, view, image.shape[1], image.shape[0])
            if seal is not None:
                seals = [other for other in seals if other not in within] + [seal]
        return sorted(seals, key=lambda seal: -seal.score * (seal.box[2] * seal.box[3]) ** 0.5)

    def _read_candidate(self, candidate: Candidate, view: View, width: int, height: int) -> Seal | None:
        """Read one candidate; None when it turns out to be none."""
        outline = candidate.outline
        if isinstance(outline, Ellipse):
            rim = _refined(view, view.from_page(outline))
            view = with_ink_of_rim(view, rim) if candidate.hue is None else view
            assembly, shape = self._read_ring(view, rim), shape_of(rim)
            outline_box = view.outline_to_page(rim.scaled(_STROKE)).box
        else:
            assembly, shape = read_framed(
                renderings(view), view.from_page(outline), self._engine.detector, self._recognizer
            )
            outline_box = outline.box
        if not believable(candidate, assembly):
            return None
        score = assembly.texts[0].score if assembly.texts else 0.0
        return Seal(
            body=assembly.body,
            others=assembly.others,
            box=_clipped(outline_box, width, height),
            shape=shape,
            score=float(np.clip(candidate.score, 0, 1) * (0.5 + 0.5 * score)),
            texts=tuple(replace(text, polygon=view.to_page(text.polygon)) for text in assembly.texts),
            colour=view.ink.colour,
        )

    def _read_ring(self, view: View, rim: Ellipse) -> Assembly:
        engine, shown = self._engine, renderings(view)
        title = read_title(shown, rim, self._recognizer)
        within = read_within(shown, rim, title, engine.detector, self._recognizer)
        return assemble_ring(title.text if title else None, within.lines, within.lower, within.inner)


def _refined(view: View, rim: Ellipse) -> Ellipse:
    """The rim fitted again on the larger picture."""
    fitted = fit_rims(view.ink.evidence, [rim], reaches=(0.08, 0.05))
    if fitted and abs(fitted[0].ellipse.radius / rim.radius - 1) < 0.15 and fitted[0].coverage > 0.5:
        return fitted[0].ellipse
    return rim


def _clipped(box: tuple[float, float, float, float], width: int, height: int) -> tuple[int, int, int, int]:
    """A box in whole pixels inside a picture of `width` by `height`."""
    left, top = max(0, round(box[0])), max(0, round(box[1]))
    right, bottom = min(width, round(box[0] + box[2])), min(height, round(box[1] + box[3]))
    return left, top, max(1, right - left), max(1, bottom - top)
