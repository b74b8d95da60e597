"""The table of pairs: what is counted, and what is kept of it."""

from pathlib import Path

import numpy as np
import pytest

from sealstack.models.seal.read.vote.bigrams import END, START, Bigrams
from training import bigrams


@pytest.fixture
def dictionary(tmp_path: Path) -> Path:
    file = tmp_path / "dict.txt"
    file.write_text("传媒 1000 n\n媒 5 n\nAT&T 3 nz\n檢察 20 n\n发票 300 n\n", encoding="utf-8")
    return file


def table_of(counts: bigrams.PairCounts) -> Bigrams:
    table = counts.table()
    return Bigrams(str(table["characters"]), table["pairs"], table["gains"], table["apart"])


def test_words_of_one_character_and_of_other_scripts_are_passed_over(dictionary: Path) -> None:
    assert [word for word, _ in bigrams.words_of(dictionary)] == ["传媒", "檢察", "发票"]


def test_a_more_usual_word_weighs_more(dictionary: Path) -> None:
    weights = dict(bigrams.words_of(dictionary))
    assert weights["传媒"] > weights["发票"] > weights["檢察"] > 0


def test_names_are_counted_with_their_ends_and_in_both_scripts() -> None:
    counts = bigrams.PairCounts()
    counts.add_name("发票")
    assert counts.pairs == {
        **{(START, "发"): 1.0, ("发", "票"): 1.0, ("票", END): 1.3},
        **{(START, "發"): 0.3, ("發", "票"): 0.3},
    }


def test_nothing_is_counted_across_a_sign() -> None:
    counts = bigrams.PairCounts()
    counts.add_name("甲（乙）丙")
    assert set(counts.pairs) == {(START, "甲"), ("丙", END)}


def test_a_pair_that_is_seen_often_has_more_affinity_than_one_that_is_not() -> None:
    counts = bigrams.PairCounts()
    for first in "甲乙丙丁":
        counts.add_word(f"{first}司", 10)
    counts.add_word("甲公", 40)
    counts.add_word("丁公", 0.5)
    table = table_of(counts)
    assert table.affinity("甲", "公") > 0
    assert table.affinity("乙", "公") < 0
    assert table.affinity("丁", "公") == table.affinity("丁", "甲")  # too seldom to be kept


def test_the_same_seed_counts_the_same(dictionary: Path) -> None:
    first, again, other = (bigrams.count(dictionary, 20, seed).table() for seed in (1, 1, 2))
    assert all(np.array_equal(first[name], again[name]) for name in first)
    assert not np.array_equal(first["pairs"], other["pairs"])


def test_what_is_written_can_be_loaded(dictionary: Path, tmp_path: Path) -> None:
    bigrams.main([str(tmp_path / "pairs.npz"), "--words", str(dictionary), "--names", "30"])
    table = Bigrams.load(tmp_path / "pairs.npz")
    assert table.affinity("传", "媒") > 3
    assert table.affinity("公", "司") > 0
