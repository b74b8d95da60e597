"""Where results go: the standard output, CSV, files. What cannot be written stops the work."""

from __future__ import annotations

import csv
import errno
import io
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from tqdm import tqdm

if TYPE_CHECKING:
    from sealstack.models.values import Image

_BYTE_ORDER_MARK = "\ufeff"
"""By it Excel knows that CSV is UTF-8."""


class OutputError(click.ClickException):
    """A result cannot be written; the message says where and why. It ends a command with status 1."""


def say(text: str) -> None:
    """Print a line without tearing the bar.

    Raises:
        OutputError: it cannot be written.
        BrokenPipeError: nobody reads any more.
    """
    with _to_standard_output():
        click.echo(text)


class CsvTable:
    """Rows of CSV on the standard output, in UTF-8 with a byte order mark, as Excel reads them."""

    def __init__(self, columns: Sequence[str] | None = None) -> None:
        """Begin a table.

        Args:
            columns: their names; None for those that the rows turn out to have, which are then kept until
                `finish`.
        """
        self._columns = columns
        self._kept: list[Mapping[str, Any]] = []
        if columns is not None:
            self._write(_BYTE_ORDER_MARK, columns)

    def add(self, row: Mapping[str, Any]) -> None:
        """Write a row; columns that it lacks stay empty. Raises as `say` does."""
        if self._columns is None:
            self._kept.append(row)
        else:
            self._write("", [row.get(column, "") for column in self._columns])

    def finish(self) -> None:
        """Write what was kept. Raises as `say` does."""
        if self._columns is None and self._kept:
            self._columns = list(dict.fromkeys(column for row in self._kept for column in row))
            self._write(_BYTE_ORDER_MARK, self._columns)
            for row in self._kept:
                self.add(row)

    def _write(self, before: str, cells: Sequence[Any]) -> None:
        line = io.StringIO()
        csv.writer(line).writerow(cells)
        with _to_standard_output():
            click.echo((before + line.getvalue()).encode("utf-8"), nl=False)


def write_picture(path: Path, image: Image) -> Path:
    """Write a PNG, making its folder, and return its path.

    Raises:
        OutputError: it cannot be written; no part of it is left.
    """
    import cv2  # here, as most commands write no picture

    return write_file(path, cv2.imencode(".png", image)[1].tobytes())


def write_file(path: Path, content: bytes) -> Path:
    """Write a file, making its folder, and return its path.

    Raises:
        OutputError: it cannot be written; no part of it is left.
    """
    path = path.expanduser()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            path.write_bytes(content)
        except OSError as error:
            if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
                with suppress(OSError):
                    path.unlink()
            raise
    except OSError as error:
        raise OutputError(f"{path} cannot be written: {reason_of(error)}") from None
    return path


def reason_of(error: OSError) -> str:
    """Say what the operating system said, with the path that it named if there is one."""
    reason = error.strerror.lower() if error.strerror else str(error)
    return f"{error.filename}: {reason}" if error.filename is not None else reason


@contextmanager
def _to_standard_output() -> Iterator[None]:
    try:
        with tqdm.external_write_mode(file=sys.stdout):
            yield
    except BrokenPipeError:
        raise
    except OSError as error:
        with suppress(OSError, ValueError):
            # Python flushes once more at its end: what is left goes nowhere
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise OutputError(f"the standard output cannot be written: {reason_of(error)}") from None
