"""What the figures count."""

import pytest

from bench.accuracy.figures import figures_of
from bench.accuracy.outcomes import worst_readings
from tests.bench.accuracy.labelled import BOX, ELSEWHERE, found, label, outcome


def test_a_seal_that_is_found_and_read_without_a_fault():
    figures = figures_of([outcome([label(others=["财务专用章"])], [found(others=["财务专用章"])])])
    assert figures["all"] == {
        "recall": 1.0,
        "precision": 1.0,
        "hmean": 1.0,
        "body_exact": 1.0,
        "body_1_ned": 1.0,
        "shape": 1.0,
        "others_recall": 1.0,
        "n": 1,
    }


def test_a_seal_that_is_missed_counts_as_read_empty():
    figures = figures_of([outcome([label(others=["财务专用章"])], [])])
    assert figures["all"] == {
        "recall": 0.0,
        "body_exact": 0.0,
        "body_1_ned": 0.0,
        "others_recall": 0.0,
        "n": 1,
    }


def test_hmean_is_the_harmonic_mean_of_recall_and_precision():
    missed, invented = label(box=(600, 20, 100, 100)), found(box=ELSEWHERE)
    figures = figures_of([outcome([label(), missed], [found(), invented, found(box=(300, 300, 9, 9))])])
    assert figures["all"]["recall"] == 0.5
    assert figures["all"]["precision"] == pytest.approx(1 / 3, abs=1e-4)
    assert figures["all"]["hmean"] == pytest.approx(0.4, abs=1e-4)


def test_a_seal_is_counted_under_its_shape_and_colour_and_its_pictures_groups():
    outcomes = [
        outcome([label(shape="oval", colour="blue")], [found(shape="oval")], groups=("all", "hard", "crop")),
        outcome([label("工会", colour="blue")], [found("公会")], groups=("all", "easy", "page")),
    ]
    figures = figures_of(outcomes)
    assert {group: measured["body_exact"] for group, measured in figures.items() if "n" in measured} == {
        **{"all": 0.5, "blue": 0.5, "oval": 1.0, "hard": 1.0, "crop": 1.0},
        **{"round": 0.0, "easy": 0.0, "page": 0.0},
    }
    assert "precision" in figures["hard"]
    assert "precision" not in figures["oval"]


def test_the_text_of_an_uncertain_seal_is_not_scored():
    figures = figures_of([outcome([label(uncertain=True)], [found("别的")])])
    assert figures["all"] == {"recall": 1.0, "precision": 1.0, "hmean": 1.0, "n": 1}


def test_an_ignored_seal_may_be_found_or_not():
    ignored = label(ignored=True, box=ELSEWHERE)
    with_it = figures_of([outcome([label(), ignored], [found(), found("别的", box=ELSEWHERE)])])
    without_it = figures_of([outcome([label(), ignored], [found()])])
    assert with_it["all"] == without_it["all"]
    assert with_it["all"]["precision"] == 1.0


def test_any_shape_that_a_foreshortened_seal_may_have_is_right():
    figures = figures_of([outcome([label(shapes=["round", "oval"])], [found(shape="oval")])])
    assert figures["all"]["shape"] == 1.0


def test_one_reading_serves_one_other_text():
    figures = figures_of([outcome([label(others=["专用章", "专用章", "??"])], [found(others=["专用章"])])])
    assert figures["all"]["others_recall"] == 0.5


def test_a_picture_without_a_seal_is_clean_when_nothing_is_found():
    figures = figures_of([outcome(), outcome([], [found()])])
    assert figures["negatives"] == {"clean": 0.5, "n": 2}
    assert figures["all"]["precision"] == 0.0


def test_a_picture_without_a_seal_is_counted_in_its_own_groups_too():
    figures = figures_of([outcome(groups=("all", "lookalike")), outcome([label()], [found()])])
    assert figures["lookalike"] == {"clean": 1.0, "n": 1}
    assert (figures["all"]["clean"], figures["all"]["n"]) == (1.0, 1)


def test_a_call_that_failed_is_an_error_and_never_clean():
    figures = figures_of([outcome(failure="FailedOperation.OcrFailed: ...")])
    assert figures["negatives"] == {"clean": 0.0, "n": 1}
    assert figures["errors"] == {"pictures": 1}


def test_seconds_are_the_median_and_the_longest():
    figures = figures_of([outcome(seconds=seconds) for seconds in (0.5, 3.0, 1.0)])
    assert figures["seconds"] == {"median": 1.0, "max": 3.0}


def test_the_worst_readings_come_first_and_faultless_ones_not_at_all():
    outcomes = [
        outcome([label("大连海洋大学")], [found("大连海洋大学")]),
        outcome([label("大连海洋大学")], [found("大连每洋大学")]),
        outcome([label("沈阳工业大学")], []),
        outcome([label("广州", uncertain=True)], [found("杭州")]),
    ]
    assert [(one.truth, one.text) for one in worst_readings(outcomes, 9)] == [
        ("沈阳工业大学", ""),
        ("大连海洋大学", "大连每洋大学"),
    ]
    assert len(worst_readings(outcomes, 1)) == 1


def test_a_found_box_matches_one_seal_only():
    figures = figures_of([outcome([label(), label("另一枚")], [found(box=BOX)])])
    assert figures["all"]["recall"] == 0.5
