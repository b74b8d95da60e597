"""The tables of both readers."""

import statistics
from dataclasses import replace

import pytest

from bench.accuracy.peer.tables import groups_table, median_times, ratios, readers_table
from bench.accuracy.peer.titles import Attempt
from tests.bench.accuracy.peer.stand_ins import title


def cells(told, row):
    [line] = [line for line in told.splitlines() if line.startswith(f"| {row}")]
    return [cell.strip() for cell in line.strip("|").split("|")][1:]


def test_each_reader_has_a_row_with_its_figures_and_times():
    told = readers_table([title(), title(crop="")], "PaddleX 3.7.2")
    assert cells(told, "Sealstack, whole pictures") == ["2", "1.0000", "1.0000", "2.000", "1.000"]
    assert cells(told, "Sealstack, crops") == ["2", "0.5000", "0.5000", "0.400", "0.300"]
    assert cells(told, "PaddleX 3.7.2, crops") == ["2", "0.0000", "0.6667", "0.500", "0.600"]


def test_each_group_has_a_row_with_the_titles_read_without_a_fault():
    titles = [title(groups=("all", "oval")), title(peer="沈阳工业大学", groups=("all",))]
    told = groups_table(titles, "PaddleX 3.7.2")
    assert cells(told, "all") == ["2", "1.0000", "1.0000", "0.5000"]
    assert cells(told, "oval") == ["1", "1.0000", "1.0000", "0.0000"]


def test_the_ratio_is_of_the_medians_of_crops():
    assert ratios([title()]) == pytest.approx({"seconds": 0.8, "processor_seconds": 0.5})


def test_a_picture_with_several_titles_counts_once_for_whole_pictures():
    slow = replace(title(picture="two"), whole=Attempt("", 8.0, 8.0))
    assert median_times([title(), title(), title(), slow], lambda one: one.whole) == (5.0, 4.5)


def test_what_failed_has_no_time():
    failed = replace(title(), peer=Attempt("", failure="broken"))
    assert median_times([failed, title()], lambda one: one.peer) == (0.5, 0.6)


def test_a_reader_that_always_failed_has_no_median():
    failed = replace(title(), peer=Attempt("", failure="broken"))
    with pytest.raises(statistics.StatisticsError):
        ratios([failed])
