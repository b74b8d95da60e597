"""The rows of a batch: a row a seal, line, field or page, as JSON lines, Parquet and CSV."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sealstack.batch.job import Task
from sealstack.commands.descriptions import line_rows, seal_rows, seal_values
from sealstack.models.values import Field, Seal, TextLine

_ORIGIN = {"source": "string", "page": "int32"}
_ERROR = {"error": "string", "error_kind": "string"}
_CORNERS = dict.fromkeys(("x1", "y1", "x2", "y2", "x3", "y3", "x4", "y4"), "double")
_BOX = dict.fromkeys(("x", "y", "width", "height"), "int32")

_OWN: dict[Task, dict[str, str]] = {
    Task.SEAL: {
        **{"seal": "int32", "body": "string", "others": "list<string>", "shape": "string"},
        **{"colour": "string", **_BOX, "score": "double"},
    },
    Task.OCR: {"line": "int32", "text": "string", "score": "double", **_CORNERS},
    Task.TEMPLATE: {
        **{"template_id": "string", "field": "string", "value": "string", "score": "double"},
        **_CORNERS,
    },
    Task.PREPROCESS: {"angle": "int32", "width": "int32", "height": "int32", "saved": "string"},
}

_BETWEEN_OTHERS = "; "
_BYTE_ORDER_MARK = "\ufeff"

Row = dict[str, Any]


def columns_of(task: Task) -> dict[str, str]:
    """The columns of a task's rows with their types, by Arrow's names.

    `source` is the file and `page` its page from 1, null for a picture. Coordinates are pixels of the upright
    page, scores 0..1. A row with an `error` has nothing else but where it came from. A page on which nothing
    was found has one row.
    """
    return {**_ORIGIN, **_OWN[task], **_ERROR}


def rows_of_seals(origin: Row, seals: Sequence[Seal]) -> Iterator[Row]:
    """A row a seal, the most prominent first."""
    if not seals:
        yield origin
    for number, (row, seal) in enumerate(zip(seal_rows({}, seals), seals, strict=False), 1):
        yield {**origin, "seal": number, **row, "others": seal_values(seal)["others"]}


def rows_of_lines(origin: Row, lines: Sequence[TextLine]) -> Iterator[Row]:
    """A row a line, in reading order."""
    return line_rows(origin, lines)


def rows_of_fields(origin: Row, template_id: str, fields: Sequence[Field]) -> Iterator[Row]:
    """A row a field, in the template's order."""
    for field in fields:
        corners = [round(float(number), 1) for corner in field.quad for number in corner]
        yield {
            **origin,
            "template_id": template_id,
            "field": field.name,
            "value": field.value,
            "score": round(float(field.score), 4),
            **dict(zip(_CORNERS, corners, strict=True)),
        }


def row_of_error(origin: Row, kind: str, message: str) -> Row:
    """The row of what could not be read."""
    return {**origin, "error": message, "error_kind": kind}


def json_lines(rows: Iterable[Mapping[str, Any]], task: Task) -> bytes:
    """Write rows as JSON lines; every row has every column, in one order."""
    columns = columns_of(task)
    lines = [json.dumps({name: row.get(name) for name in columns}, ensure_ascii=False) for row in rows]
    return "".join(line + "\n" for line in lines).encode("utf-8", "backslashreplace")


def parquet_of(lines: bytes, task: Task) -> bytes:
    """Write rows, given as JSON lines, as a Parquet file.

    Raises:
        ImportError: the package pyarrow is not installed.
    """
    import pyarrow
    from pyarrow import parquet

    types = {"list<string>": pyarrow.list_(pyarrow.string()), "double": pyarrow.float64()}
    schema = pyarrow.schema(
        [(name, types.get(kind) or getattr(pyarrow, kind)()) for name, kind in columns_of(task).items()]
    )
    rows = [json.loads(line) for line in lines.splitlines()]
    written = io.BytesIO()
    parquet.write_table(pyarrow.Table.from_pylist(rows, schema=schema), written, compression="zstd")
    return written.getvalue()


def csv_lines(lines: Iterable[bytes], task: Task) -> Iterator[bytes]:
    """Write rows, given as JSON lines, as CSV in UTF-8 with a byte order mark, as Excel reads it."""
    return csv_table(list(columns_of(task)), map(json.loads, lines))


def csv_table(columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> Iterator[bytes]:
    """Write rows as CSV in UTF-8 with a byte order mark, the columns first; missing cells are empty."""
    yield (_BYTE_ORDER_MARK + _csv_line(columns)).encode("utf-8", "backslashreplace")
    for row in rows:
        yield _csv_line([_cell(row.get(name)) for name in columns]).encode("utf-8", "backslashreplace")


def _csv_line(cells: Sequence[Any]) -> str:
    line = io.StringIO()
    csv.writer(line).writerow(cells)
    return line.getvalue()


def _cell(value: Any) -> Any:
    return _BETWEEN_OTHERS.join(value) if isinstance(value, list) else "" if value is None else value
