"""Pairs of characters decide between what was seen, and bring in nothing else."""

from collections.abc import Mapping

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sealstack.models import weights
from sealstack.models.seal.read.vote.bigrams import (
    END,
    START,
    STEPS_A_NAT,
    Bigrams,
    BigramSettings,
    likeliest,
)
from sealstack.models.seal.read.vote.vote import Voted

CHARACTERS = f"{START}{END}乌大恒木马鲁"


def bigrams(pairs: Mapping[str, float], apart: float = -1.0) -> Bigrams:
    """A table of some pairs, each with its logarithm, and one for all others."""
    numbers = {
        pair: CHARACTERS.index(pair[0]) * len(CHARACTERS) + CHARACTERS.index(pair[1]) for pair in pairs
    }
    ordered = sorted(pairs, key=lambda pair: numbers[pair])
    return Bigrams(
        CHARACTERS,
        np.array([numbers[pair] for pair in ordered], np.uint32),
        np.array([pairs[pair] * STEPS_A_NAT for pair in ordered], np.int8),
        np.full(len(CHARACTERS), apart * STEPS_A_NAT, np.int8),
    )


def row(*places: Mapping[str, float]) -> list[Voted]:
    """Verdicts, each the loudest of the shares at its place."""
    best = [max(shares, key=lambda text: shares[text]) for shares in places]
    return [
        Voted(text, float(place), shares[text], shares)
        for place, (text, shares) in enumerate(zip(best, places, strict=True))
    ]


def text_of(voted: list[Voted]) -> str:
    return "".join(one.text for one in voted)


@pytest.fixture(scope="module")
def shipped() -> Bigrams:
    return Bigrams.load(weights.seal_bigrams())


def test_a_pair_has_its_own_affinity_and_any_other_that_of_strangers() -> None:
    table = bigrams({"乌鲁": 4.5}, apart=-2.0)
    assert table.affinity("乌", "鲁") == 4.5
    assert table.affinity("马", "鲁") == -2.0


def test_what_the_table_does_not_know_counts_for_nothing() -> None:
    table = bigrams({}, apart=-2.0)
    assert table.affinity("鲁", "髙") == table.affinity("1", "鲁") == 0.0


def test_the_character_that_fits_its_neighbours_wins_though_fewer_saw_it() -> None:
    seen = row({"马": 0.8, "乌": 0.1}, {"鲁": 0.6, "晋": 0.2}, {"木": 1.0})
    chosen = likeliest(seen, bigrams({"乌鲁": 6.0, "鲁木": 6.0}))
    assert text_of(chosen) == "乌鲁木"
    assert [one.score for one in chosen] == [0.1, 0.6, 1.0]


def test_a_character_that_nobody_saw_is_never_brought_in() -> None:
    seen = row({"马": 0.5, "大": 0.1}, {"鲁": 0.6}, {"木": 1.0})
    assert text_of(likeliest(seen, bigrams({"乌鲁": 7.0}))) == "马鲁木"


def test_a_certain_character_is_not_called_into_question() -> None:
    seen = row({"马": 0.98, "乌": 0.02}, {"鲁": 0.6}, {"木": 1.0})
    assert text_of(likeliest(seen, bigrams({"乌鲁": 7.0}))) == "马鲁木"


def test_what_hardly_anybody_saw_is_no_candidate() -> None:
    seen = row({"马": 0.5, "乌": 0.003}, {"鲁": 0.6}, {"木": 1.0})
    assert text_of(likeliest(seen, bigrams({"乌鲁": 7.0}, apart=-5.0))) == "马鲁木"


def test_figures_and_signs_stay_and_no_character_becomes_one() -> None:
    seen = row({"0": 0.4, "马": 0.3}, {"鲁": 0.4, "8": 0.3}, {"（": 0.3, "木": 0.2})
    assert text_of(likeliest(seen, bigrams({"马鲁": 7.0, "鲁木": 7.0}))) == "0鲁（"


def test_two_characters_are_no_row() -> None:
    seen = row({"马": 0.8, "乌": 0.1}, {"鲁": 0.6})
    assert text_of(likeliest(seen, bigrams({"乌鲁": 7.0}))) == "马鲁"


shares = st.dictionaries(st.sampled_from("乌大恒木马鲁1（"), st.floats(0.001, 1.0), min_size=1, max_size=4)


@given(st.lists(shares, max_size=12), st.floats(0.0, 2.0))
def test_every_character_was_seen_at_its_place_and_says_its_share(
    places: list[dict[str, float]], weight: float
) -> None:
    table = bigrams({"乌鲁": 6.0, "恒大": 3.0, "鲁木": 5.0})
    chosen = likeliest(row(*places), table, BigramSettings(weight=weight))
    assert [one.position for one in chosen] == list(range(len(places)))
    assert all(one.score == seen[one.text] for one, seen in zip(chosen, places, strict=True))


@given(st.lists(shares, max_size=12))
def test_without_weight_the_loudest_stay(places: list[dict[str, float]]) -> None:
    seen = row(*places)
    chosen = likeliest(seen, bigrams({"乌鲁": 6.0}), BigramSettings(weight=0.0))
    assert [one.score for one in chosen] == [one.score for one in seen]


@pytest.mark.parametrize(
    ("known", "strange"), [("乌鲁", "马鲁"), ("传媒", "食媒"), ("重庆", "重派"), ("檢察", "檢寨")]
)
def test_the_table_that_travels_along_knows_names_and_words(
    shipped: Bigrams, known: str, strange: str
) -> None:
    assert shipped.affinity(*known) > shipped.affinity(*strange) + 3
