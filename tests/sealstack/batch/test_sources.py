"""What a batch reads: folders, patterns, manifests and prefixes, listed one name at a time."""

import io
import itertools
import sys

import pytest

from sealstack.batch.sources import sources_of
from sealstack.inputs import InputError
from sealstack.service.settings.settings import Settings
from tests import needs
from tests.sealstack.batch.made import a_picture


def listed(*inputs):
    return list(sources_of(tuple(str(each) for each in inputs), Settings()))


@pytest.fixture
def archive(tmp_path):
    for name in ("2023/b.png", "2023/a.jpg", "2024/c.PDF", "2024/.hidden/d.png", "2024/notes.txt", "z.tif"):
        a_picture(tmp_path / "archive" / name)
    return tmp_path / "archive"


def test_a_folder_is_listed_with_all_below_it_in_order(archive):
    names = [str(archive / name) for name in ("2023/a.jpg", "2023/b.png", "2024/c.PDF", "z.tif")]
    assert listed(archive) == names


def test_listing_begins_before_it_ends(archive, monkeypatch):
    first = next(sources_of((str(archive), str(archive / "not there")), Settings()))
    assert first == str(archive / "2023" / "a.jpg")


def test_a_pattern_is_listed(archive):
    assert sorted(listed(archive / "2023" / "*.png")) == [str(archive / "2023" / "b.png")]


def test_a_manifest_names_files_beside_it_and_urls(archive):
    manifest = archive / "files.lst"
    manifest.write_text(
        "# the archive\n2023/a.jpg\n\n/elsewhere/x.png\nhttp://host/y.png\ns3://bucket/z.png\n"
    )
    assert listed(manifest) == [
        str(archive / "2023" / "a.jpg"),
        "/elsewhere/x.png",
        "http://host/y.png",
        "s3://bucket/z.png",
    ]


def test_a_manifest_may_be_json_lines(archive):
    manifest = archive / "files.jsonl"
    manifest.write_text('{"id": 7, "path": "2023/a.jpg"}\n{"url": "http://host/y.png"}\n')
    assert listed(manifest) == [str(archive / "2023" / "a.jpg"), "http://host/y.png"]


def test_a_line_without_a_name_is_refused(archive):
    manifest = archive / "files.jsonl"
    manifest.write_text('{"path": "a.png"}\n{"id": 8}\n')
    with pytest.raises(InputError, match="line 2 of the manifest has none of source, path"):
        listed(manifest)


def test_a_manifest_may_be_parquet(archive):
    pyarrow = needs.extra("scale", "pyarrow")
    from pyarrow import parquet

    parquet.write_table(pyarrow.table({"id": [1, 2], "source": ["2023/a.jpg", None]}), archive / "m.parquet")
    assert listed(archive / "m.parquet") == [str(archive / "2023" / "a.jpg")]


def test_a_parquet_manifest_without_names_is_refused(archive):
    pyarrow = needs.extra("scale", "pyarrow")
    from pyarrow import parquet

    parquet.write_table(pyarrow.table({"id": [1]}), archive / "m.parquet")
    with pytest.raises(InputError, match="there is no column source, path, file, url, uri, input but id"):
        listed(archive / "m.parquet")


def test_lines_come_from_the_standard_input(archive, monkeypatch):
    monkeypatch.chdir(archive)
    monkeypatch.setattr(sys, "stdin", io.StringIO("2023/a.jpg\n"))
    assert listed("-") == [str(archive / "2023" / "a.jpg")]


def test_what_is_not_there_is_refused(tmp_path):
    with pytest.raises(InputError, match="there is no such file or folder"):
        listed(tmp_path / "nothing")


def test_a_prefix_in_s3_is_listed(monkeypatch):
    boto3 = needs.extra("s3", "boto3")
    moto = needs.extra("test", "moto")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    with moto.mock_aws():
        client = boto3.client("s3", region_name="us-east-1")
        client.create_bucket(Bucket="archive")
        for key in ("in/a.png", "in/b/c.pdf", "in/d.txt", "other/e.png"):
            client.put_object(Bucket="archive", Key=key, Body=b"")
        assert listed("s3://archive/in/") == ["s3://archive/in/a.png", "s3://archive/in/b/c.pdf"]


def test_names_are_not_held(tmp_path):
    manifest = tmp_path / "files.lst"
    manifest.write_text("".join(f"{number}.png\n" for number in range(1000)))
    assert len(list(itertools.islice(sources_of((str(manifest),), Settings()), 3))) == 3
