"""The tables that are printed."""

from bench.accuracy.figures import figures_of
from bench.accuracy.outcomes import worst_readings
from bench.accuracy.tables import COLUMNS, figures_table, inventions, table, worst_table
from tests.bench.accuracy.labelled import found, label, outcome


def cells(line):
    return [cell.strip() for cell in line.strip("|").split("|")]


def test_the_table_has_a_row_for_each_group_and_a_dash_for_what_was_not_measured():
    text = figures_table(figures_of([outcome([label()], [found()], groups=("all", "crop"))]))
    head, _, first, *rest = text.splitlines()
    assert cells(head) == ["group", *COLUMNS]
    assert cells(first) == ["all", "1", "1.0000", "1.0000", "1.0000", "1.0000", "1.0000", "1.0000", "–", "–"]
    assert [cells(line)[0] for line in rest if line.startswith("|")] == ["crop", "round", "red"]


def test_what_belongs_to_no_group_stands_below():
    outcomes = [outcome(seconds=0.5), outcome(seconds=2.0, failure="no answer")]
    assert figures_table(figures_of(outcomes)).splitlines()[-1] == (
        "without a seal: 2 pictures, clean 0.5000; calls that failed: 1; "
        "seconds a picture: median 1.250, longest 2.000."
    )


def test_columns_stand_under_each_other_with_chinese_text_too():
    assert table(["a", "text"], [["1", "章"], ["22", "x|y"]]).splitlines() == [
        "| a   | text |",
        "| --- | ---: |",
        "| 1   |   章 |",
        "| 22  | x\\|y |",
    ]


def test_the_worst_titles():
    worst = worst_readings([outcome([label("大连海洋大学")], [])], 5)
    assert cells(worst_table(worst).splitlines()[-1]) == ["a_picture", "0.00", "大连海洋大学", "–"]


def test_what_was_invented_and_what_failed():
    outcomes = [outcome([], [found("假章")]), outcome(failure="Timeout: 60 s"), outcome([label()], [found()])]
    assert inventions(outcomes) == ["a_picture: has no seal, but read 假章", "a_picture: Timeout: 60 s"]
