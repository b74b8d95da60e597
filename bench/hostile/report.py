"""What was measured, beside what is asked."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class Report:
    """Prints figures as they come, and remembers which break their bounds.

    Attributes:
        broken: the figures that broke their bounds, a line each.
    """

    broken: list[str] = field(default_factory=list)

    def section(self, title: str, *columns: str) -> None:
        """Begin a table."""
        print(f"\n{title}\n\n| {' | '.join(columns)} |\n|{'---|' * len(columns)}", flush=True)

    def row(self, *values: object) -> None:
        """Add a row to the table."""
        print("| " + " | ".join(_written(value) for value in values) + " |", flush=True)

    def bound(self, what: str, measured: float, most: float, unit: str) -> None:
        """Compare a figure with the most that it may be."""
        holds = measured <= most
        line = f"{what}: {_written(measured)} {unit} (at most {most:g})"
        print(f"{'ok    ' if holds else 'BROKEN'} {line}", flush=True)
        if not holds:
            self.broken.append(line)


def _written(value: object) -> str:
    return (
        f"{value:.3g}"
        if isinstance(value, float) and abs(value) < 100
        else (f"{value:.0f}" if isinstance(value, float) else str(value))
    )
