"""What a batch came to: for people, for programs, and as a page with pictures."""

from __future__ import annotations

import base64
import html
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sealstack.batch import rows
from sealstack.batch.form_table import form_table
from sealstack.batch.job import Task, Unsure
from sealstack.batch.ledger import Ledger, Totals
from sealstack.batch.output import lines_of, write_atomically

FOUND = {Task.SEAL: "seals", Task.OCR: "lines", Task.TEMPLATE: "fields", Task.PREPROCESS: "pages"}
"""What each task finds, in words."""

REPORT = "report.html"
SUMMARY = "summary.json"
TABLE = "results.csv"

_STYLE = (
    "body{font:15px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:72rem;padding:0 1rem;color:#222}"
    "table{border-collapse:collapse}td,th{padding:.2rem .8rem;text-align:left;border-bottom:1px solid #ddd}"
    "figure{display:inline-block;width:230px;margin:.5rem;vertical-align:top;overflow-wrap:anywhere}"
    "img{max-width:220px;border:1px solid #ccc}figcaption{font-size:13px}small{color:#666}"
)


@dataclass(frozen=True)
class Summary:
    """What a batch came to.

    Attributes:
        task: what was read.
        readers: where it was read, in words.
        totals: of all runs on this folder together.
        pages_now: pages of this run.
        seconds_now: how long this run took.
    """

    task: Task
    readers: str
    totals: Totals
    pages_now: int
    seconds_now: float

    @property
    def rate(self) -> float:
        """Pages a second of this run."""
        return self.pages_now / self.seconds_now if self.seconds_now > 0 else 0.0

    def values(self) -> dict[str, Any]:
        """Everything, as JSON has it."""
        totals = self.totals
        return {
            "task": self.task.value,
            "files": totals.files,
            "files_finished": totals.files_finished,
            "pages": totals.pages,
            "rows": totals.rows,
            FOUND[self.task] if self.task is not Task.PREPROCESS else "preprocessed": totals.found,
            "errors": dict(totals.errors),
            "pages_a_second": round(self.rate, 3),
            "seconds": round(self.seconds_now, 3),
            "reader_seconds": round(totals.reader_seconds, 3),
            "readers": self.readers,
        }

    def lines(self) -> list[tuple[str, str]]:
        """The same for people: what, and how much."""
        totals = self.totals
        lines = [("files", f"{totals.files_finished:,} of {totals.files:,}"), ("pages", f"{totals.pages:,}")]
        if self.task is not Task.PREPROCESS:
            lines.append((FOUND[self.task], f"{totals.found:,}"))
        lines += [(f"error: {kind}", f"{count:,}") for kind, count in totals.errors.items()]
        lines.append(
            ("this run", f"{self.pages_now:,} pages in {self.seconds_now:,.1f} s, {self.rate:.2f} a second")
        )
        lines.append(("readers", self.readers))
        return lines


def write_summary(folder: Path, summary: Summary, ledger: Ledger, *, with_csv: bool) -> None:
    """Write the summary and the report, and on request one table of CSV: every row, of forms a row each.

    Raises:
        OSError: they cannot be written.
    """
    content = json.dumps(summary.values(), ensure_ascii=False, indent=2) + "\n"
    write_atomically(folder / SUMMARY, [content.encode()])
    write_atomically(folder / REPORT, _page(summary, ledger.least_sure()))
    if with_csv:

        def lines() -> Iterator[bytes]:
            return lines_of(folder, ledger.finished_blocks())

        is_of_forms = summary.task is Task.TEMPLATE
        table = form_table(lines) if is_of_forms else rows.csv_lines(lines(), summary.task)
        write_atomically(folder / TABLE, table)


def _page(summary: Summary, unsure: Iterable[Unsure]) -> Iterable[bytes]:
    table = "".join(
        f"<tr><th>{_text(name)}</th><td>{_text(value)}</td></tr>" for name, value in summary.lines()
    )
    yield (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>Sealstack batch: {summary.task}</title>'
        f"<style>{_STYLE}</style><h1>Batch: {summary.task}</h1><table>{table}</table>"
        "<h2>What the readers were least sure of</h2>"
    ).encode()
    is_empty = True
    for each in unsure:
        is_empty = False
        page = "" if each.page is None else f", page {each.page}"
        picture = base64.b64encode(each.picture).decode()
        yield (
            f'<figure><img src="data:image/jpeg;base64,{picture}" alt=""><figcaption>'
            f"<b>{each.score:.2f}</b> {_text(each.text) or '(not legible)'}<br>"
            f"<small>{_text(each.source + page)}</small></figcaption></figure>"
        ).encode()
    if is_empty:
        yield b"<p>There is none.</p>"
    yield b"</html>\n"


def _text(value: str) -> str:
    return html.escape(value)
