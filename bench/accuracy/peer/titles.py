"""Reading every title that is scored: from whole pictures, and on the very same crops by both readers."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from bench.accuracy.calls import CallFailed, FoundSeal
from bench.accuracy.comparison import Box, similarity
from bench.accuracy.outcomes import Outcome, is_scored_for_text, read_picture
from bench.accuracy.peer.process import CropReading
from bench.accuracy.pictures import LabelledPicture, SealLabel
from sealstack.models.geometry.boxes import intersection_over_union
from sealstack.models.values import Image


class Ours(Protocol):
    """The project's own reader; both methods raise `CallFailed`."""

    def find_seals(self, picture: bytes) -> list[FoundSeal]:
        """Find and read the seals of a picture's file."""

    def find_seals_in(self, image: Image) -> list[FoundSeal]:
        """Find and read the seals of pixels."""


class Peer(Protocol):
    """Reads crops; raises `CallFailed`."""

    def read(self, crop: Image) -> CropReading:
        """Read all texts of a crop."""


@dataclass(frozen=True)
class Attempt:
    """A title as one reader has read it.

    Attributes:
        text: what it read; empty when nothing, or when it failed.
        seconds: how long it took.
        processor_seconds: of all its threads together.
        failure: why it failed; empty when it did not.
    """

    text: str
    seconds: float = 0.0
    processor_seconds: float = 0.0
    failure: str = ""


@dataclass(frozen=True)
class Title:
    """A title that is scored, and what three readings made of it.

    Attributes:
        picture: the id of its picture.
        truth: what it says, `?` for a character nobody could read.
        groups: what it is counted in.
        whole: read by the project from the whole picture; the times are the picture's.
        crop: read by the project on the crop of the seal's true box.
        peer: read by the peer on that crop.
    """

    picture: str
    truth: str
    groups: tuple[str, ...]
    whole: Attempt
    crop: Attempt
    peer: Attempt


def read_titles(
    pictures: Sequence[LabelledPicture], decode: Callable[[Path], Image], ours: Ours, peer: Peer
) -> Iterator[Title]:
    """Have the titles read, one call at a time: neither reader computes while the other does.

    On crops the two take turns at who is first, so that what else the machine does strikes both.

    Args:
        pictures: labelled ones; those without a title that is scored are passed over.
        decode: makes pixels of a picture's file, upright.
        ours: the project's reader.
        peer: the other.

    Yields:
        Each title, in the order of the labels.
    """
    number = 0
    for picture in pictures:
        if not any(is_scored_for_text(label) for label in picture.seals):
            continue
        image = decode(picture.path)
        computed = time.process_time()
        outcome = read_picture(picture, ours.find_seals)
        computed = time.process_time() - computed
        for label, found in outcome.pairs():
            if not is_scored_for_text(label):
                continue
            crop, box = cut(image, label.box)
            if number % 2:
                second = _peers(peer, crop, label)
                first = _own(ours, crop, box)
            else:
                first = _own(ours, crop, box)
                second = _peers(peer, crop, label)
            number += 1
            whole = Attempt(found.body if found else "", outcome.seconds, computed, outcome.failure)
            yield Title(picture.identity, label.body, _groups(outcome, label), whole, first, second)


def cut(image: Image, box: Box) -> tuple[Image, Box]:
    """Cut a true box out of a picture, as PaddleX cuts what its layout detector finds: without a margin.

    Args:
        image: `(H, W, 3)` uint8 BGR.
        box: pixels; what lies outside the picture is left out.

    Returns:
        The crop, at least one pixel wide and high, and the box in it.
    """
    x, y, width, height = box
    left = min(max(0, int(x)), image.shape[1] - 1)
    top = min(max(0, int(y)), image.shape[0] - 1)
    right = min(max(left + 1, int(x + width)), image.shape[1])
    bottom = min(max(top + 1, int(y + height)), image.shape[0])
    return image[top:bottom, left:right].copy(), (x - left, y - top, width, height)


def most_like(texts: Sequence[str], truth: str) -> str:
    """The neighbouring texts that, joined, are most like a title; empty when there are none.

    PaddleX does not tell a seal's title from its other texts, nor joins the lines of one. So that it is not
    held against it, whatever of its answer is most like the title counts as that.
    """
    joined = [
        "".join(texts[start:end]) for start in range(len(texts)) for end in range(start + 1, len(texts) + 1)
    ]
    return max(joined, key=lambda text: similarity(text, truth), default="")


def _own(ours: Ours, crop: Image, box: Box) -> Attempt:
    """The body of the seal that lies most as the true one does."""
    started, computed = time.perf_counter(), time.process_time()
    try:
        found = ours.find_seals_in(crop)
    except CallFailed as failure:
        return Attempt("", failure=str(failure))
    seconds, processor_seconds = time.perf_counter() - started, time.process_time() - computed
    seal = max(found, key=lambda seal: intersection_over_union(seal.box, box), default=None)
    return Attempt(seal.body if seal else "", seconds, processor_seconds)


def _peers(peer: Peer, crop: Image, label: SealLabel) -> Attempt:
    try:
        reading = peer.read(crop)
    except CallFailed as failure:
        return Attempt("", failure=str(failure))
    return Attempt(most_like(reading.texts, label.body), reading.seconds, reading.processor_seconds)


def _groups(outcome: Outcome, label: SealLabel) -> tuple[str, ...]:
    return (*outcome.picture.groups, label.shape)
