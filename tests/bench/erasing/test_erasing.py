"""Print reads no worse once the seals over it are erased."""

from __future__ import annotations

import numpy as np
import pytest

from bench.erasing.drawing import COLOURS, OPACITIES, PRESSINGS, draw_form
from bench.erasing.figures import ReadBack, read_back_table, read_backs
from sealstack.models.runtime import RuntimeOptions
from sealstack.models.text.recognition.recognizer import Recognizer
from sealstack.models.text.weights import find_weights

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def recognizer() -> Recognizer:
    return Recognizer.load(find_weights(None).recognizer, RuntimeOptions("cpu", 1))


def test_a_seed_gives_the_same_print_under_every_stamp() -> None:
    red, blue = (draw_form(np.random.default_rng(3), colour, 0.7, "inked") for colour in ("red", "blue"))
    assert [text for text, _ in red.lines] == [text for text, _ in blue.lines]
    np.testing.assert_array_equal(red.clean, blue.clean)
    assert (red.stamped != blue.stamped).any()


@pytest.mark.parametrize("opacity", [0.66, 1.0])
def test_print_under_stamps_laid_over_it_reads_no_worse_once_they_are_erased(
    recognizer: Recognizer, monkeypatch: pytest.MonkeyPatch, opacity: float
) -> None:
    monkeypatch.setattr("bench.erasing.figures.OPACITIES", (opacity,))
    monkeypatch.setattr("bench.erasing.figures.PRESSINGS", ("laid over",))
    results = list(read_backs(recognizer, 1, 2))
    assert len(results) == len(COLOURS)
    assert all(one.after >= one.before for one in results)
    assert all(one.after > 0.97 for one in results)


def test_the_table_has_a_row_for_each_stamp_and_counts_what_got_worse() -> None:
    results = [
        ReadBack(colour, pressing, opacity, 0, 0.98, after)
        for colour in COLOURS
        for pressing in PRESSINGS
        for opacity, after in zip(OPACITIES, (1.0, 1.0, 0.98, 0.98, 0.9), strict=True)
    ]
    table = read_back_table(results)
    assert "| dark red, laid over | 98.0 -> 100.0 |" in table
    assert table.endswith("30 forms: 12 read better once erased, 6 worse.")
