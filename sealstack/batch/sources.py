"""What a batch reads: the files that folders, patterns, manifests and prefixes name, one at a time."""

from __future__ import annotations

import glob
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sealstack.inputs import DOCUMENTS, InputError
from sealstack.inputs.files import STANDARD_INPUT, is_url
from sealstack.service.intake.remote.s3 import SCHEME, is_s3
from sealstack.service.settings.settings import Settings

MANIFESTS = frozenset({".txt", ".lst", ".list", ".jsonl", ".ndjson", ".parquet"})
"""The endings of files that name files: lines of text, lines of JSON, or Parquet."""

COLUMNS = ("source", "path", "file", "url", "uri", "input")
"""The columns, or keys, of a manifest in which the names are looked for, in this order."""


def sources_of(inputs: tuple[str, ...], settings: Settings) -> Iterator[str]:
    """Go through the names of all files, without holding them.

    Args:
        inputs: folders, patterns, manifests, `s3://bucket/prefix`, URLs, files, or `-` for lines from the
            standard input.
        settings: where S3 is.

    Raises:
        InputError: an input is not there or cannot be listed.
    """
    for one in inputs:
        yield from _sources(one, settings)


def _sources(name: str, settings: Settings) -> Iterator[str]:
    if name == STANDARD_INPUT:
        yield from _named_in(sys.stdin, Path())
    elif is_s3(name):
        yield from _objects(name, settings)
    elif is_url(name):
        yield name
    else:
        yield from _local(name, Path(name).expanduser())


def _local(name: str, path: Path) -> Iterator[str]:
    if path.is_dir():
        yield from _files_below(str(path.absolute()))
    elif not path.exists() and any(mark in name for mark in "*?["):
        for found in glob.iglob(str(path.absolute()), recursive=True):
            if os.path.isfile(found):
                yield found
    elif not path.exists():
        raise InputError(f"{name}: there is no such file or folder")
    elif path.suffix.lower() == ".parquet":
        yield from _named_in_parquet(path)
    elif path.suffix.lower() in MANIFESTS:
        with path.open(encoding="utf-8-sig", errors="surrogateescape") as lines:
            yield from _named_in(lines, path.absolute().parent)
    else:
        yield str(path.absolute())


def _files_below(folder: str) -> Iterator[str]:
    """The pictures and PDFs of a folder and of all below it, those of one folder in order."""
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        raise InputError(f"{folder}: {error.strerror.lower() if error.strerror else error}") from None
    for entry in entries:
        if entry.name.startswith("."):
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _files_below(entry.path)
        elif os.path.splitext(entry.name)[1].lower() in DOCUMENTS and entry.is_file():
            yield entry.path


def _named_in(lines: Any, folder: Path) -> Iterator[str]:
    """The names in lines of text or of JSON; empty lines and those that begin with # name nothing."""
    for number, line in enumerate(lines, 1):
        text = line.rstrip("\r\n")
        if not text.strip() or text.startswith("#"):
            continue
        if text.lstrip().startswith("{"):
            text = _name_in_json(text, number)
        yield _absolute(text, folder)


def _name_in_json(text: str, number: int) -> str:
    try:
        value = json.loads(text)
    except ValueError:
        raise InputError(f"line {number} of the manifest is no JSON") from None
    for column in COLUMNS:
        if isinstance(value.get(column), str):
            return str(value[column])
    raise InputError(f"line {number} of the manifest has none of {', '.join(COLUMNS)}")


def _named_in_parquet(path: Path) -> Iterator[str]:
    try:
        from pyarrow import parquet
    except ImportError:
        raise InputError(
            f"{path}: Parquet needs the pyarrow package: install sealstack with its `parquet` extra"
        ) from None
    try:
        with parquet.ParquetFile(path) as table:
            names = table.schema_arrow.names
            column = next((each for each in COLUMNS if each in names), None)
            if column is None:
                raise InputError(f"{path}: there is no column {', '.join(COLUMNS)} but {', '.join(names)}")
            for batch in table.iter_batches(batch_size=4096, columns=[column]):
                for name in batch.column(0).to_pylist():
                    if name:
                        yield _absolute(str(name), path.absolute().parent)
    except (OSError, ValueError) as error:  # ArrowInvalid is a ValueError
        raise InputError(f"{path}: {error}") from None


def _absolute(name: str, folder: Path) -> str:
    if is_url(name) or is_s3(name):
        return name
    path = Path(name).expanduser()
    return str(path if path.is_absolute() else (folder / path).absolute())


def _objects(name: str, settings: Settings) -> Iterator[str]:
    """The pictures and PDFs below an `s3://bucket/prefix`, by the credentials of the environment."""
    bucket, _, prefix = name[len(SCHEME) :].partition("/")
    try:
        import boto3
        from botocore.exceptions import BotoCoreError, ClientError
    except ImportError:
        raise InputError(
            f"{name}: S3 needs the boto3 package: install sealstack with its `s3` extra"
        ) from None
    try:
        session = boto3.session.Session()
        client = session.client(
            "s3",
            endpoint_url=settings.s3_endpoint or None,
            region_name=session.region_name or "us-east-1",
        )
        for page in client.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=prefix):
            for entry in page.get("Contents", ()):
                if os.path.splitext(entry["Key"])[1].lower() in DOCUMENTS:
                    yield f"{SCHEME}{bucket}/{entry['Key']}"
    except (BotoCoreError, ClientError, ValueError) as error:
        raise InputError(f"{name}: {error}") from None
