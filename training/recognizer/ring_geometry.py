"""Where the characters of a generated ring seal stand, seen from a rim that may be a little wrong."""

from __future__ import annotations

from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from bench.generator.truth import Points, SealTruth, TextPath, project
from sealstack.models.seal.detect.ring.fit import Ellipse

FADED = 0.2
"""Below this legibility little is left of a character.

A strip that shows such a one is not used: to ask for it would teach guessing, to leave it out of the label
would teach passing over what is hard to read.
"""


@dataclass(frozen=True, eq=False)
class RingText:
    """A text path around a ring.

    Attributes:
        text: what it says, blanks included.
        letters: its characters without the blanks.
        turns: `(N,)` the middle of each character in turns clockwise from the right, monotonic in reading
            direction.
        legibility: `(N,)` 0..1.
        heads, feet: how far out they reach, in multiples of the rim.
    """

    text: str
    letters: str
    turns: NDArray[np.float64]
    legibility: NDArray[np.float64]
    heads: float
    feet: float

    @property
    def outward(self) -> bool:
        """Whether the heads point away from the centre."""
        return self.heads > self.feet

    @property
    def height(self) -> float:
        """Of the characters, in multiples of the rim."""
        return abs(self.heads - self.feet)

    @property
    def pitch(self) -> float:
        """Usual distance of neighbours, in turns."""
        return float(np.median(np.abs(np.diff(self.turns)))) if len(self.turns) > 1 else 0.06

    @property
    def readable(self) -> bool:
        """Whether most of it can still be made out."""
        return bool((self.legibility > 0.35).mean() >= 0.65)

    @property
    def faded(self) -> NDArray[np.bool_]:
        """Which characters are as good as gone, `(N,)`."""
        return np.asarray(self.legibility < FADED)


def true_rim(truth: SealTruth) -> Ellipse:
    """The outer edge of a round or oval seal in its picture, pixels: an ellipse, at a slant too."""
    angle = np.linspace(0, 2 * np.pi, 90, endpoint=False)
    outline = np.stack([np.cos(angle), np.sin(angle)], axis=-1) * np.array(truth.half_axes)
    seen = project(truth.homography, outline).astype(np.float32)
    (x, y), (width, height), turn = cv2.fitEllipseDirect(seen)
    return Ellipse(x, y, width / 2, height / 2, turn)


def jittered(rim: Ellipse, rng: np.random.Generator) -> Ellipse:
    """The rim as a fit finds it: through the middle of the stroke, about 1 % off, seldom much more."""
    rough = 2.5 if rng.random() < 0.12 else 1.0
    size = rng.uniform(0.97, 1.0) * (1 + rough * rng.normal(0, 0.008))
    shift = np.clip(rng.normal(0, 0.011 * rough, 2), -0.05, 0.05) * rim.radius
    uneven = np.clip(rng.normal(0, 0.009 * rough), -0.04, 0.04)
    return replace(
        rim,
        x=rim.x + shift[0],
        y=rim.y + shift[1],
        a=rim.a * size * (1 + uneven),
        b=rim.b * size * (1 - uneven),
        angle=rim.angle + float(rng.normal(0, 3)),
    )


def ring_text(path: TextPath, rim: Ellipse, parallel: bool) -> RingText | None:
    """A text path in the frame of a rim; None when it has no characters.

    Args:
        path: in the pixels that the rim is in.
        rim: the rim as inference would have it.
        parallel: how a rim that is no circle is followed, see `training.recognizer.arcs.Arc`.
    """
    if not path.characters:
        return None
    quads = np.stack([character.quad for character in path.characters])
    place = _keeping_to_the_rim if parallel else _stretched_with_the_rim
    _, radii = place(quads.reshape(-1, 2), rim)
    middles, _ = place(quads.mean(axis=1), rim)
    radii = radii.reshape(quads.shape[:2])
    return RingText(
        text=path.text,
        letters="".join(character.text for character in path.characters),
        turns=np.unwrap(middles, period=1.0),
        legibility=np.array([character.legibility for character in path.characters]),
        heads=float(np.median(radii[:, :2])),
        feet=float(np.median(radii[:, 2:])),
    )


def _stretched_with_the_rim(points: Points, rim: Ellipse) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Turns and scale of `(N, 2)` points where the whole seal is stretched like its rim."""
    circle = np.linalg.solve(rim.matrix, (points - [rim.x, rim.y]).T)
    return np.arctan2(circle[1], circle[0]) / (2 * np.pi), np.linalg.norm(circle, axis=0)


def _keeping_to_the_rim(points: Points, rim: Ellipse) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Turns and scale of `(N, 2)` points by their distance from the nearest point of the rim."""
    theta = np.linspace(0, 2 * np.pi, 1440, endpoint=False)
    apart = np.linalg.norm(points[:, None] - rim.points(theta)[None], axis=2)
    nearest = apart.argmin(axis=1)
    _, scale = _stretched_with_the_rim(points, rim)
    outside = np.where(scale > 1, 1.0, -1.0)
    turns = theta[nearest] / (2 * np.pi)
    return turns, 1 + outside * apart.min(axis=1) / min(rim.a, rim.b)


def shown_between(text: RingText, start: float, end: float) -> str | None:
    """What a strip from `start` to `end` (turns, clockwise) shows of an outward text.

    None when it cuts a character or shows a faded one.
    A text that passes both ends is shown twice in part. Blanks are kept only where the text is whole.
    """
    pitch = text.pitch
    shown: list[tuple[float, int]] = []
    for rounds in range(int(np.floor(start)) - 2, int(np.ceil(end)) + 3):
        for number, turn in enumerate(text.turns + rounds):
            if min(abs(turn - start), abs(turn - end)) < 0.45 * pitch:
                return None
            if start < turn < end:
                shown.append((float(turn), number))
    shown.sort()
    numbers = [number for _, number in shown]
    if text.faded[numbers].any():
        return None
    if numbers == list(range(len(text.letters))):
        return text.text
    return None if " " in text.text else "".join(text.letters[number] for number in numbers)
