"""Templates in Python and on the command line."""

import codecs
import json
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from PIL import Image

from sealstack import Template
from sealstack.command_line import main
from sealstack.inputs import InputError
from sealstack.service.settings.values import SettingsError
from sealstack.service.templates.errors import InvalidTemplateError, TemplateMismatchError
from sealstack.service.templates.local import TemplateNotFoundError
from tests.service.pictures import as_file

FIELDS = [
    [[[10, 20], [200, 20], [200, 60], [10, 60]], "name"],
    [[[10, 80], [200, 80], [200, 120], [10, 120]], "total", "amount"],
]


@pytest.fixture(autouse=True)
def _database(tmp_path, monkeypatch):
    monkeypatch.delenv("OCR_DATABASE_URL", raising=False)
    monkeypatch.delenv("OCR_API_KEYS", raising=False)
    monkeypatch.setenv("OCR_DATA_DIR", str(tmp_path / "data"))


@pytest.fixture
def fields_file(folder):
    path = folder / "fields.json"
    path.write_text(json.dumps(FIELDS), encoding="utf-8")
    return path


def run(*arguments, status=0):
    result = CliRunner().invoke(main, ["template", *map(str, arguments)])
    assert result.exit_code == status, result.output
    assert "Traceback" not in result.output
    return result


def read(fields):
    return [(field.name, field.value) for field in fields]


def test_a_form_is_read_by_its_template(readers, folder):
    readers.form_values = {"name": "张三", "total": "120.00"}
    form = Template.add(folder / "a.png", FIELDS)
    assert read(form.query(str(folder / "a.png"))) == [("name", "张三"), ("total", "120.00")]
    assert form.fields == FIELDS


def test_fields_may_be_json_and_pictures_arrays(readers):
    form = Template.add(np.full((300, 400, 3), 255, np.uint8), json.dumps(FIELDS))
    assert [field.name for field in form.query(np.full((300, 400), 255, np.uint8))] == ["name", "total"]


def test_templates_are_listed_and_removed(readers, folder):
    first, second = (Template.add(folder / "a.png", FIELDS) for _ in range(2))
    assert Template.all() == [first, second]
    first.delete()
    assert Template.all() == [second]
    with pytest.raises(TemplateNotFoundError):
        first.query(folder / "a.png")


def test_the_best_template_is_found(readers, folder):
    form = Template.add(folder / "a.png", FIELDS)
    found, fields = Template.best(folder / "a.png")
    assert (found, len(fields)) == (form, 2)


def test_another_form_is_a_mismatch(readers, folder):
    form = Template.add(folder / "a.png", FIELDS)
    with pytest.raises(TemplateMismatchError):
        form.query(np.zeros((300, 400, 3), np.uint8))


def test_what_cannot_be_is_refused(readers, folder):
    with pytest.raises(InvalidTemplateError, match="template"):
        Template.add(folder / "a.png", [])
    with pytest.raises(InputError, match=r"gone\.png"):
        Template.add("gone.png", FIELDS)
    with pytest.raises(TypeError, match="not int"):
        Template.add(5, FIELDS)


def test_templates_belong_to_keys(readers, folder, monkeypatch):
    monkeypatch.setenv("OCR_API_KEYS", "first,second")
    form = Template.add(folder / "a.png", FIELDS, key="first")
    assert Template.all(key="first") == [form]
    assert Template.all(key="second") == []
    for key in (None, "third"):
        with pytest.raises(SettingsError, match="OCR_API_KEYS"):
            Template.all(key=key)


def test_the_command_line_adds_reads_lists_shows_and_deletes(readers, folder, fields_file, tmp_path):
    readers.form_values = {"name": "张三"}
    template_id = run("add", folder / "a.png", fields_file).stdout.strip()
    told = json.loads(run("query", template_id, folder / "a.png").stdout)
    assert told["template_id"] == template_id
    assert [(field["name"], field["value"]) for field in told["fields"]] == [
        ("name", "张三"),
        ("total", "total"),
    ]
    assert run("list").stdout == f"{template_id}  name, total\n"
    assert json.loads(run("list", "--json").stdout) == [
        {"template_id": template_id, "name": "", "template": FIELDS}
    ]
    assert json.loads(run("show", template_id, "--save-path", tmp_path / "form").stdout) == FIELDS
    assert (tmp_path / "form").read_bytes() == (folder / "a.png").read_bytes()
    run("delete", template_id)
    assert run("list").stdout == ""


