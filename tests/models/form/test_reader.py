"""The whole way, on forms of the project's own generator drawn with its bundled font."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from bench.accuracy.comparison import is_same
from bench.forms.conditions import PHOTOGRAPH, PRINT_OFF, SEAL, make_query
from bench.forms.drawing import FilledForm, fill_in
from bench.forms.kinds import KINDS
from sealstack.models.form.describe.features import FeaturesCorrupt
from sealstack.models.form.reader import FormReader
from sealstack.models.form.template import FieldMark, FormFeatures, FormMismatchError

pytestmark = pytest.mark.slow


def other_ticket(condition: str, seed: int = 5) -> tuple[np.ndarray, dict[str, str]]:
    query = make_query(KINDS["ticket"](), condition, np.random.default_rng(seed))
    return query.image, query.values


@pytest.mark.parametrize("condition", ["scaled", "margins", "right angle", PHOTOGRAPH, PRINT_OFF])
def test_another_copy_of_the_form_is_read_with_its_own_values(
    reader: FormReader, marks: list[FieldMark], features: FormFeatures, condition: str
) -> None:
    image, values = other_ticket(condition)
    reading = reader.read(image, marks, features)
    wrong = [
        (field.name, values[field.name], field.value)
        for field in reading.fields
        if not is_same(field.value, values[field.name])
    ]
    assert len(wrong) <= 1, wrong
    assert 0 < reading.score <= 1


def test_fields_come_in_the_order_of_the_marks_with_the_place_where_they_landed(
    reader: FormReader, marks: list[FieldMark], features: FormFeatures, ticket: FilledForm
) -> None:
    reading = reader.read(np.rot90(ticket.sheet, 2).copy(), marks, features)
    height, width = ticket.sheet.shape[:2]
    assert [field.name for field in reading.fields] == [mark.name for mark in marks]
    for field, mark in zip(reading.fields, marks, strict=True):
        turned = np.array([width, height], np.float32) - mark.quad
        assert np.abs(field.quad - turned).max() < 12


def test_a_seal_over_a_value_does_not_mix_with_it(
    reader: FormReader, marks: list[FieldMark], features: FormFeatures
) -> None:
    query = make_query(KINDS["ticket"](), SEAL, np.random.default_rng(3))
    values = {field.name: field.value for field in reader.read(query.image, marks, features).fields}
    assert query.stamped
    assert all(is_same(values[name], query.values[name]) for name in query.stamped)


def test_an_empty_field_is_empty_and_scores_nothing(
    reader: FormReader, marks: list[FieldMark], features: FormFeatures
) -> None:
    blank = fill_in(KINDS["ticket"](), np.random.default_rng(1), empty=1.0)
    fields = reader.read(blank.sheet, marks, features).fields
    assert [(field.value, field.score, field.lines) for field in fields] == [("", 0.0, ())] * len(marks)


def test_lines_of_one_field_are_joined_in_reading_order(reader: FormReader) -> None:
    layout = KINDS["licence"]()
    template = fill_in(layout, np.random.default_rng(1))
    (mark,) = [FieldMark(name, quad) for name, quad in template.marks() if name == "住所"]
    copy = fill_in(layout, np.random.default_rng(2))
    (field,) = reader.read(copy.sheet, [mark], reader.describe(template.sheet)).fields
    assert field.value == copy.values["住所"]
    assert len(field.lines) == 2


@pytest.mark.parametrize("kind", ["receipt", "english_invoice"])
def test_another_form_is_refused(
    reader: FormReader, marks: list[FieldMark], features: FormFeatures, kind: str
) -> None:
    image = fill_in(KINDS[kind](), np.random.default_rng(4)).sheet
    with pytest.raises(FormMismatchError):
        reader.read(image, marks, features)
    with pytest.raises(FormMismatchError):
        reader.match(image, marks, features)


@pytest.mark.parametrize("image", [np.full((200, 300, 3), 255, np.uint8), np.zeros((1, 1, 3), np.uint8)])
def test_a_picture_of_nothing_is_refused(
    reader: FormReader, marks: list[FieldMark], features: FormFeatures, image: np.ndarray
) -> None:
    with pytest.raises(FormMismatchError):
        reader.read(image, marks, features)


def test_a_blank_template_can_be_described_and_matches_nothing(
    reader: FormReader, ticket: FilledForm
) -> None:
    features = reader.describe(np.full((40, 60, 3), 255, np.uint8))
    with pytest.raises(FormMismatchError):
        reader.match(ticket.sheet, [], features)


def test_damaged_features_are_an_error_of_their_own(
    reader: FormReader, ticket: FilledForm, marks: list[FieldMark], features: FormFeatures
) -> None:
    damaged = FormFeatures(features.version, features.signature, features.data[:-7])
    with pytest.raises(FeaturesCorrupt):
        reader.read(ticket.sheet, marks, damaged)


def test_the_likely_templates_begin_with_the_right_one(reader: FormReader, features: FormFeatures) -> None:
    others = [
        reader.describe(fill_in(KINDS[kind](), np.random.default_rng(1)).sheet)
        for kind in ("receipt", "licence")
    ]
    signatures = [others[0].signature, others[1].signature, features.signature]
    image, _ = other_ticket("slight turn")
    assert reader.likely(image, signatures)[0] == 2
    assert len(reader.likely(image, signatures, count=2)) == 2


def test_signatures_are_small_and_damaged_ones_come_last(
    reader: FormReader, ticket: FilledForm, features: FormFeatures
) -> None:
    assert len(features.signature) <= 4096
    assert reader.likely(ticket.sheet, [b"", b"SLSG\x01", features.signature])[0] == 2


def test_the_match_of_a_good_scan_is_better_than_that_of_a_half_covered_one(
    reader: FormReader, marks: list[FieldMark], features: FormFeatures, ticket: FilledForm
) -> None:
    covered = ticket.sheet.copy()
    cv2.rectangle(covered, (0, 0), (covered.shape[1] // 2, covered.shape[0]), (200, 200, 200), -1)
    good, half = (reader.match(image, marks, features) for image in (ticket.sheet, covered))
    assert good.score > half.score


def test_what_was_matched_is_read_without_being_aligned_again(
    reader: FormReader,
    marks: list[FieldMark],
    features: FormFeatures,
    ticket: FilledForm,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    image, _ = other_ticket("slight turn")
    expected = reader.read(image, marks, features)
    match = reader.match(image, marks, features)
    monkeypatch.delattr("sealstack.models.form.reader.align")
    reading = reader.read(image, marks, features, match)
    assert [field.value for field in reading.fields] == [field.value for field in expected.fields]
    assert reading.score == expected.score == match.score


def test_lines_of_coloured_print_are_not_taken_for_a_stamp_and_cut_short(reader: FormReader) -> None:
    layout = KINDS["vat_invoice"]()
    template, copy = (
        fill_in(layout, np.random.default_rng(1)),
        fill_in(layout, np.random.default_rng([1, 0, 895, 2])),
    )
    buyer = ("购买方名称", "购买方税号", "地址")
    marks = [FieldMark(name, quad) for name, quad in template.marks() if name in buyer]
    fields = reader.read(copy.sheet, marks, reader.describe(template.sheet)).fields
    assert [len(field.value) for field in fields] == [len(copy.values[name]) for name in buyer]
