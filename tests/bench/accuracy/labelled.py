"""Labels, answers and outcomes to test with."""

from pathlib import Path

from bench.accuracy.calls import FoundSeal
from bench.accuracy.comparison import match_boxes
from bench.accuracy.outcomes import Outcome
from bench.accuracy.pictures import LabelledPicture, SealLabel

BOX = (10, 20, 100, 100)
ELSEWHERE = (300, 20, 100, 100)


def label(body="大连海洋大学", *, others=(), box=BOX, shape="round", shapes=None, colour="red", **kinds):
    return SealLabel(body, tuple(others), box, tuple(shapes or [shape]), shape, colour, **kinds)


def found(body="大连海洋大学", *, others=(), box=BOX, shape="round", polygons=()):
    return FoundSeal(body, tuple(others), box, shape, polygons)


def outcome(labels=(), answer=(), *, groups=("all",), seconds=1.0, failure="", path=Path("a.png")):
    picture = LabelledPicture("a_picture", path, tuple(labels), tuple(groups))
    matched = match_boxes([seal.box for seal in answer], [one.box for one in labels])
    return Outcome(picture, tuple(answer), matched, seconds, failure)
