"""The figures of both readers, and how long they take, as tables."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Mapping, Sequence

from bench.accuracy.comparison import is_same, similarity
from bench.accuracy.peer.titles import Attempt, Title
from bench.accuracy.tables import place, table

WHOLE, CROP = "Sealstack, whole pictures", "Sealstack, crops"
"""The rows of the project's own reader; the peer's has its name and versions."""

_HEAD = ("reader", "n", "body_exact", "body_1_ned", "median seconds", "median processor seconds")

_READERS: tuple[Callable[[Title], Attempt], ...] = (
    lambda title: title.whole,
    lambda title: title.crop,
    lambda title: title.peer,
)


def readers_table(titles: Sequence[Title], peer: str) -> str:
    """How each reader did on all titles; seconds are a crop's, of whole pictures a picture's.

    Where a reader failed with every title there are no seconds.

    Args:
        titles: at least one.
        peer: its name.
    """
    rows = []
    for name, reader in zip((WHOLE, CROP, f"{peer}, crops"), _READERS, strict=True):
        rows.append(
            [
                *(name, str(len(titles)), f"{exact(titles, reader):.4f}"),
                f"{statistics.fmean(similarity(reader(title).text, title.truth) for title in titles):.4f}",
                *_times(titles, reader),
            ]
        )
    return table(_HEAD, rows)


def groups_table(titles: Sequence[Title], peer: str) -> str:
    """The share of titles without a fault, in each group.

    Args:
        titles: at least one.
        peer: its name.
    """
    groups = sorted({group for title in titles for group in title.groups}, key=place)
    rows = []
    for group in groups:
        within = [title for title in titles if group in title.groups]
        rows.append([group, str(len(within)), *(f"{exact(within, reader):.4f}" for reader in _READERS)])
    return table(("body_exact", "n", WHOLE, CROP, f"{peer}, crops"), rows)


def ratios(titles: Sequence[Title]) -> Mapping[str, float]:
    """The project's median time of a crop by the peer's: `seconds` and `processor_seconds`.

    Raises:
        statistics.StatisticsError: one of them read nothing.
    """
    ours = median_times(titles, lambda title: title.crop)
    theirs = median_times(titles, lambda title: title.peer)
    names = ("seconds", "processor_seconds")
    return {name: mine / other for name, mine, other in zip(names, ours, theirs, strict=True)}


def exact(titles: Sequence[Title], reader: Callable[[Title], Attempt]) -> float:
    """The share of titles that a reader read without a fault, 0..1."""
    return statistics.fmean(is_same(reader(title).text, title.truth) for title in titles)


def median_times(titles: Sequence[Title], reader: Callable[[Title], Attempt]) -> tuple[float, float]:
    """A reader's median seconds and processor seconds; a picture with several titles counts once.

    Raises:
        statistics.StatisticsError: it failed with every title.
    """
    attempts = {
        (title.picture, number if attempt is not title.whole else 0): attempt
        for number, title in enumerate(titles, 1)
        for attempt in [reader(title)]
        if not attempt.failure
    }.values()
    return (
        statistics.median(attempt.seconds for attempt in attempts),
        statistics.median(attempt.processor_seconds for attempt in attempts),
    )


def _times(titles: Sequence[Title], reader: Callable[[Title], Attempt]) -> list[str]:
    try:
        return [f"{seconds:.3f}" for seconds in median_times(titles, reader)]
    except statistics.StatisticsError:
        return ["–", "–"]
