"""Where characters come to stand, in the seal's own frame."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.generator.curves import Ellipse
from bench.generator.fonts import available_faces
from bench.generator.truth import PathKind
from bench.generator.typography import set_column, set_line, set_on_arc

FACE = available_faces(bundled_only=True)[0]


def middle(character):
    return character.quad.mean(axis=0)


def up(character):
    return (character.quad[0] + character.quad[1] - character.quad[2] - character.quad[3]) / 2


def test_on_the_outer_arc_heads_point_outward_and_text_runs_clockwise():
    run = set_on_arc("中国银行", FACE, (0.8, 0.8), 0.3, 0.2, 180)
    for character in run.path.characters:
        assert np.dot(up(character), middle(character)) == pytest.approx(0.3 * 0.8, rel=1e-6)
    first, last = run.path.characters[0], run.path.characters[-1]
    assert middle(first)[0] == pytest.approx(-0.8, abs=1e-3)
    assert middle(last)[0] == pytest.approx(0.8, abs=1e-3)


def test_on_the_lower_arc_heads_point_inward_and_text_runs_left_to_right():
    run = set_on_arc("12345", FACE, (0.9, 0.9), 0.1, 0.1, 60, kind=PathKind.ARC_LOWER)
    xs = [middle(character)[0] for character in run.path.characters]
    assert xs == sorted(xs)
    for character in run.path.characters:
        assert middle(character)[1] > 0
        assert np.dot(up(character), middle(character)) < 0


def test_cells_along_an_oval_are_evenly_spaced():
    run = set_on_arc("一二三四五六七八", FACE, (0.9, 0.6), 0.2, 0.1, 200)
    points = np.array([middle(character) for character in run.path.characters])
    steps = np.linalg.norm(np.diff(points, axis=0), axis=1)
    arc = 200 / 360 * Ellipse(0.9, 0.6).perimeter / 7
    assert np.all(steps <= arc * 1.0001)
    assert np.all(steps > arc * 0.93)  # chords are a little shorter than their arcs


@given(st.floats(0.2, 2.0), st.floats(0.2, 2.0), st.floats(-5.0, 5.0))
def test_walking_by_arc_length_stays_on_the_ellipse(a, b, length):
    ellipse = Ellipse(a, b)
    x, y = ellipse.at_angle(ellipse.angle_at(np.array([length])))[0]
    assert (x / a) ** 2 + (y / b) ** 2 == pytest.approx(1.0)


@given(st.floats(0.3, 1.5), st.floats(0.3, 1.5))
def test_a_full_turn_comes_back(a, b):
    ellipse = Ellipse(a, b)
    start, end = ellipse.at_angle(ellipse.angle_at(np.array([0.0, ellipse.perimeter])))
    assert end == pytest.approx(start, abs=1e-6)


def test_a_line_is_centred_and_blanks_leave_room():
    run = set_line("AB CD", FACE, (0.1, -0.2), 0.2, 0.2, 0.2)
    assert [c.text for c in run.path.characters] == list("ABCD")
    assert run.path.polygon.mean(axis=0) == pytest.approx([0.1, -0.2], abs=0.02)
    gaps = np.diff([middle(c)[0] for c in run.path.characters])
    assert gaps[1] > gaps[0]


def test_a_column_runs_down_upright():
    run = set_column("善祥", FACE, (-0.4, 0.0), 0.7, 0.6, 0.8)
    first, second = run.path.characters
    assert middle(second) - middle(first) == pytest.approx([0.0, 0.8])
    assert up(first) == pytest.approx([0.0, -0.7])


def test_a_turned_line_keeps_its_cells_square_to_its_heading():
    run = set_line("上面", FACE, (0.0, 0.0), 0.2, 0.1, 0.12, angle=30)
    for character in run.path.characters:
        along = character.quad[1] - character.quad[0]
        assert np.degrees(np.arctan2(along[1], along[0])) == pytest.approx(30)
        assert np.dot(along, up(character)) == pytest.approx(0, abs=1e-9)
