"""Files become rows; what cannot be read becomes a row with its error, and never the end."""

import json
from dataclasses import replace

import pytest

from sealstack.batch.job import BatchError, Task, Work
from sealstack.batch.reader import BatchReader
from sealstack.batch.rows import columns_of, csv_lines, parquet_of
from tests import needs
from tests.sealstack.batch.made import BODY, FAILING, a_job, a_picture
from tests.service.pictures import a_pdf


def outcome_of(job, *files):
    reader = BatchReader(job)
    try:
        return reader.read(Work(3, tuple(str(each) for each in files)))
    finally:
        reader.close()


def rows_of(job, *files):
    return [json.loads(line) for line in outcome_of(job, *files).lines.splitlines()]


def test_a_row_a_seal(tmp_path):
    picture = a_picture(tmp_path / "a.png", 200)
    [row] = rows_of(a_job(tmp_path), picture)
    assert row == {
        **{"source": str(picture), "page": None, "seal": 1, "body": BODY, "others": ["财务专用章"]},
        **{"shape": "round", "colour": "red", "x": 2, "y": 3, "width": 20, "height": 21, "score": 0.7},
        **{"error": None, "error_kind": None},
    }


def test_a_row_a_line(tmp_path):
    [row] = rows_of(a_job(tmp_path, Task.OCR), a_picture(tmp_path / "a.png"))
    assert (row["line"], row["text"], row["x1"], row["y3"]) == (1, "合同编号", 10.0, 30.0)


def test_pages_are_preprocessed_into_files(tmp_path):
    outcome = outcome_of(a_job(tmp_path, Task.PREPROCESS), a_picture(tmp_path / "a.png"))
    row = json.loads(outcome.lines)
    assert (row["angle"], row["width"], row["height"]) == (0, 60, 40)
    [(name, picture)] = outcome.pictures
    assert row["saved"] == name == "pages/00000003-0000.png"
    assert picture.startswith(b"\x89PNG")


def test_a_pdf_is_read_page_by_page(tmp_path):
    (tmp_path / "a.pdf").write_bytes(a_pdf((100, 50), (80, 90), (30, 30)))
    assert [row["page"] for row in rows_of(a_job(tmp_path), tmp_path / "a.pdf")] == [1, 2, 3]
    assert len(rows_of(a_job(tmp_path, pages=2), tmp_path / "a.pdf")) == 2


def test_a_page_without_a_seal_has_a_row(tmp_path):
    job = a_job(tmp_path, make_readers=_finds_nothing)
    [row] = rows_of(job, a_picture(tmp_path / "a.png"))
    assert (row["seal"], row["body"], row["error"]) == (None, None, None)


def _finds_nothing(_):
    from tests.service.doubles import FakeReaders

    return FakeReaders()


def test_bad_files_are_rows_of_their_kind_between_the_others(tmp_path):
    (tmp_path / "broken.png").write_bytes(b"no picture")
    files = [
        *(a_picture(tmp_path / "a.png"), tmp_path / "broken.png", tmp_path / "gone.png"),
        *(a_picture(tmp_path / "failing.png", FAILING), a_picture(tmp_path / "z.png")),
    ]
    outcome = outcome_of(a_job(tmp_path), *files)
    rows = [json.loads(line) for line in outcome.lines.splitlines()]
    assert [row["error_kind"] for row in rows] == [None, "not_a_picture", "not_there", "reader_failed", None]
    assert rows[2]["error"] == "no such file or directory"
    assert outcome.errors == {"not_a_picture": 1, "not_there": 1, "reader_failed": 1}
    assert (outcome.rows, outcome.pages, outcome.found) == (5, 2, 2)


def test_a_url_that_cannot_be_fetched_is_a_download(tmp_path):
    [row] = rows_of(a_job(tmp_path), "http://127.0.0.1:1/a.png")
    assert (row["source"], row["error_kind"]) == ("http://127.0.0.1:1/a.png", "download")


def test_an_object_in_s3_is_read(tmp_path, monkeypatch):
    server = needs.extra("test", "moto.server").ThreadedMotoServer(port=0, verbose=False)
    boto3 = needs.extra("s3", "boto3")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    server.start()
    try:
        endpoint = "http://{}:{}".format(*server.get_host_and_port())
        client = boto3.client("s3", endpoint_url=endpoint, region_name="us-east-1")
        client.create_bucket(Bucket="archive")
        client.put_object(Bucket="archive", Key="a.png", Body=a_picture(tmp_path / "a.png").read_bytes())
        job = a_job(tmp_path)
        job = replace(job, settings=replace(job.settings, s3_endpoint=endpoint))
        rows = rows_of(job, "s3://archive/a.png", "s3://archive/gone.png")
    finally:
        server.stop()
    assert [(row["body"], row["error_kind"]) for row in rows] == [(BODY, None), (None, "download")]


def test_a_picture_that_is_too_large_is_a_row(tmp_path):
    job = a_job(tmp_path)
    job = replace(job, settings=replace(job.settings, max_pixels=100))
    [row] = rows_of(job, a_picture(tmp_path / "a.png"))
    assert row["error_kind"] == "too_large"


def test_the_least_sure_are_kept_with_a_thumbnail(tmp_path):
    files = [a_picture(tmp_path / f"{grey}.png", grey) for grey in (200, 10, 90, 30)]
    kept = outcome_of(a_job(tmp_path, unsure=2), *files).unsure
    assert [each.score for each in kept] == [0.51, 0.53]
    assert kept[0].source == str(files[1])
    assert kept[0].picture.startswith(b"\xff\xd8")


@pytest.mark.parametrize("task", [Task.SEAL, Task.OCR, Task.PREPROCESS])
def test_parquet_has_the_same_rows(tmp_path, task):
    needs.extra("scale", "pyarrow")
    import io

    from pyarrow import parquet

    (tmp_path / "broken.png").write_bytes(b"no picture")
    outcome = outcome_of(a_job(tmp_path, task), a_picture(tmp_path / "a.png"), tmp_path / "broken.png")
    table = parquet.read_table(io.BytesIO(parquet_of(outcome.lines, task)))
    assert table.column_names == list(columns_of(task))
    assert table.to_pylist() == [json.loads(line) for line in outcome.lines.splitlines()]


def test_a_database_that_is_lost_ends_the_batch_and_is_no_fault_of_its_files(tmp_path):
    reader = BatchReader(a_job(tmp_path, Task.TEMPLATE, template_id="auto", owner="open"))
    (tmp_path / "data" / "sealstack.db").unlink()
    try:
        with pytest.raises(BatchError, match="the database cannot be used"):
            reader.read(Work(0, (str(a_picture(tmp_path / "a.png")),)))
    finally:
        reader.close()


def test_csv_is_as_excel_reads_it(tmp_path):
    outcome = outcome_of(a_job(tmp_path), a_picture(tmp_path / "a.png"))
    header, row = b"".join(csv_lines(outcome.lines.splitlines(), Task.SEAL)).decode().splitlines()
    assert header.startswith("\ufeffsource,page,seal,body,others")
    assert f",1,{BODY},财务专用章,round,red,2,3,20,21,0.7,," in row
