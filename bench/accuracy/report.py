"""What is printed, and drawn, of a set of pictures that was measured."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from bench.accuracy.figures import Figures
from bench.accuracy.outcomes import Outcome, worst_readings
from bench.accuracy.overlays import write_overlay
from bench.accuracy.tables import figures_table, inventions, worst_table


def report(
    name: str,
    outcomes: Sequence[Outcome],
    figures: Figures,
    *,
    worst: int | None = None,
    overlays: Path | None = None,
) -> None:
    """Print a set's table and whatever else is asked for.

    Args:
        name: of the set.
        outcomes: what came of its pictures.
        figures: its figures, as `figures_of` gave them.
        worst: list this many titles that were read worst, and all that was invented.
        overlays: a folder to draw what was found into, over the pictures listed, or over all.
    """
    print(f"\n## {name}: {len(outcomes)} pictures\n\n{figures_table(figures)}", flush=True)
    drawn_over: Sequence[Outcome] = outcomes
    if worst:
        readings = worst_readings(outcomes, worst)
        print(f"\nRead worst:\n\n{worst_table(readings)}")
        for line in inventions(outcomes):
            print(f"\n{line}")
        drawn_over = list({id(reading.outcome): reading.outcome for reading in readings}.values())
    if overlays:
        for outcome in drawn_over:
            write_overlay(outcome, overlays / Path(name).name)
        print(f"\n{len(drawn_over)} overlays in {overlays / Path(name).name}")
