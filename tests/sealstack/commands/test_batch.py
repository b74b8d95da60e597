"""`sealstack batch`: what it prints, writes, and exits with."""

import json

import pytest
from click.testing import CliRunner

from sealstack import Template
from sealstack.command_line import main
from sealstack.commands import batch
from sealstack.service.settings.settings import Settings
from tests.sealstack.batch.made import BODY, a_picture, make_readers


@pytest.fixture(autouse=True)
def quick(monkeypatch, tmp_path):
    monkeypatch.setenv("OCR_DATA_DIR", str(tmp_path / "data"))
    job = batch.Job
    monkeypatch.setattr(batch, "Job", lambda *values: job(*values, make_readers=make_readers))


@pytest.fixture
def inputs(tmp_path):
    for number in range(3):
        a_picture(tmp_path / "in" / f"{number}.png", 100 + number)
    return tmp_path / "in"


def run(*arguments):
    command = ["batch", *map(str, arguments), "--pool", "processes", "--readers", "1"]
    result = CliRunner().invoke(main, command)
    assert "Traceback" not in result.output
    return result


def test_rows_summary_and_report_are_written(inputs, tmp_path):
    result = run(inputs, "--task", "seal", "--output", tmp_path / "out", "--csv")
    assert result.exit_code == 0, result.output
    assert "files                   3 of 3" in result.stdout
    lines = [path.read_text(encoding="utf-8") for path in (tmp_path / "out" / "jsonl").rglob("*.jsonl")]
    assert [json.loads(line)["body"] for line in lines] == [BODY] * 3
    assert len((tmp_path / "out" / "results.csv").read_text(encoding="utf-8-sig").splitlines()) == 4
    summary = json.loads((tmp_path / "out" / "summary.json").read_text(encoding="utf-8"))
    assert (summary["files"], summary["pages"], summary["seals"], summary["errors"]) == (3, 3, 3, {})
    page = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    assert page.count("data:image/jpeg;base64,") == 3
    assert BODY in page


def test_a_run_of_nothing_leaves_the_folder_to_the_next(inputs, tmp_path):
    (tmp_path / "empty").mkdir()
    nothing = run(tmp_path / "empty", "--task", "seal", "--output", tmp_path / "out")
    assert (nothing.exit_code, "no picture and no PDF" in nothing.stderr) == (1, True)
    assert run(inputs, "--task", "seal", "--output", tmp_path / "out").exit_code == 0


def test_a_cluster_and_processes_exclude_each_other_before_anything_is_written(inputs, tmp_path):
    result = run(inputs, "--task", "seal", "--output", tmp_path / "out", "--ray", "auto")
    assert (result.exit_code, "exclude each other" in result.stderr) == (2, True)
    assert not (tmp_path / "out").exists()


def test_names_of_files_are_not_markup(tmp_path):
    a_picture(tmp_path / "in" / "<script>.png")
    run(tmp_path / "in", "--task", "seal", "--output", tmp_path / "out")
    page = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    assert "&lt;script&gt;.png" in page
    assert "<script>" not in page


def test_bad_files_are_counted_and_shown_by_the_status(inputs, tmp_path):
    (inputs / "bad.png").write_bytes(b"no picture")
    result = run(inputs, "--task", "seal", "--output", tmp_path / "out")
    assert result.exit_code == 3
    assert "error: not_a_picture    1" in result.stdout


def test_a_second_run_needs_resume(inputs, tmp_path):
    run(inputs, "--task", "seal", "--output", tmp_path / "out")
    refused = run(inputs, "--task", "seal", "--output", tmp_path / "out")
    assert refused.exit_code == 1
    assert "--resume goes on with it" in refused.output
    resumed = run(inputs, "--task", "seal", "--output", tmp_path / "out", "--resume")
    assert resumed.exit_code == 0
    assert "none: everything was finished" in resumed.stdout


def test_inputs_that_are_not_there_are_reported(tmp_path):
    result = run(tmp_path / "nothing", "--task", "seal", "--output", tmp_path / "out")
    assert result.exit_code == 1
    assert "there is no such file or folder" in result.output


@pytest.mark.parametrize("options", [("--task", "template"), ("--task", "seal", "--template", "auto")])
def test_a_template_belongs_to_its_task(inputs, tmp_path, options):
    assert run(inputs, *options, "--output", tmp_path / "out").exit_code == 2


def test_forms_are_read_by_the_name_of_their_template_into_a_row_each(inputs, tmp_path, monkeypatch):
    readers = make_readers(Settings())
    monkeypatch.setattr("sealstack.templates.find_readers", lambda: readers)
    monkeypatch.setattr("sealstack.service.readers.engine.EngineReaders", lambda _: readers)
    fields = [[[[2, 2], [50, 2], [50, 30], [2, 30]], "total"]]
    form = Template.add(inputs / "0.png", fields, name="invoice")
    (inputs / "bad.png").write_bytes(b"no picture")
    options = ("--task", "template", "--template", "invoice", "--csv")
    result = run(inputs, *options, "--output", tmp_path / "out")
    assert result.exit_code == 3, result.output
    table = (tmp_path / "out" / "results.csv").read_text(encoding="utf-8-sig").splitlines()
    assert table[0] == "source,page,template_id,lowest_score,total,error,error_kind"
    assert table[1] == f"{inputs / '0.png'},,{form.template_id},0.9877,total,,"
    assert len(table) == 5
    assert table[-1].endswith(",not_a_picture")


def test_a_template_that_is_not_there_is_reported(inputs, tmp_path):
    options = ("--task", "template", "--template", "0" * 32)
    result = run(inputs, *options, "--output", tmp_path / "out")
    assert result.exit_code == 1
    assert "there is no template" in result.output


def test_a_run_that_does_not_begin_says_nothing_of_parquet(inputs, tmp_path, monkeypatch):
    monkeypatch.setattr(batch, "find_spec", lambda _: None)
    said = "no Parquet is written"
    assert said not in run(tmp_path / "nothing", "--task", "seal", "--output", tmp_path / "a").stderr
    assert said in run(inputs, "--task", "seal", "--output", tmp_path / "b").stderr


def test_ray_and_processes_exclude_each_other(inputs, tmp_path):
    assert run(inputs, "--task", "seal", "--output", tmp_path / "out", "--ray", "auto").exit_code == 2
