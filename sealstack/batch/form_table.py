"""The table of a batch that reads forms: a row for each form, though its rows are one for each field."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby

from sealstack.batch.rows import Row, csv_table
from sealstack.commands.descriptions import FORM_COLUMNS, field_column, form_row

_ORIGIN = ("source", "page")
_ERROR = ("error", "error_kind")


def form_table(read: Callable[[], Iterable[bytes]]) -> Iterator[bytes]:
    """Write forms as CSV in UTF-8 with a byte order mark, as Excel reads it.

    The columns are `source` and `page`, those of `FORM_COLUMNS`, the fields of all templates in the order in
    which they first come, `error` and `error_kind`.

    Args:
        read: goes through the rows of `Task.TEMPLATE` as JSON lines, those of a page one after the other. It
            is called twice, as the columns come first and the rows may be more than memory holds.
    """
    names = dict.fromkeys(row["field"] for row in map(json.loads, read()) if row["field"] is not None)
    columns = [*_ORIGIN, *FORM_COLUMNS, *map(field_column, names), *_ERROR]
    return csv_table(columns, _forms(map(json.loads, read())))


def _forms(rows: Iterable[Row]) -> Iterator[Row]:
    for _, page in groupby(rows, key=lambda row: [row[name] for name in _ORIGIN]):
        first, *others = page
        if first["error"] is not None:
            yield from (first, *others)
            continue
        fields = [(row["field"], row["value"], row["score"]) for row in (first, *others)]
        yield form_row({name: first[name] for name in _ORIGIN}, first["template_id"], fields)
