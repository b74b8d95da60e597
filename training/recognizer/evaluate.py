"""Measuring recognizers on strips: how many are read without a fault, and how near the others come."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from sealstack.models.runtime import RuntimeOptions
from sealstack.models.text.recognition.recognizer import Recognizer
from sealstack.models.text.weights import find_weights
from training.recognizer.strips import Strip, load_shards


@dataclass
class Tally:
    """What was counted over some strips.

    Attributes:
        count: strips.
        exact: of these read without a fault.
        nearness: sum of `similarity`.
    """

    count: int = 0
    exact: int = 0
    nearness: float = field(default=0.0)

    def add(self, reading: str, text: str) -> None:
        """Count one reading of `text`; blanks do not matter."""
        reading, text = reading.replace(" ", ""), text.replace(" ", "")
        self.count += 1
        self.exact += reading == text
        self.nearness += similarity(reading, text)

    def __str__(self) -> str:
        if not self.count:
            return "0 strips"
        exact, nearness = self.exact / self.count, self.nearness / self.count
        return f"{self.count} strips, exact {exact:.3f}, 1-NED {nearness:.3f}"


def similarity(reading: str, text: str) -> float:
    """One minus the edit distance over the longer length, 0..1; two empty texts are alike."""
    longest = max(len(reading), len(text))
    return 1.0 if longest == 0 else 1 - edit_distance(reading, text) / longest


def edit_distance(one: str, other: str) -> int:
    """Fewest insertions, deletions and replacements (Levenshtein) that turn one text into the other."""
    row = list(range(len(other) + 1))
    for number, character in enumerate(one, 1):
        diagonal, row[0] = row[0], number
        for place, wanted in enumerate(other, 1):
            diagonal, row[place] = (
                row[place],
                min(row[place] + 1, row[place - 1] + 1, diagonal + (character != wanted)),
            )
    return row[-1]


def measure(recognizer: Recognizer, strips: Sequence[Strip]) -> dict[str, Tally]:
    """Tallies by kind, and of arcs by difficulty too."""
    tallies: dict[str, Tally] = defaultdict(Tally)
    for strip in strips:
        reading = recognizer.read([strip.pixels])[0].text
        tallies[strip.kind].add(reading, strip.text)
        if strip.kind == "arc":
            tallies[f"arc, {strip.difficulty}"].add(reading, strip.text)
    return dict(sorted(tallies.items()))


def report(directory: Path, networks: Sequence[Path], threads: int = 1) -> str:
    """Measure the stock recognizer and others on the shards of a directory.

    Args:
        directory: of shards that were held out.
        networks: ONNX files to compare.
        threads: of inference.

    Returns:
        A line for each network and kind of strip.

    Raises:
        FileNotFoundError: the directory holds no shards.
    """
    strips = load_shards(directory.glob("strips_*[0-9].npz"))
    if not strips:
        raise FileNotFoundError(f"no shards in {directory}")
    return "\n".join(_lines(strips, [find_weights().recognizer, *networks], threads))


def _lines(strips: Sequence[Strip], networks: Sequence[Path], threads: int) -> Iterator[str]:
    for network in networks:
        recognizer = Recognizer.load(network, RuntimeOptions("cpu", threads))
        for kind, tally in measure(recognizer, strips).items():
            yield f"{network.name}: {kind}: {tally}"
