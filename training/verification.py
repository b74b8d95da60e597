"""Fit how likely a candidate is a seal, and measure how well that is calibrated.

    python -m training.verification fit CANDIDATES [--pictures 1500] [--first-seed 702000]
    python -m training.verification reliability FOLDER...

`fit` draws pictures as the locator learns from them, lays things that are no seals beside the seals, reads
them with every candidate taken for a seal, and fits the weights of `models.seal.verify` to what was one: by
Newton's method with a small penalty (Hastie, Tibshirani and Friedman, "The Elements of Statistical Learning",
2nd ed. 2009, section 4.4). What was seen of each candidate is kept in CANDIDATES, one JSON object a line;
what is there already is not drawn again. `reliability` says for folders of labelled pictures which share of
the candidates were seals, by the probability that they were given.
"""

from __future__ import annotations

import argparse
import json
import logging
from collections.abc import Iterator, Sequence
from dataclasses import asdict, astuple, dataclass, fields
from itertools import pairwise
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from bench.accuracy.pictures import read_labels
from sealstack.models.geometry.boxes import intersection_over_union
from sealstack.models.runtime import RuntimeOptions
from sealstack.models.seal import SealReader
from sealstack.models.seal.detect.candidate import Candidate
from sealstack.models.seal.read.assemble import Assembly
from sealstack.models.seal.verify import WEIGHTS, Weights, evidence
from sealstack.models.values import Image
from training.locator.lookalikes.things import thing
from training.locator.pictures import draw_picture
from training.locator.views import spoilt, strewn

_log = logging.getLogger(__name__)

_A_SEAL, _NONE = 0.5, 0.3  # intersection over union with a true seal; between them it is neither
_STREWN, _SPOILT = 0.7, 0.3  # shares of the pictures
_THING = (48, 224)  # pixels a thing is drawn at
_PENALTY = 1.0
_STEPS = 50
_FOLDS = 5
_BINS = (0.0, 0.1, 0.3, 0.5, 0.7, 0.9, 0.97, 1.0)


@dataclass(frozen=True)
class Sample:
    """A candidate.

    Attributes:
        seed: of its picture.
        seen: its `evidence`.
        seal: whether it is a seal.
    """

    seed: int
    seen: tuple[float, ...]
    seal: bool


class CandidateReader:
    """Reads pictures with every candidate taken for a seal."""

    def __init__(self) -> None:
        self._found: list[tuple[tuple[float, float, float, float], NDArray[np.float64]]] = []
        self._reader = SealReader.load(RuntimeOptions("cpu", 1), verify=self._keep)

    def _keep(self, candidate: Candidate, assembly: Assembly) -> float:
        self._found.append((candidate.box, evidence(candidate, assembly)))
        return 1.0

    def samples(self, image: Image, boxes: Sequence[Sequence[float]], seed: int = 0) -> list[Sample]:
        """The candidates of a picture that are surely seals or surely none.

        Args:
            image: `(H, W, 3)` uint8 BGR.
            boxes: of its seals, `(x, y, width, height)` pixels each.
            seed: of the picture.
        """
        self._found.clear()
        self._reader.read(image)
        shares = [
            max((intersection_over_union(box, one) for one in boxes), default=0.0) for box, _ in self._found
        ]
        return [
            Sample(seed, tuple(seen.tolist()), share >= _A_SEAL)
            for (_, seen), share in zip(self._found, shares, strict=True)
            if share >= _A_SEAL or share < _NONE
        ]


def draw(seed: int) -> tuple[Image, list[tuple[float, float, float, float]]]:
    """A picture with what looks like seals, and the boxes of its seals, `(x, y, width, height)` pixels."""
    rng = np.random.default_rng(seed)
    drawn = draw_picture(rng)
    image = drawn.image.copy()
    if rng.random() < _STREWN:
        side = np.log(_THING)
        strewn(rng, image, lambda: thing(rng, round(float(np.exp(rng.uniform(*side))))), list(drawn.outlines))
    if rng.random() < _SPOILT:
        image = spoilt(rng, image)
    return image, [_box(outline) for outline in drawn.outlines]


def _box(outline: NDArray[np.float32]) -> tuple[float, float, float, float]:
    (left, top), (right, bottom) = outline.min(axis=0), outline.max(axis=0)
    return float(left), float(top), float(right - left), float(bottom - top)


