"""The table of a batch that reads forms: a row for each form."""

import csv
import io

from sealstack.batch.form_table import form_table
from sealstack.batch.job import Task
from sealstack.batch.rows import json_lines


def a_field(source, field, value, score, page=None, template_id="0123"):
    corners = dict.fromkeys(("x1", "y1", "x2", "y2", "x3", "y3", "x4", "y4"), 1.0)
    origin = {"source": source, "page": page, "template_id": template_id}
    return {**origin, "field": field, "value": value, "score": score, **corners}


def an_error(source):
    return {"source": source, "page": None, "error": "the picture is broken", "error_kind": "not_a_picture"}


def table_of(*rows):
    lines = json_lines(rows, Task.TEMPLATE).splitlines()
    text = b"".join(form_table(lambda: lines)).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))


def test_a_form_is_a_row_with_the_score_of_its_least_sure_field():
    heads, row = table_of(a_field("a.png", "号码", "21456002", 1.0), a_field("a.png", "税额", "56.54", 0.75))
    assert heads == ["source", "page", "template_id", "lowest_score", "号码", "税额", "error", "error_kind"]
    assert row == ["a.png", "", "0123", "0.75", "21456002", "56.54", "", ""]


def test_each_page_of_a_document_is_a_row():
    _, *rows = table_of(a_field("a.pdf", "号码", "1", 1.0, 1), a_field("a.pdf", "号码", "2", 1.0, 2))
    assert [(row[1], row[4]) for row in rows] == [("1", "1"), ("2", "2")]


def test_forms_of_several_templates_have_the_columns_of_all():
    heads, invoice, ticket = table_of(
        a_field("a.png", "税额", "56.54", 1.0), a_field("b.png", "座位", "03车11F号", 1.0, template_id="4567")
    )
    assert heads[4:6] == ["税额", "座位"]
    assert (invoice[4:6], ticket[4:6]) == (["56.54", ""], ["", "03车11F号"])


def test_what_could_not_be_read_is_a_row_with_its_error():
    _, form, broken = table_of(a_field("a.png", "号码", "1", 1.0), an_error("b.png"))
    assert form[-2:] == ["", ""]
    assert broken == ["b.png", "", "", "", "", "the picture is broken", "not_a_picture"]


def test_a_field_with_the_name_of_another_column_has_its_own():
    heads, row = table_of(a_field("a.png", "error", "E42", 1.0))
    assert (heads[4], row[4]) == ("error (field)", "E42")


def test_a_batch_of_which_nothing_could_be_read_has_errors_alone():
    heads, row = table_of(an_error("b.png"))
    assert heads == ["source", "page", "template_id", "lowest_score", "error", "error_kind"]
    assert row[0] == "b.png"
