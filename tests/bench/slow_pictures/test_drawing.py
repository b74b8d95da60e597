"""Pages made to be slow."""

from bench.slow_pictures.drawing import KINDS, SIDE, slow_pictures


def test_a_short_run_has_every_kind_and_fills_the_page():
    pictures = list(slow_pictures(short=True))
    assert {name.partition(",")[0] for name, _ in pictures} == set(KINDS)
    for _, picture in pictures:
        assert picture.shape == (SIDE, SIDE, 3)
        assert (picture < 255).mean() > 0.01


def test_the_same_pictures_are_drawn_every_time():
    first, again = next(slow_pictures(short=True)), next(slow_pictures(short=True))
    assert first[0] == again[0]
    assert (first[1] == again[1]).all()
