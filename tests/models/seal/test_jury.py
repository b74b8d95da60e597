from hypothesis import given
from hypothesis import strategies as st

from models.seal.jury import Juror, Verdict, main_run, vote, without_figures
from models.seal.marks import Mark

ALPHABET = ("", "印", "章", "公", "司", " ")


def row(text: str, start: float = 0.1, pitch: float = 0.1, score: float = 0.9) -> list[Mark]:
    """A juror who sees each character of `text`, `_` for nothing, evenly spaced."""
    return [Mark(start + i * pitch, {c: score}) for i, c in enumerate(text) if c != "_"]


def agreed(rows: list[list[Mark]]) -> list[Verdict]:
    return vote([Juror(marks) for marks in rows])


def said(verdicts: list[Verdict]) -> str:
    return "".join(verdict.text for verdict in verdicts)


def test_a_jury_of_one_mind_is_believed() -> None:
    verdicts = agreed([row("有限公司")] * 3)
    assert said(verdicts) == "有限公司"
    assert all(verdict.score > 0.85 for verdict in verdicts)


def test_the_majority_decides_a_character() -> None:
    assert said(agreed([row("印章"), row("印草"), row("印章")])) == "印章"


def test_a_character_one_juror_missed_is_kept() -> None:
    assert said(agreed([row("有限公司"), row("有_公司"), row("有限公司")])) == "有限公司"


def test_each_juror_may_miss_another_character() -> None:
    assert said(agreed([row("_限公司"), row("有_公司"), row("有限_司"), row("有限公_")])) == "有限公司"


def test_what_one_of_many_sees_beside_the_row_is_dropped() -> None:
    stray = [*row("有限公司"), Mark(0.9, {"多": 0.5})]
    assert said(agreed([stray, *[row("有限公司")] * 5])) == "有限公司"


def test_a_hole_in_the_row_makes_a_weak_character_believable() -> None:
    jurors = [*[row("有_公司")] * 5, row("有限公司"), row("有限公司", score=0.8)]
    assert said(agreed(jurors)) == "有限公司"


def test_nothing_is_added_that_no_juror_saw() -> None:
    assert said(agreed([row("有_公司")] * 4)) == "有公司"


def test_no_marks_no_verdicts() -> None:
    assert agreed([[], []]) == []


@given(st.lists(st.text("有限公司印章专用", min_size=1, max_size=12), min_size=1, max_size=6))
def test_every_verdict_was_seen_by_somebody_and_they_come_in_order(texts: list[str]) -> None:
    verdicts = agreed([row(text) for text in texts])
    assert {verdict.text for verdict in verdicts} <= set("".join(texts))
    positions = [verdict.position for verdict in verdicts]
    assert positions == sorted(positions)
    assert all(0 <= verdict.score <= 1 for verdict in verdicts)


def verdicts(*places: tuple[str, float, float]) -> list[Verdict]:
    return [Verdict(text, position, score) for text, position, score in places]


def test_a_row_ends_at_a_wide_gap() -> None:
    row_ = verdicts(("有", 0.1, 0.9), ("限", 0.2, 0.9), ("公", 0.3, 0.9), ("司", 0.4, 0.9), ("多", 0.8, 0.9))
    assert said(main_run(row_)) == "有限公司"


def test_an_unsure_character_out_of_step_is_no_part_of_the_row() -> None:
    row_ = verdicts(("1", 0.05, 0.3), ("有", 0.1, 0.9), ("限", 0.2, 0.9), ("公", 0.3, 0.9), ("司", 0.4, 0.9))
    assert said(main_run(row_)) == "有限公司"


def test_punctuation_at_the_end_is_dirt_but_brackets_are_text() -> None:
    row_ = verdicts(("公", 0.1, 0.9), ("司", 0.2, 0.9), ("（", 0.3, 0.9), ("2", 0.4, 0.9), ("）", 0.5, 0.9))
    assert said(main_run([*row_, Verdict("，", 0.6, 0.9)])) == "公司（2）"


def test_a_serial_number_seen_upside_down_is_no_part_of_the_title() -> None:
    row_ = verdicts(*[(text, i / 20, 0.9) for i, text in enumerate("86有限公司9890")])
    assert said(without_figures(row_)) == "有限公司"


def test_figures_in_brackets_belong_to_the_title() -> None:
    row_ = verdicts(*[(text, i / 20, 0.9) for i, text in enumerate("有限公司(12)")])
    assert said(without_figures(row_)) == "有限公司(12)"


def test_an_english_title_is_left_alone() -> None:
    row_ = verdicts(*[(text, i / 20, 0.9) for i, text in enumerate("SEALSTACKLTD")])
    assert said(without_figures(row_)) == "SEALSTACKLTD"


def test_who_is_not_to_be_heard_at_a_place_has_no_say_there() -> None:
    misled = Juror(row("有1公司"), lambda position: 0.0 if 0.15 < position < 0.25 else 1.0)
    assert said(vote([misled, misled, misled, Juror(row("有限公司"))])) == "有限公司"


def test_silence_of_the_unheard_is_no_abstention() -> None:
    elsewhere = Juror([], lambda position: 0.0)
    sure = agreed([row("有限公司")])
    assert vote([Juror(row("有限公司")), elsewhere, elsewhere]) == sure


def test_two_who_are_hardly_heard_but_agree_are_as_sure_as_two_who_are_heard() -> None:
    marks = [Mark(0.2, {"海": 1.0}), Mark(0.4, {"州": 1.0}), Mark(0.6, {"市": 1.0})]
    quiet = vote([Juror(marks, lambda _: 0.25)] * 2)
    assert [verdict.score for verdict in quiet] == [verdict.score for verdict in vote([Juror(marks)] * 2)]


def test_one_who_is_hardly_heard_is_believed_a_little_only() -> None:
    marks = [Mark(0.2, {"海": 1.0}), Mark(0.4, {"州": 1.0}), Mark(0.6, {"市": 1.0})]
    assert all(verdict.score < 0.25 for verdict in vote([Juror(marks, lambda _: 0.1)]))
