"""What the gate measures of a labelled folder."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from bench.accuracy.gate.measure import measure
from tests.bench.accuracy.gate.stand_ins import FAILED, StandIn, labelled


@pytest.fixture
def folder(tmp_path):
    return labelled(tmp_path)


def measured(folder, readers):
    with ThreadPoolExecutor(2) as threads:
        return measure(folder, readers, threads)


def test_seals_lines_and_forms_have_their_figures(folder):
    figures = measured(folder, StandIn()).figures()
    assert figures["all"]["body_exact"] == 1.0
    assert figures["negatives"] == {"clean": 1.0, "n": 1}
    assert figures["texts"] == {"line_recall": 1.0, "n": 2}
    assert figures["forms"] == {"field_exact": 1.0, "refused": 0.0, "n": 2}


def test_a_seal_is_counted_under_the_category_its_picture_was_picked_for(folder):
    figures = measured(folder, StandIn()).figures()
    assert figures["invoice"]["body_exact"] == 1.0
    assert figures["lookalike"] == {"clean": 1.0, "n": 1}


def test_a_line_counts_as_found_wherever_it_stands_in_all_that_was_read(folder):
    assert measured(folder, StandIn(lines=["甲第", "三行乙"])).figures()["texts"]["line_recall"] == 0.5


def test_an_empty_field_that_is_read_as_something_is_a_fault(folder):
    figures = measured(folder, StandIn(values={"车次": "g1418", "座位": "1"})).figures()
    assert figures["forms"]["field_exact"] == 0.5


@pytest.mark.parametrize("answer", ["refused", FAILED])
def test_no_field_of_a_form_that_is_not_read_counts_as_read_not_even_an_empty_one(folder, answer):
    assert measured(folder, StandIn(values=answer)).figures()["forms"] == {
        "field_exact": 0.0,
        "refused": 1.0,
        "n": 2,
    }


def test_calls_that_fail_are_told_and_counted(folder):
    outcome = measured(folder, StandIn(body=FAILED, lines=FAILED, values=FAILED))
    assert outcome.failures == [
        f"{identity}: ValueError: broken" for identity in ("invoice", "bare", "letter", "ticket")
    ]
    assert outcome.figures()["errors"] == {"pictures": 4}
    assert outcome.figures()["texts"]["line_recall"] == 0.0


def test_a_picture_that_is_not_there_is_an_error(folder):
    (folder / "letter.png").unlink()
    with pytest.raises(FileNotFoundError, match="letter"):
        measured(folder, StandIn())
