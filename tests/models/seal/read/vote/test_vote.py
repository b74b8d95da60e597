from hypothesis import given
from hypothesis import strategies as st

from sealstack.models.seal.read.vote.marks import Mark
from sealstack.models.seal.read.vote.vote import Voted, main_run, vote

ALPHABET = ("", "印", "章", "公", "司", " ")


def row(text: str, start: float = 0.1, pitch: float = 0.1, score: float = 0.9) -> list[Mark]:
    """A reading that sees each character of `text`, `_` for nothing, evenly spaced."""
    return [Mark(start + i * pitch, {c: score}) for i, c in enumerate(text) if c != "_"]


def said(voted: list[Voted]) -> str:
    return "".join(character.text for character in voted)


def test_a_jury_of_one_mind_is_believed() -> None:
    voted = vote([row("有限公司")] * 3)
    assert said(voted) == "有限公司"
    assert all(character.score > 0.85 for character in voted)


def test_the_majority_decides_a_character() -> None:
    assert said(vote([row("印章"), row("印草"), row("印章")])) == "印章"


def test_a_character_that_one_reading_missed_is_kept() -> None:
    assert said(vote([row("有限公司"), row("有_公司"), row("有限公司")])) == "有限公司"


def test_each_reading_may_miss_another_character() -> None:
    assert said(vote([row("_限公司"), row("有_公司"), row("有限_司"), row("有限公_")])) == "有限公司"


def test_what_one_of_many_sees_beside_the_row_is_dropped() -> None:
    stray = [*row("有限公司"), Mark(0.9, {"多": 0.5})]
    assert said(vote([stray, *[row("有限公司")] * 5])) == "有限公司"


def test_a_hole_in_the_row_makes_a_weak_character_believable() -> None:
    readings = [*[row("有_公司")] * 5, row("有限公司"), row("有限公司", score=0.8)]
    assert said(vote(readings)) == "有限公司"


def test_nothing_is_added_that_no_reading_saw() -> None:
    assert said(vote([row("有_公司")] * 4)) == "有公司"


def test_no_marks_no_verdicts() -> None:
    assert vote([[], []]) == []


@given(st.lists(st.text("有限公司印章专用", min_size=1, max_size=12), min_size=1, max_size=6))
def test_every_verdict_was_seen_by_somebody_and_they_come_in_order(texts: list[str]) -> None:
    voted = vote([row(text) for text in texts])
    assert {character.text for character in voted} <= set("".join(texts))
    positions = [character.position for character in voted]
    assert positions == sorted(positions)
    assert all(0 <= character.score <= 1 for character in voted)


def voted(*places: tuple[str, float, float]) -> list[Voted]:
    return [Voted(text, position, score) for text, position, score in places]


def test_a_row_ends_at_a_wide_gap() -> None:
    row_ = voted(("有", 0.1, 0.9), ("限", 0.2, 0.9), ("公", 0.3, 0.9), ("司", 0.4, 0.9), ("多", 0.8, 0.9))
    assert said(main_run(row_)) == "有限公司"


def test_an_unsure_character_out_of_step_is_no_part_of_the_row() -> None:
    row_ = voted(("1", 0.05, 0.3), ("有", 0.1, 0.9), ("限", 0.2, 0.9), ("公", 0.3, 0.9), ("司", 0.4, 0.9))
    assert said(main_run(row_)) == "有限公司"


def test_punctuation_at_the_end_is_dirt_but_brackets_are_text() -> None:
    row_ = voted(("公", 0.1, 0.9), ("司", 0.2, 0.9), ("（", 0.3, 0.9), ("2", 0.4, 0.9), ("）", 0.5, 0.9))
    assert said(main_run([*row_, Voted("，", 0.6, 0.9)])) == "公司（2）"


def seen(text: str, score: float = 0.9) -> list[Voted]:
    return voted(*[(c, 0.1 + i * 0.05, score) for i, c in enumerate(text) if c != "_"])


def test_a_title_of_which_two_characters_are_worn_away_is_one_text() -> None:
    assert said(main_run(seen("海州青禾软件__有限公司"))) == "海州青禾软件有限公司"


def test_three_missing_characters_end_a_text() -> None:
    assert said(main_run(seen("海州青禾软件___有限公司"))) == "海州青禾软件"


def test_unsure_characters_beyond_a_gap_do_not_join_the_title() -> None:
    row_ = [*seen("海州青禾软件"), *voted(("口", 0.55, 0.3), ("已", 0.6, 0.3), ("田", 0.65, 0.3))]
    assert said(main_run(row_)) == "海州青禾软件"


def test_a_number_beyond_a_gap_does_not_join_the_title() -> None:
    assert said(main_run(seen("海州青禾软件__320701"))) == "海州青禾软件"
