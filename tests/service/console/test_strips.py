"""The console shows the strips that a text was read from."""

import base64

import cv2
import numpy as np

from sealstack.models.seal.detect.candidate import Candidate
from sealstack.models.seal.detect.ring.fit import Ellipse
from sealstack.models.seal.read.vote.marks import Mark
from sealstack.service.console.strips import strips_of
from sealstack.service.readers.looks import Looks


def a_strip(grey: int) -> np.ndarray:
    return np.full((56, 120, 3), grey, np.uint8)


def marks(text: str, score: float = 0.9) -> list[Mark]:
    return [Mark((place + 0.5) / len(text), {mark: score}) for place, mark in enumerate(text)]


def looked(*looks: tuple[int, list[Mark]], at: tuple[int, int] = (50, 50)) -> Looks:
    kept = Looks()
    kept.begin(Candidate(Ellipse(*at, 40, 40), 0.0, 1.0))
    for grey, seen in looks:
        kept.add([a_strip(grey)], [seen])
    return kept


def shown(text: str, looks: Looks) -> list[dict]:
    """The strips of the one text of a seal at 10, 10 of 80 by 80 pixels."""
    seal = {
        "Location": {"X": 10, "Y": 10, "Width": 80, "Height": 80},
        "Extras": {"Texts": [{"Text": text}]},
    }
    [[strips]] = strips_of([seal], looks)
    return strips


def grey_of(strip: dict) -> int:
    content = np.frombuffer(base64.b64decode(strip["Image"]), np.uint8)
    return int(cv2.imdecode(content, cv2.IMREAD_COLOR)[0, 0, 0])


def test_the_look_that_saw_the_text_is_shown_with_what_it_saw_where():
    [strip] = shown("海州", looked((10, marks("用章")), (20, marks("海州", 0.75))))
    assert grey_of(strip) == 20
    assert strip["Characters"] == [
        {"Character": "海", "Score": 0.75, "Position": 0.25, "At": 0},
        {"Character": "州", "Score": 0.75, "Position": 0.75, "At": 1},
    ]


def test_of_looks_that_saw_as_much_the_first_is_shown():
    [strip] = shown("海州", looked((10, marks("海州")), (20, marks("海州"))))
    assert grey_of(strip) == 10


def test_of_looks_that_saw_as_much_the_surest_is_shown():
    [strip] = shown("海州", looked((10, marks("海州", 0.6)), (20, marks("海州", 0.8))))
    assert grey_of(strip) == 20


def test_what_was_outvoted_is_no_character_of_the_text():
    [strip] = shown("海州市", looked((10, marks("海川州市"))))
    assert [(one["Character"], one["At"]) for one in strip["Characters"]] == [
        ("海", 0),
        ("川", None),
        ("州", 1),
        ("市", 2),
    ]


def test_specks_are_left_out():
    [strip] = shown("海", looked((10, [*marks("海"), Mark(0.9, {"一": 0.1})])))
    assert [one["Character"] for one in strip["Characters"]] == ["海"]


def test_a_closer_look_is_shown_for_what_the_first_did_not_see():
    first, second = shown("海州市青禾", looked((10, marks("海州币青禾")), (20, marks("州市青"))))
    assert [grey_of(first), grey_of(second)] == [10, 20]
    assert [one["At"] for one in second["Characters"]] == [1, 2, 3]


def test_a_text_of_two_paths_has_a_strip_of_each():
    strips = shown("林志远", looked((10, marks("志远")), (20, marks("林"))))
    assert [grey_of(strip) for strip in strips] == [20, 10]


def test_looks_at_another_place_are_not_of_this_seal():
    assert shown("海州", looked((10, marks("海州")), at=(300, 300))) == []