def test_a_template_has_the_name_that_it_was_given(readers, folder, fields_file):
    template_id = run("add", folder / "a.png", fields_file, "--name", "运单 2024").stdout.strip()
    assert run("list").stdout == f"{template_id}  运单 2024  name, total\n"
    assert Template.all()[0].name == "运单 2024"


@pytest.mark.parametrize("name", ["x" * 129, "two\nlines"])
def test_a_name_is_one_line_of_128_characters(readers, folder, fields_file, name):
    result = run("add", folder / "a.png", fields_file, "--name", name, status=2)
    assert "a template's name is one line" in result.stderr
    with pytest.raises(ValueError, match="one line"):
        Template.add(folder / "a.png", FIELDS, name=name)


def test_a_form_that_is_there_already_is_not_added_twice(readers, folder, fields_file):
    template_id = run("add", folder / "a.png", fields_file, "--name", "waybill").stdout.strip()
    again = run("add", folder / "a.png", fields_file)
    assert again.stdout.strip() == template_id
    assert again.stderr == f"This form is there already: {template_id} (waybill). Nothing was added.\n"
    assert len(Template.all()) == 1


def test_a_form_that_is_there_already_gets_the_name_that_is_given(readers, folder, fields_file):
    template_id = run("add", folder / "a.png", fields_file).stdout.strip()
    again = run("add", folder / "a.png", fields_file, "--name", "waybill")
    assert again.stdout.strip() == template_id
    assert again.stderr.endswith("Nothing was added; it is called waybill now.\n")
    assert [(each.template_id, each.name) for each in Template.all()] == [(template_id, "waybill")]


def test_the_same_form_with_other_fields_is_added_and_told(readers, folder, fields_file):
    first = run("add", folder / "a.png", fields_file).stdout.strip()
    fields_file.write_text(json.dumps(FIELDS[:1]), encoding="utf-8")
    again = run("add", folder / "a.png", fields_file)
    assert again.stdout.strip() != first
    assert f"The same form was there already: {first}." in again.stderr
    assert len(Template.all()) == 2


def test_one_page_of_a_pdf_is_made_a_template(readers, folder, fields_file):
    fields_file.write_text(json.dumps([[[[0, 0], [40, 0], [40, 20], [0, 20]], "name"]]), encoding="utf-8")
    assert "has 2 pages" in run("add", folder / "c.pdf", fields_file, status=1).stderr
    template_id = run("add", folder / "c.pdf", fields_file, "--page", 2).stdout.strip()
    run("show", template_id, "--save-path", folder / "kept")
    with Image.open(folder / "kept") as page:
        assert page.size == (160, 180)


def test_every_kind_of_input_is_read_by_a_template(readers, folder):
    form = Template.add(np.full((300, 400, 3), 255, np.uint8), FIELDS)
    for name in ("a.png", "b.jpg"):
        (folder / name).write_bytes(as_file(Image.new("RGB", (400, 300), "white")))
    told = [
        json.loads(line)
        for source in (folder, folder / "*.p*")
        for line in run("query", form.template_id, source).stdout.splitlines()
    ]
    assert [(Path(each["input"]).name, each["page"]) for each in told] == [
        *(("a.png", None), ("b.jpg", None), ("c.pdf", 1), ("c.pdf", 2)),
        *(("a.png", None), ("c.pdf", 1), ("c.pdf", 2)),
    ]


def test_where_fields_landed_is_drawn(readers, folder, fields_file, tmp_path):
    template_id = run("add", folder / "a.png", fields_file).stdout.strip()
    run("query", template_id, folder / "a.png", "--save-path", tmp_path / "out")
    with Image.open(tmp_path / "out" / "a_fields.png") as drawing:
        assert drawing.size == (400, 300)


@pytest.mark.parametrize("asked", ["its id", "auto"])
def test_forms_are_rows_of_a_table(readers, folder, fields_file, asked):
    readers.form_values = {"name": "张三", "total": "120.00"}
    template_id = run("add", folder / "a.png", fields_file).stdout.strip()
    result = run("query", template_id if asked == "its id" else asked, folder / "a.png", "--csv")
    assert result.stdout_bytes.startswith(codecs.BOM_UTF8)
    assert result.stdout_bytes.decode("utf-8-sig").splitlines() == [
        "input,page,template_id,lowest_score,name,total",
        f"{folder / 'a.png'},,{template_id},0.9877,张三,120.00",
    ]


