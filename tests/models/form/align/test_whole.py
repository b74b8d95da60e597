"""Aligning a template to a query, by keypoints and by words."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from bench.forms.drawing import FilledForm
from sealstack.models.form.align.anchors import anchor
from sealstack.models.form.align.structure import structure_of, thumbnail
from sealstack.models.form.align.whole import align
from sealstack.models.form.describe.features import Form
from sealstack.models.form.describe.keypoints import Keypoints, find_keypoints, match_keypoints
from sealstack.models.form.query_picture import QueryPicture, RecentPictures
from sealstack.models.form.reader import FormReader
from sealstack.models.form.template import FormMismatchError
from sealstack.models.geometry.warps import carry, outline
from sealstack.models.values import TextLine


def test_a_picture_lies_on_itself(reader: FormReader, form: Form, ticket: FilledForm) -> None:
    found = align(form, QueryPicture(ticket.sheet, reader._engine))
    corners = outline(form.height, form.width)
    assert np.abs(carry(corners, found.homography) - corners).max() < 2
    assert not found.by_words
    assert found.score > 0.95


def test_a_quick_look_is_enough_for_a_page_full_of_print(
    reader: FormReader, form: Form, ticket: FilledForm
) -> None:
    picture = QueryPicture(cv2.resize(ticket.sheet, None, fx=1.3, fy=1.3), reader._engine)
    found = align(form, picture)
    assert not picture.keypoints_known
    corners = outline(form.height, form.width)
    assert np.abs(carry(corners, found.homography) - 1.3 * corners).max() < 3


def test_a_form_small_on_its_picture_gets_a_closer_look(
    reader: FormReader, form: Form, ticket: FilledForm
) -> None:
    aside = (2 * form.height, 2 * form.width)
    desk = cv2.copyMakeBorder(ticket.sheet, aside[0], 0, aside[1], 0, cv2.BORDER_CONSTANT, value=(90, 90, 90))
    picture = QueryPicture(desk, reader._engine)
    found = align(form, picture)
    assert picture.keypoints_known
    corners = outline(form.height, form.width)
    assert np.abs(carry(corners, found.homography) - corners - [aside[1], aside[0]]).max() < 5


def test_words_align_where_keypoints_are_missing(reader: FormReader, form: Form, ticket: FilledForm) -> None:
    nothing = np.zeros(0, np.float32)
    bare = Form(
        form.height,
        form.width,
        Keypoints(nothing.reshape(0, 2), nothing, nothing, np.zeros((0, 128), np.uint8)),
        form.thumbnail,
        form.lines,
    )
    found = align(bare, QueryPicture(np.rot90(ticket.sheet).copy(), reader._engine))
    corners = outline(form.height, form.width)
    expected = np.column_stack([corners[:, 1], form.width - corners[:, 0]])
    assert found.by_words
    assert np.abs(carry(corners, found.homography) - expected).max() < 20


def moved(line: TextLine, by: tuple[float, float]) -> TextLine:
    return TextLine(line.quad + np.array(by, np.float32), line.text, line.score, line.characters)


def test_words_in_their_places_anchor_a_form(form: Form) -> None:
    found = anchor(form, [moved(line, (30, 50)) for line in form.lines])
    assert found is not None
    assert found.score > 0.9
    np.testing.assert_allclose(carry(np.array([[0.0, 0.0]]), found.homography), [[30, 50]], atol=3)


def test_the_same_words_all_over_the_page_anchor_nothing(form: Form) -> None:
    rng = np.random.default_rng(1)
    scattered = [moved(line, tuple(rng.uniform(-600, 600, 2))) for line in form.lines]
    assert anchor(form, scattered) is None


def test_a_few_words_in_common_anchor_nothing(form: Form) -> None:
    assert anchor(form, list(form.lines[:2])) is None


def test_keypoints_are_found_again_when_the_picture_is_turned(ticket: FilledForm) -> None:
    upright = find_keypoints(ticket.sheet)
    turned = find_keypoints(np.rot90(ticket.sheet).copy())
    matches = match_keypoints(upright, turned)
    source, target = upright.points[matches.ours], turned.points[matches.theirs]
    expected = np.column_stack([source[:, 1], ticket.sheet.shape[1] - 1 - source[:, 0]])
    near = np.linalg.norm(expected - target, axis=1) < 3
    assert len(matches) > 200
    assert near.mean() > 0.9


def test_a_blank_picture_has_no_keypoints_and_no_matches(ticket: FilledForm) -> None:
    blank = find_keypoints(np.full((50, 80, 3), 200, np.uint8))
    assert len(blank) == 0
    assert len(match_keypoints(blank, find_keypoints(ticket.sheet))) == 0


def test_structure_agrees_in_place_and_not_out_of_it(ticket: FilledForm) -> None:
    small, size = thumbnail(ticket.sheet), ticket.sheet.shape[:2]
    aside = np.array([[1, 0, 90], [0, 1, 70], [0, 0, 1.0]])
    assert structure_of(small, ticket.sheet, np.eye(3), size).agreement > 0.99
    assert structure_of(small, ticket.sheet, aside, size).agreement < 0.3


def test_print_is_not_missed_where_values_stand(ticket: FilledForm) -> None:
    small, size = thumbnail(ticket.sheet), ticket.sheet.shape[:2]
    changed = ticket.sheet.copy()
    for _, quad in ticket.marks():
        (left, top), (right, bottom) = quad[0].astype(int), quad[2].astype(int)
        changed[top:bottom, left:right] = changed[0, 0]
    quads = [quad for _, quad in ticket.marks()]
    with_values = structure_of(small, changed, np.eye(3), size).agreement
    without = structure_of(small, changed, np.eye(3), size, quads).agreement
    assert without > 0.9 > with_values


def test_what_was_found_in_a_picture_is_kept_for_the_next_template(
    reader: FormReader, ticket: FilledForm
) -> None:
    recent = RecentPictures(reader._engine, kept=1)
    first = recent.of(ticket.sheet).keypoints
    assert recent.of(ticket.sheet.copy()).keypoints is first
    recent.of(ticket.sheet[:100])
    assert recent.of(ticket.sheet).keypoints is not first


def test_the_very_picture_asked_about_last_is_not_hashed_again(
    reader: FormReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    hashed = []
    monkeypatch.setattr(
        "sealstack.models.form.query_picture.hash", lambda key: hashed.append(key) or 7, raising=False
    )
    recent = RecentPictures(reader._engine)
    picture = np.full((40, 60, 3), 200, np.uint8)
    for _ in range(3):
        recent.of(picture)
    assert len(hashed) == 1
    recent.of(picture.copy())
    assert len(hashed) == 2


def test_a_form_cut_to_its_margin_is_no_match(reader: FormReader, form: Form, ticket: FilledForm) -> None:
    corner = ticket.sheet[-60:, :200].copy()
    with pytest.raises(FormMismatchError):
        align(form, QueryPicture(corner, reader._engine))
