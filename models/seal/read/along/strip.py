"""Read an arc or a line: one look where that is sure, a second where it is not.

The recognizer looks at the picture as it is, which it reads better than any rendering; the second look shows
less paper and sets the characters further apart. Positions are shares of the path's length.
"""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import replace
from typing import TypeAlias, TypeVar

import numpy as np

from sealstack.models.seal.paths.text_path import PathKind, TextPath
from sealstack.models.seal.read.along.look import Look
from sealstack.models.seal.read.along.settings import StripSettings
from sealstack.models.seal.read.along.text import ends_of, text_of
from sealstack.models.seal.read.vote.bigrams import Bigrams, likeliest
from sealstack.models.seal.read.vote.credit_code import checked
from sealstack.models.seal.read.vote.marks import Mark, is_figure
from sealstack.models.seal.read.vote.requests import StripRequest
from sealstack.models.seal.read.vote.vote import Voted, main_run, pitch_between, vote
from sealstack.models.values import Image

_Answer = TypeVar("_Answer")
_Asking: TypeAlias = Generator[Sequence[Image], list[list[Mark]], _Answer]

SETTINGS = StripSettings()

_STROKES = frozenset("一1Il丨丿")
"""Characters that a piece of a rim is taken for."""

_OPENING, _CLOSING = frozenset("（([【"), frozenset("）)]】")


def read_strip(
    picture: Image, path: TextPath, bigrams: Bigrams, settings: StripSettings = SETTINGS
) -> StripRequest:
    """Read an arc or a line.

    Args:
        picture: the seal, `(H, W, 3)` uint8 BGR.
        path: in pixels of this.
        bigrams: decide between characters that the looks leave open.
        settings: the usual ones by default.

    Returns:
        Its text with the polygon of its part of the path; None where the looks agree on nothing.
    """
    look, readings = yield from _first_looks(picture, Look(path, settings.beyond), settings)
    look, readings = yield from _to_its_ends(picture, look, readings, settings)
    readings += yield from _second_look(picture, look, readings, settings)
    voted = _run(look.path, readings, settings)
    if sum(is_figure(character.text) for character in voted) > len(voted) / 2:
        voted = checked(voted)
    if not voted:
        return None
    first, last = ends_of(voted)
    part = look.path.between(first * look.path.length, last * look.path.length)
    return text_of(part, likeliest(voted, bigrams), settings.least)


def _first_looks(
    picture: Image, look: Look, settings: StripSettings
) -> _Asking[tuple[Look, list[list[Mark]]]]:
    """What is seen at a first look, or at one from the other side where that shows more."""
    readings = look.placed((yield [look.strip(picture, settings.margins)]))
    voted = _run(look.path, readings, settings)
    seen = _sureness(voted)
    unsure_line = not look.path.kind.is_arc and seen < settings.upright * len(voted)
    if unsure_line or seen < settings.seen:
        other = replace(look, path=look.path.turned_round)
        turned = other.placed((yield [other.strip(picture, settings.margins)]))
        if _sureness(_run(other.path, turned, settings)) > seen:
            return other, turned
    return look, readings


def _to_its_ends(
    picture: Image, look: Look, readings: list[list[Mark]], settings: StripSettings
) -> _Asking[tuple[Look, list[list[Mark]]]]:
    """The same along a path that begins and ends where its text does."""
    path = _cut_open(look.path, readings, settings)
    path = path or _grown(look.path, _run(look.path, readings, settings), settings)
    if path is None:
        return look, readings
    look = replace(look, path=path)
    readings = look.placed((yield [look.strip(picture, settings.margins)]))
    voted = _run(look.path, readings, settings)
    return look.cut_to(*ends_of(voted), readings) if voted else (look, readings)


def _cut_open(path: TextPath, readings: Sequence[Sequence[Mark]], settings: StripSettings) -> TextPath | None:
    """A path that comes round to its beginning, begun where most room is; None where it is begun there."""
    if not path.is_closed:
        return None
    seen = [mark for marks in readings for mark in marks if mark.strength > settings.clear]
    places = sorted(mark.position % 1.0 for mark in seen)
    if len(places) < 2:
        return None
    room = np.diff([*places, places[0] + 1])
    widest = int(room.argmax())
    start = (places[widest] + room[widest] / 2) % 1.0
    if min(start, 1 - start) < room[widest] / 2:
        return None
    return path.between(start * path.length, (start + 1) * path.length)


def _grown(path: TextPath, voted: Sequence[Voted], settings: StripSettings) -> TextPath | None:
    """A path that goes on where its characters go on; None where they end with it."""
    if len(voted) < 2:
        return None
    further = settings.further * pitch_between(voted)
    first, last = 0.0, 1.0
    if voted[0].position < 0 and voted[0].score >= settings.grown:
        first = voted[0].position - further
    if voted[-1].position > 1 and voted[-1].score >= settings.grown:
        last = voted[-1].position + further
    return path.between(first * path.length, last * path.length) if (first, last) != (0.0, 1.0) else None


def _second_look(
    picture: Image, look: Look, readings: Sequence[Sequence[Mark]], settings: StripSettings
) -> _Asking[list[list[Mark]]]:
    """A reading with less paper around it, set wider, where the first one leaves a doubt."""
    voted = _run(look.path, readings, settings)
    if _is_settled(voted, settings) or _sureness(voted) < settings.seen:
        return []
    return look.placed((yield [look.strip(picture, settings.tight, settings.wider)]))


def _is_settled(voted: Sequence[Voted], settings: StripSettings) -> bool:
    """Whether more looks would change nothing: all is sure, and the row fills the path without a gap."""
    if len(voted) < 2 or min(character.score for character in voted) < settings.sure:
        return False
    pitch = pitch_between(voted)
    if max(voted[0].position, 1 - voted[-1].position) > settings.at_an_end * pitch:
        return False
    return bool(np.diff([character.position for character in voted]).max() <= settings.gap * pitch)


def _sureness(voted: Sequence[Voted]) -> float:
    """How many characters were seen, as far as they are sure."""
    return sum(character.score for character in voted)


def _run(path: TextPath, readings: Sequence[Sequence[Mark]], settings: StripSettings) -> list[Voted]:
    """The row of characters that the readings agree on."""
    run = main_run(vote(readings))
    while run and _is_rim(path, run[0], run[1:2], settings):
        run = run[1:]
    while run and _is_rim(path, run[-1], run[-2:-1], settings):
        run = run[:-1]
    return _without_ornaments(run) if path.kind is PathKind.TITLE_ARC else run


def _without_ornaments(run: list[Voted]) -> list[Voted]:
    """A title without brackets around all of it, or with no other to match: the rim's ornaments beside it."""
    if run and run[0].text in _OPENING and not any(one.text in _CLOSING for one in run[:-1]):
        run = run[1:]
    if run and run[-1].text in _CLOSING and not any(one.text in _OPENING for one in run):
        run = run[:-1]
    return run


def _is_rim(path: TextPath, end: Voted, beside: Sequence[Voted], settings: StripSettings) -> bool:
    """Whether what is taken for a character at an end is a piece of a rim: unsure, or without a centre."""
    if end.text not in _STROKES or (is_figure(end.text) and any(is_figure(one.text) for one in beside)):
        return False
    if end.score < settings.stroke or not 0 <= end.position <= 1:
        return True
    if not len(path.centres):
        return False
    place = path.between(end.position * path.length, path.length).centre_line[0]
    return float(np.linalg.norm(path.centres - place, axis=1).min()) > path.height / 2
