"""Check characters of unified social credit codes decide between what was seen."""

from collections.abc import Mapping

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.generator.names.numbers import tax_number
from sealstack.models.seal.read.vote.credit_code import checked, is_credit_code
from sealstack.models.seal.read.vote.vote import Voted

CODE = "91340200MA2NTBJD7W"  # the check character makes it whole


def row(text: str, unsure: Mapping[int, Mapping[str, float]]) -> list[Voted]:
    """Verdicts that are certain but at some places, where shares are given."""
    voted = [Voted(character, float(place), 1.0, {character: 1.0}) for place, character in enumerate(text)]
    for place, shares in unsure.items():
        best = max(shares, key=lambda character: shares[character])
        voted[place] = Voted(best, float(place), shares[best], shares)
    return voted


def text_of(voted: list[Voted]) -> str:
    return "".join(character.text for character in voted)


@given(st.integers(0, 2**32 - 1))
def test_every_code_with_its_check_character_is_one(seed: int) -> None:
    assert is_credit_code(tax_number(np.random.default_rng(seed)))


@given(st.integers(0, 2**32 - 1), st.integers(0, 16))
def test_one_wrong_figure_is_noticed(seed: int, place: int) -> None:
    code = tax_number(np.random.default_rng(seed))
    other = "7" if code[place] != "7" else "8"
    assert not is_credit_code(code[:place] + other + code[place + 1 :])


@pytest.mark.parametrize("text", ["", CODE[:-1], CODE + "0", CODE.replace("J", "I"), CODE.lower()])
def test_what_is_no_code_is_none(text: str) -> None:
    assert not is_credit_code(text)


def test_the_check_decides_between_characters_that_were_seen() -> None:
    seen = row(CODE, {17: {"V": 0.5, "W": 0.4}, 3: {"1": 0.6, "4": 0.3}})
    assert text_of(seen) == "91310200MA2NTBJD7V"
    assert text_of(checked(seen)) == CODE


def test_a_character_that_nobody_saw_is_not_brought_in() -> None:
    seen = row(CODE, {17: {"V": 0.5, "U": 0.4}})
    assert checked(seen) == seen


def test_what_is_certain_is_not_called_into_question() -> None:
    seen = row(CODE, {17: {"V": 0.96, "W": 0.4}})
    assert checked(seen) == seen


def test_other_numbers_are_left_alone() -> None:
    seen = row("3207011024816", {2: {"0": 0.5, "8": 0.4}})
    assert checked(seen) == seen


def test_a_replaced_character_is_as_sure_as_it_was_seen() -> None:
    assert checked(row(CODE, {17: {"V": 0.5, "W": 0.4}}))[17].score == 0.4


def test_what_is_unsure_beside_a_code_that_checks_is_left_out() -> None:
    seen = row("1" + CODE, {0: {"1": 0.5}})
    assert text_of(checked(seen)) == CODE


def test_what_is_certain_beside_it_makes_it_another_number() -> None:
    seen = row("1" + CODE, {})
    assert checked(seen) == seen
