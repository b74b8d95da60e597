"""Draws the strips that recognizers of seals are trained on; needs NumPy, OpenCV and Pillow only."""

from __future__ import annotations

from functools import partial

import numpy as np

from training.course import Sample
from training.recognizer.printed_lines import printed_line
from training.recognizer.seal_scenes import in_wide_names, seal_scene
from training.recognizer.seal_strips import strips_of
from training.recognizer.strips import Strip

KIND = "strip"
"""Of the samples."""

_PRINTED_SHARE = 0.22
_TITLES = 6  # strips of each outer arc: other bands, renderings and errors of the pose
_LINES = {"round": 3, "oval": 3}  # strips of each other text; of framed stamps, whose lines are the title:
_FRAMED_LINES = 4
_WIDEST_PRINT = 900


class StripArtist:
    """Draws one seal a seed, as strips of all its texts, and printed lines beside it.

    A sample's only array is `(48, W, 3)` uint8 BGR; its note has `text`, `kind` (of strip: `arc`, `lower`,
    `inner`, `line`, `cells` or `print`) and `difficulty`.
    """

    def draw(self, seed: int) -> list[Sample]:
        """Draw what one seed gives; about five strips, seldom none."""
        rng = np.random.default_rng([seed, 43])
        scene = seal_scene(rng)
        shape = scene.truths[0].shape if scene.truths else ""
        strips = strips_of(scene, rng, _TITLES, _LINES.get(shape, _FRAMED_LINES), quick=True)
        for _ in range(int(rng.poisson(len(strips) * _PRINTED_SHARE / (1 - _PRINTED_SHARE)))):
            difficulty = str(rng.choice(["easy", "medium", "hard"]))
            line = in_wide_names(rng, partial(printed_line, difficulty=difficulty), 0.05)
            if line.width <= _WIDEST_PRINT:
                strips.append(line)
        return [_sample(strip) for strip in strips]


def _sample(strip: Strip) -> Sample:
    note = {"text": strip.text, "kind": strip.kind, "difficulty": strip.difficulty}
    return Sample(KIND, (strip.pixels,), note)
