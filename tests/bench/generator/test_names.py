"""Names: lengths, characters, numbers that check."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.generator import names
from bench.generator.names.numbers import CODE_LETTERS, CODE_WEIGHTS

seeds = st.integers(0, 2**32 - 1)


def weighed(code):
    """The weighted sum of a credit code's first 17 characters (GB 32100-2015)."""
    return sum(CODE_LETTERS.index(c) * weight for c, weight in zip(code[:17], CODE_WEIGHTS, strict=True))


@given(seeds, st.integers(4, 18), st.integers(0, 8))
def test_a_company_name_has_the_length_asked_for(seed, shortest, spread):
    name = names.company(np.random.default_rng(seed), shortest, shortest + spread)
    assert shortest <= len(name) <= shortest + spread


@given(seeds, st.integers(4, 18), st.integers(0, 8))
def test_a_public_bodys_name_has_the_length_asked_for(seed, shortest, spread):
    name = names.authority(np.random.default_rng(seed), shortest, shortest + spread)
    assert shortest <= len(name) <= shortest + spread


def test_a_name_shorter_than_any_is_refused():
    with pytest.raises(ValueError, match="2 to 3"):
        names.company(np.random.default_rng(0), 2, 3)
    with pytest.raises(ValueError, match="2 to 3"):
        names.authority(np.random.default_rng(0), 2, 3)


@given(seeds)
def test_a_tax_numbers_check_character_is_right(seed):
    code = names.tax_number(np.random.default_rng(seed))
    assert len(code) == 18
    assert (weighed(code) + CODE_LETTERS.index(code[17])) % 31 == 0


def test_a_published_credit_code_passes_the_same_rule():
    code = "91350100M000100Y43"
    assert CODE_LETTERS[(31 - weighed(code) % 31) % 31] == code[17]


def test_names_use_nearly_all_common_characters_in_time():
    rng = np.random.default_rng(1)
    seen = set("".join(names.company(rng) for _ in range(12000)))
    common = set(names.common_characters())
    assert len(seen & common) > 0.95 * len(common)


@given(seeds)
def test_a_serial_number_is_digits(seed):
    assert names.serial_number(np.random.default_rng(seed)).isdigit()
