"""Drawn documents, how they are bent, and how reading is measured."""

from __future__ import annotations

import numpy as np
import pytest

from bench.documents.orientation import Turning, turning_table
from bench.documents.reading import character_error_rate, likeness
from bench.documents.sheets import KINDS, LANGUAGES, make_sheet
from bench.documents.surfaces import SURFACES
from bench.documents.unwarping import Flattening, flattening_table, peer_table
from bench.documents.warping import photograph


def test_characters_count_not_their_order_on_the_page() -> None:
    assert character_error_rate(["first line", "second one"], ["Second one.", "First line"]) == 0.0
    assert character_error_rate(["abcdef", "ghij"], ["abcdef"]) == pytest.approx(0.4)
    assert character_error_rate(["abcdef"], ["abc", "def"]) == pytest.approx(0.5)
    assert character_error_rate(["abcdef"], []) == 1.0


def test_a_picture_is_like_itself_and_unlike_a_shifted_one() -> None:
    rng = np.random.default_rng(0)
    sheet = make_sheet(rng, 3.0, 0).sheet
    assert likeness(sheet, sheet) == pytest.approx(1.0, abs=1e-4)
    assert likeness(sheet, np.roll(sheet, 9, axis=0)) < 0.9
    assert likeness(sheet, sheet[1:]) == 0.0


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_sheets_carry_print_and_tell_it(kind: str, language: str) -> None:
    drawn = KINDS[kind](np.random.default_rng(4), 2.0, language)
    assert drawn.kind == f"{language} {kind}"
    assert len(drawn.lines) > 10
    assert (drawn.sheet < 128).any(axis=2).mean() > 0.01


@pytest.mark.parametrize("warp", ["flat", *SURFACES])
def test_the_same_seed_takes_the_same_photograph(warp: str) -> None:
    sheet = make_sheet(np.random.default_rng(1), 2.0, 3).sheet
    one, other = (photograph(np.random.default_rng(2), sheet, warp) for _ in range(2))
    np.testing.assert_array_equal(one, other)
    assert one.dtype == np.uint8
    assert one.shape[0] > 0.7 * sheet.shape[0]


def test_tables_give_each_kind_and_all_together() -> None:
    flattened = [
        Flattening("flat", "a", 0.0, 0.0, 0.8, 0.8, False),
        Flattening("curl", "a", 0.4, 0.1, 0.2, 0.6, True, 1.0, (0.2, 0.5, 0.5)),
        Flattening("book", "a", 0.2, 0.05, 0.2, 0.4, True, 2.0, (0.1, 0.3, 0.5)),
    ]
    together = "| bent pages together | 2 | 2 | 0.3000 | 0.0750 | 0.25 | -0.1500 | 0.200 | 0.500 |"
    assert together in flattening_table(flattened)
    beside = "| bent pages together | 0.0750 | 0.1500 | 0.500 | 0.400 | 1.50 | 3.00 |"
    assert beside in peer_table(flattened)
    assert peer_table(flattened[:1]) == ""
    told = [Turning("letter", 100, 90, 90, 0.1), Turning("table", 100, 0, 180, 0.3)]
    assert "| all | 2 | 0.5000 | 0.200 |" in turning_table(told)
