"""What can be trained in a run: which network wants which samples, and how much of the time."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import torch

    from training.course import Artist, Course

NETWORKS = ("recognizer", "light", "locator", "paths")
"""What `--networks` takes."""


_SMALLER_POOL = 4  # times, beside that of the strips


@dataclass(frozen=True)
class Means:
    """What a run has to work with.

    Attributes:
        device: where to train.
        memory: bytes on the device for samples.
        pixels: strip widths of a batch of strips taken together.
        sources: directory of networks to start from; what is not in it starts from the project's own.
        stock: the stock recognizer that printed strips are held to.
        light: the light recognizer to start from when there is none yet.
        rates: what the usual learning rates are multiplied by.
        taught: whether the light recognizer is taught by the strong one beside its labels.
    """

    device: torch.device
    memory: int
    pixels: int
    sources: Path
    stock: Path
    light: Path
    rates: float
    taught: bool


@dataclass(frozen=True)
class Subject:
    """One course of a run, not begun yet.

    Attributes:
        kind: of its samples.
        artist: makes what draws them; can be pickled.
        course: makes the course.
        drawing: share of the drawing processes' time.
        device: share of the device's time.
    """

    kind: str
    artist: Callable[[], Artist]
    course: Callable[[Means], Course]
    drawing: float
    device: float


def subjects_of(networks: Sequence[str]) -> Mapping[str, Subject]:
    """The courses that train some networks, by name.

    Raises:
        ValueError: an unknown network.
    """
    unknown = set(networks) - set(NETWORKS)
    if unknown or not networks:
        raise ValueError(f"networks must be of {', '.join(NETWORKS)}, not {', '.join(networks) or 'none'}")
    subjects: dict[str, Subject] = {}
    if {"recognizer", "light"} & set(networks):
        subjects["recognizer"] = _recognizers(tuple(n for n in networks if n in {"recognizer", "light"}))
    if "locator" in networks:
        subjects["locator"] = _locator()
    if "paths" in networks:
        subjects["paths"] = _paths()
    return subjects


# each imports what it needs itself: an artist's process must not load torch


def _recognizers(wanted: Sequence[str]) -> Subject:
    from training.recognizer.artist import StripArtist

    def begin(means: Means) -> Course:
        from sealstack.models.weights import seal_recognizer
        from training.recognizer.course import RATES, Plan, RecognizerCourse
        from training.recognizer.student import LIGHT, STRONG

        files = {"recognizer": (STRONG, seal_recognizer()), "light": (LIGHT, means.light)}
        networks = {}
        for network in wanted:
            name, usual = files[network]
            earlier = means.sources / f"{name}.onnx"
            networks[name] = earlier if earlier.exists() else usual
        plan = Plan(
            networks=networks,
            teacher=seal_recognizer() if means.taught else None,
            stock=means.stock,
            pixels=means.pixels,
            memory=means.memory,
            device=means.device,
            rates={name: rate * means.rates for name, rate in RATES.items()},
        )
        return RecognizerCourse(plan)

    return Subject("strip", StripArtist, begin, drawing=0.62, device=0.68)


def _locator() -> Subject:
    from training.locator.artist import ViewArtist

    def begin(means: Means) -> Course:
        from sealstack.models.weights import seal_locator
        from training.locator.course import NAME, LocatorCourse, Plan

        earlier = means.sources / f"{NAME}.onnx"
        start = earlier if earlier.exists() else seal_locator()
        on_gpu = means.device.type == "cuda"
        memory = means.memory // _SMALLER_POOL
        # a batch of few views says less of where to go
        batch, rate = (96, 1e-3) if on_gpu else (8, 4e-4)
        return LocatorCourse(Plan(start, means.device, memory, batch, rate))

    return Subject("view", ViewArtist, begin, drawing=0.2, device=0.14)


def _paths() -> Subject:
    from training.paths.artist import PathArtist, sample_bytes

    def begin(means: Means) -> Course:
        from sealstack.models.weights import seal_paths
        from training.paths.course import FILE, PathCourse

        earlier = means.sources / FILE
        # small batches unlearn at rates that large ones learn with
        batch, rate = (96, 1e-3) if means.device.type == "cuda" else (16, 1.7e-4)
        return PathCourse(
            means.device,
            batch=batch,
            capacity=means.memory // _SMALLER_POOL // sample_bytes(),
            rate=rate * means.rates,
            start=earlier if earlier.exists() else seal_paths(),
        )

    return Subject("paths", PathArtist, begin, drawing=0.18, device=0.18)
