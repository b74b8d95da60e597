"""Read-back: how much of the print under a stamp is read rightly, with the stamp and once it is erased."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import mean

import cv2
import numpy as np

from bench.documents.reading import character_error_rate
from bench.erasing.drawing import COLOURS, OPACITIES, PRESSINGS, StampedForm, draw_form
from sealstack.models.seal.lift.erase import erase_seals
from sealstack.models.text.detection.crop import crop_line
from sealstack.models.text.recognition.recognizer import Recognizer
from sealstack.models.values import Image


@dataclass(frozen=True)
class ReadBack:
    """What was read of one form.

    Attributes:
        colour: of its stamp.
        pressing: how it was laid on.
        opacity: of its ink.
        number: of the form; the same number has the same print and stamp in all colours.
        before: share of the characters read rightly with the stamp, 0..1.
        after: the same once it is erased.
    """

    colour: str
    pressing: str
    opacity: float
    number: int
    before: float
    after: float


def read_backs(
    recognizer: Recognizer, count: int, seed: int, pictures: Path | None = None
) -> Iterator[ReadBack]:
    """Draw forms in every colour and opacity, erase their stamps, and read both.

    Args:
        recognizer: reads the lines, whose places are known.
        count: forms of each colour, pressing and opacity.
        seed: another seed, other forms.
        pictures: a folder for those that read worse once erased: with the stamp above, without it below.
    """
    for colour in COLOURS:
        for pressing in PRESSINGS:
            for opacity in OPACITIES:
                for number in range(count):
                    form = draw_form(np.random.default_rng((seed, number)), colour, opacity, pressing)
                    erased = erase_seals(form.stamped, [form.seal])
                    before, after = (_right(recognizer, form, image) for image in (form.stamped, erased))
                    if pictures is not None and after < before:
                        name = f"{colour}-{pressing}-{opacity}-{number}.png".replace(" ", "_")
                        cv2.imwrite(str(pictures / name), np.vstack([form.stamped, erased]))
                    yield ReadBack(colour, pressing, opacity, number, before, after)


def read_back_table(results: Sequence[ReadBack]) -> str:
    """Set the figures in a table: a row for each colour and pressing, before -> after for each opacity."""
    head = ["stamp", *(f"opacity {opacity}" for opacity in OPACITIES)]
    rows = [head, ["---"] * len(head)]
    for colour in COLOURS:
        for pressing in PRESSINGS:
            cells = []
            for opacity in OPACITIES:
                here = [
                    one
                    for one in results
                    if (one.colour, one.pressing, one.opacity) == (colour, pressing, opacity)
                ]
                before, after = mean(one.before for one in here), mean(one.after for one in here)
                cells.append(f"{100 * before:.1f} -> {100 * after:.1f}")
            rows.append([f"{colour}, {pressing}", *cells])
    worse = sum(one.after < one.before for one in results)
    better = sum(one.after > one.before for one in results)
    table = "\n".join("| " + " | ".join(row) + " |" for row in rows)
    return f"{table}\n\n{len(results)} forms: {better} read better once erased, {worse} worse."


def _right(recognizer: Recognizer, form: StampedForm, image: Image) -> float:
    """Share of the characters of all lines that are read rightly."""
    strips = [crop_line(image, quad)[0] for _, quad in form.lines]
    read = [one.text for one in recognizer.read(strips)]
    rates = [
        (len(text), character_error_rate([text], [answer]))
        for (text, _), answer in zip(form.lines, read, strict=True)
    ]
    return 1 - sum(length * rate for length, rate in rates) / sum(length for length, _ in rates)
