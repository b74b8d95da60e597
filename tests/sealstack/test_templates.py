"""Templates in Python and on the command line."""

import json

import numpy as np
import pytest
from click.testing import CliRunner

from sealstack import Template
from sealstack.command_line import main
from sealstack.inputs import InputError
from service.local_templates import TemplateNotFoundError
from service.setting_values import SettingsError
from service.templates.errors import InvalidTemplateError, TemplateMismatchError

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
    assert json.loads(run("list", "--json").stdout) == [{"template_id": template_id, "template": FIELDS}]
    assert json.loads(run("show", template_id, "--save-path", tmp_path / "form").stdout) == FIELDS
    assert (tmp_path / "form").read_bytes() == (folder / "a.png").read_bytes()
    run("delete", template_id)
    assert run("list").stdout == ""


def test_people_get_a_row_for_each_field(readers, folder, fields_file):
    run("add", folder / "a.png", fields_file)
    template_id = Template.all()[0].template_id
    rows = run("query", "auto", folder / "a.png", "--text").stdout.splitlines()
    assert rows == [f"{folder / 'a.png'}  (template {template_id})", "  name   name", "  total  total"]


def test_forms_that_cannot_be_read_are_listed_at_the_end(readers, folder, fields_file):
    template_id = run("add", folder / "a.png", fields_file).stdout.strip()
    result = run("query", template_id, folder / "gone.png", folder / "d.txt", folder / "a.png", status=3)
    assert len(result.stdout.splitlines()) == 1
    assert "2 could not be read:" in result.stderr
    run("query", template_id, folder / "d.txt", status=1)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("query", "0" * 40, "a.png"), "there is no template"),
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
