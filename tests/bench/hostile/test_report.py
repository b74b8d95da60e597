"""A figure beyond its bound is told, and remembered."""

from bench.hostile.calling import Answer
from bench.hostile.report import Report


def test_a_figure_within_its_bound_is_no_news():
    report = Report()
    report.bound("seconds", 12.0, 12, "s")
    assert report.broken == []


def test_a_figure_beyond_its_bound_is_remembered(capsys):
    report = Report()
    report.bound("seconds", 12.5, 12, "s")
    assert report.broken == ["seconds: 12.5 s (at most 12)"]
    assert "BROKEN" in capsys.readouterr().out


def test_an_answer_says_what_is_wrong_with_the_call_and_not_with_the_service():
    assert Answer(0.1, "FailedOperation.ImageDecodeFailed", 200).is_an_answer
    assert not Answer(0.1, "FailedOperation.UnKnowError", 200).is_an_answer
    assert not Answer(0.1, "ReadTimeout", 0).is_an_answer