def fit(seen: NDArray[np.float64], seals: NDArray[np.bool_]) -> NDArray[np.float64]:
    """The weights of a logistic regression, `(M,)`.

    Args:
        seen: `(N, M)`; the last column is 1, and its weight is not held small.
        seals: `(N,)`.
    """
    weights = np.zeros(seen.shape[1])
    penalty = np.full(seen.shape[1], _PENALTY)
    penalty[-1] = 0.0
    for _ in range(_STEPS):
        likely = _likely(seen, weights)
        slope = seen.T @ (likely - seals) + penalty * weights
        curvature = (seen.T * (likely * (1 - likely))) @ seen + np.diag(penalty)
        weights -= np.linalg.solve(curvature, slope)
    return weights


def held_out(samples: Sequence[Sample]) -> NDArray[np.float64]:
    """What each sample is given by weights that are fitted to other pictures, `(N,)` 0..1."""
    seen, seals = _arrays(samples)
    folds = np.array([sample.seed % _FOLDS for sample in samples])
    likely = np.zeros(len(samples))
    for fold in range(_FOLDS):
        here = folds == fold
        likely[here] = _likely(seen[here], fit(seen[~here], seals[~here]))
    return likely


def reliability(likely: NDArray[np.float64], seals: NDArray[np.bool_]) -> str:
    """A table: how many candidates were given which probability, and which share of them were seals."""
    rows = ["| probability | candidates | mean | seals |", "|---|---|---|---|"]
    for low, high in pairwise(_BINS):
        here = (likely >= low) & ((likely < high) | (high == _BINS[-1]))
        if here.any():
            mean, share = likely[here].mean(), seals[here].mean()
            rows.append(f"| {low:g} to {high:g} | {here.sum()} | {mean:.2f} | {share:.2f} |")
    return "\n".join(rows)


def _arrays(samples: Sequence[Sample]) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    return np.array([sample.seen for sample in samples]), np.array([sample.seal for sample in samples])


def _likely(seen: NDArray[np.float64], weights: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(1 / (1 + np.exp(-seen @ weights)), np.float64)


def _kept(file: Path) -> Iterator[Sample]:
    for line in file.read_text(encoding="utf-8").splitlines() if file.is_file() else ():
        sample = json.loads(line)
        yield Sample(sample["seed"], tuple(sample["seen"]), sample["seal"])


def _fit_drawn(options: argparse.Namespace) -> None:
    samples = list(_kept(options.candidates))
    first = max((sample.seed + 1 for sample in samples), default=options.first_seed)
    reader = CandidateReader()
    with options.candidates.open("a", encoding="utf-8") as file:
        for seed in range(first, options.first_seed + options.pictures):
            image, boxes = draw(seed)
            for sample in reader.samples(image, boxes, seed):
                samples.append(sample)
                file.write(json.dumps(asdict(sample)) + "\n")
    seen, seals = _arrays(samples)
    weights = fit(seen, seals)
    _log.info("%d candidates, %d of them seals", len(samples), seals.sum())
    for field, weight in zip(fields(Weights), weights, strict=True):
        _log.info("%s: %.2f", field.name, weight)
    _log.info("held out:\n%s", reliability(held_out(samples), seals))


def _measure(options: argparse.Namespace) -> None:
    reader = CandidateReader()
    for folder in options.folders:
        samples: list[Sample] = []
        for picture in read_labels(folder):
            image = cv2.imread(str(picture.path), cv2.IMREAD_COLOR)
            samples += reader.samples(np.asarray(image, np.uint8), [seal.box for seal in picture.seals])
        seen, seals = _arrays(samples)
        likely = _likely(seen, np.array(astuple(WEIGHTS)))
        _log.info("%s\n%s", folder, reliability(likely, seals))


def main(arguments: list[str] | None = None) -> None:
    """Read the command line and fit or measure."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    steps = parser.add_subparsers(required=True, metavar="STEP")
    fitting = steps.add_parser("fit", help="draw, read and fit")
    fitting.add_argument("candidates", type=Path, help="the file to keep candidates in")
    fitting.add_argument("--pictures", type=int, default=1500)
    fitting.add_argument("--first-seed", type=int, default=702_000)
    fitting.set_defaults(run=_fit_drawn)
    measuring = steps.add_parser("reliability", help="measure on labelled pictures")
    measuring.add_argument("folders", type=Path, nargs="+")
    measuring.set_defaults(run=_measure)
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    options = parser.parse_args(arguments)
    options.run(options)


if __name__ == "__main__":
    main()