def test_a_field_called_like_another_column_has_one_of_its_own(readers, folder, fields_file):
    fields_file.write_text(json.dumps([[FIELDS[0][0], "page"]]), encoding="utf-8")
    template_id = run("add", folder / "a.png", fields_file).stdout.strip()
    rows = run("query", template_id, folder / "a.png", "--csv").stdout_bytes.decode("utf-8-sig").splitlines()
    assert rows[0] == "input,page,template_id,lowest_score,page (field)"
    assert rows[1] == f"{folder / 'a.png'},,{template_id},0.9877,page"


def test_a_template_is_meant_by_its_name_too(readers, folder, fields_file):
    template_id = run("add", folder / "a.png", fields_file, "--name", "增值税发票").stdout.strip()
    assert json.loads(run("query", "增值税发票", folder / "a.png").stdout)["template_id"] == template_id
    assert json.loads(run("show", "增值税发票").stdout) == FIELDS
    run("delete", "增值税发票")
    assert Template.all() == []


def test_a_name_that_several_templates_have_is_refused_with_their_ids(readers, folder):
    ids = [Template.add(folder / "a.png", FIELDS, name="发票").template_id for _ in range(2)]
    result = run("delete", "发票", status=1)
    assert f"2 templates have the name 发票, use an id: {', '.join(ids)}" in result.stderr
    assert len(Template.all()) == 2


def test_what_is_in_memory_is_read_by_a_template(readers, folder):
    form = Template.add((folder / "a.png").read_bytes(), FIELDS)
    with open(folder / "a.png", "rb") as file, Image.open(folder / "a.png") as picture:
        assert len(form.query(file)) == len(form.query(picture)) == 2


def test_a_page_of_several_is_chosen(readers, folder):
    form = Template.add(np.full((300, 400, 3), 255, np.uint8), FIELDS)
    with pytest.raises(InputError, match="has 2 pages"):
        form.query(folder / "c.pdf")
    assert Template.best(folder / "c.pdf", page=2)[0] == form


def test_people_get_a_row_for_each_field(readers, folder, fields_file):
    run("add", folder / "a.png", fields_file)
    template_id = Template.all()[0].template_id
    rows = run("query", "auto", folder / "a.png", "--text").stdout.splitlines()
    assert rows == [f"{folder / 'a.png'}  (template {template_id})", "  name   name", "  total  total"]


def test_values_stand_below_each_other_beside_chinese_names_too(readers, folder, fields_file):
    readers.form_values = {"名": "张三", "收件人": "李四"}
    fields_file.write_text(json.dumps([[FIELDS[0][0], "名"], [FIELDS[1][0], "收件人"]]), encoding="utf-8")
    template_id = run("add", folder / "a.png", fields_file).stdout.strip()
    rows = run("query", template_id, folder / "a.png", "--text").stdout.splitlines()
    assert rows[1:] == ["  名      张三", "  收件人  李四"]


def test_forms_that_cannot_be_read_are_listed_at_the_end(readers, folder, fields_file):
    template_id = run("add", folder / "a.png", fields_file).stdout.strip()
    result = run("query", template_id, folder / "gone.png", folder / "d.txt", folder / "a.png", status=3)
    assert len(result.stdout.splitlines()) == 1
    assert "2 could not be read:" in result.stderr
    run("query", template_id, folder / "d.txt", status=1)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("query", "0" * 40, "a.png"), "`sealstack template list` shows which there are"),
        (("delete", "nothing"), "there is no template nothing"),
        (("add", "gone.png", "fields.json"), "gone.png: no such file"),
        (("add", "a.png", "d.txt"), "JSON"),
        (("add", "d.txt", "fields.json"), "no picture"),
    ],
)
def test_what_goes_wrong_is_told_in_one_line(readers, folder, fields_file, monkeypatch, arguments, said):
    monkeypatch.chdir(folder)
    result = run(*arguments, status=1)
    assert said in result.stderr
    assert result.stderr.count("\n") == 1
