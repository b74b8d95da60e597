"""What `python -m bench.accuracy --peer paddlex` does: both readers on the true seals of a folder."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
from argparse import Namespace
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path

import cv2

from bench.accuracy.calls import CallFailed
from bench.accuracy.gate.readers import DirectReaders
from bench.accuracy.peer.installing import install_paddlex
from bench.accuracy.peer.networks import DETECTOR, RECOGNIZER
from bench.accuracy.peer.process import PeerProcess, running
from bench.accuracy.peer.tables import groups_table, ratios, readers_table
from bench.accuracy.peer.titles import Ours, Title, cut, read_titles
from bench.accuracy.pictures import REAL_PICTURES, LabelledPicture, read_labels
from sealstack.models.values import Image
from sealstack.service.intake.decode import decode
from sealstack.service.settings.settings import Settings

FIXED_PICTURES = Path(__file__).parents[1] / "fixed"
"""Drawn pictures that never change, for want of real ones."""


def compare(
    options: Namespace,
    ours: Ours | None = None,
    start: Callable[[ExitStack], PeerProcess] | None = None,
) -> int:
    """Have the titles of a folder read by both, and print how well and how fast they did.

    Args:
        options: the command line of `bench.accuracy`.
        ours: the project's reader; with the networks that the options name, one thread, when None.
        start: starts the peer for as long as the stack lasts; installs and runs PaddleX when None.

    Returns:
        The exit status: 1 when nothing could be measured, or a call failed.
    """
    real = REAL_PICTURES if (REAL_PICTURES / "labels.json").is_file() else FIXED_PICTURES
    folder = options.data or real
    threads = cv2.getNumThreads()
    cv2.setNumThreads(1)
    try:
        pictures = read_labels(folder)
        ours = ours or DirectReaders(seal_models=options.seal_models)
        with ExitStack() as stack:
            peer = (start or _paddlex)(stack)
            titles = _read(pictures, ours, peer)
        _print(folder.name, titles, _name(peer))
    except (OSError, ValueError, CallFailed, subprocess.CalledProcessError) as error:
        print(f"bench.accuracy: {error}", file=sys.stderr)
        return 1
    finally:
        cv2.setNumThreads(threads)
    if options.json:
        _write(options.json, titles, peer)
    return 1 if any(_failures(titles)) else 0


def _paddlex(stack: ExitStack) -> PeerProcess:
    installation = install_paddlex()
    return stack.enter_context(running(installation.python, installation.settings))


def _name(peer: PeerProcess) -> str:
    return f"PaddleX {peer.versions['paddlex']}"


def _read(pictures: Sequence[LabelledPicture], ours: Ours, peer: PeerProcess) -> list[Title]:
    """Read all titles, once both are warm.

    Raises:
        ValueError: there are none.
    """
    most_pixels = Settings().max_pixels

    def decoded(path: Path) -> Image:
        return decode(path.read_bytes(), max_pixels=most_pixels).image

    first = next((picture for picture in pictures if picture.seals), None)
    if first is None:
        raise ValueError("there are no pictures labelled for seals")
    crop, _ = cut(decoded(first.path), first.seals[0].box)
    ours.find_seals_in(crop)
    peer.read(crop)
    titles = []
    for title in read_titles(pictures, decoded, ours, peer):
        titles.append(title)
        if sys.stderr.isatty():
            print(f"\r{len(titles)} titles", end="", file=sys.stderr)
    if not titles:
        raise ValueError("there are no titles that are scored")
    return titles


def _print(name: str, titles: Sequence[Title], peer: str) -> None:
    """Print the tables and the ratio."""
    print(f"\n## {name}: {len(titles)} titles, {peer} with {DETECTOR} and {RECOGNIZER}\n")
    print(readers_table(titles, peer), end="\n\n")
    print(groups_table(titles, peer), end="\n\n")
    try:
        found = ratios(titles)
    except statistics.StatisticsError:
        print("One of the readers read nothing.")
    else:
        shown = f"{found['seconds']:.2f} in seconds, {found['processor_seconds']:.2f} in processor seconds"
        print(f"SealOCR crop ÷ {peer} crop: {shown}, medians of one run, one thread each.")
    for line in _failures(titles):
        print(f"failed: {line}")


def _failures(titles: Sequence[Title]) -> list[str]:
    """The calls that failed, a line each."""
    return [
        f"{title.picture}: {attempt.failure}"
        for title in titles
        for attempt in (title.whole, title.crop, title.peer)
        if attempt.failure
    ]


def _write(path: Path, titles: Sequence[Title], peer: PeerProcess) -> None:
    """Keep every reading, so that it can be looked at."""
    kept = {"versions": dict(peer.versions), "titles": [asdict(title) for title in titles]}
    path.write_text(json.dumps(kept, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
