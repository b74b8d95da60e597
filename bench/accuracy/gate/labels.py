"""Labelled lines of text and labelled forms: the records of `labels.json` that are not about seals."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from sealstack.models.values import Quad

_TEXT = "ocr"
_FORM = "template"


@dataclass(frozen=True)
class LabelledText:
    """A picture with lines that stand on it.

    Attributes:
        identity: its id in `labels.json`.
        path: its file.
        lines: lines it has, perhaps not all; `?` for a character nobody could read.
    """

    identity: str
    path: Path
    lines: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class FormPair:
    """A form to be read by a template.

    Attributes:
        identity: its id in `labels.json`.
        template: the template's picture.
        marks: each field's name and quad, `(4, 2)` float32 pixels of the template.
        query: the picture to be read.
        truth: what the fields say, by name; empty where nothing is printed. Others do not count.
    """

    identity: str
    template: Path
    marks: tuple[tuple[str, Quad], ...]
    query: Path
    truth: Mapping[str, str]


def read_texts(folder: Path) -> list[LabelledText]:
    """Read the records about lines of text, in the order of a folder's `labels.json`.

    Raises:
        OSError: there is no `labels.json`.
        ValueError: it is no JSON, or a record lacks something.
    """
    return [
        LabelledText(record["id"], folder / record["file"], tuple(record["truth"]))
        for record in _records(folder, _TEXT, ("file", "truth"))
    ]


def read_form_pairs(folder: Path) -> list[FormPair]:
    """Read the records about forms, in the order of a folder's `labels.json`.

    Raises:
        OSError: there is no `labels.json`.
        ValueError: it is no JSON, or a record lacks something.
    """
    return [
        FormPair(
            identity=record["id"],
            template=folder / record["template_file"],
            marks=tuple((mark["name"], np.array(mark["quad"], np.float32)) for mark in record["fields"]),
            query=folder / record["query_file"],
            truth=record["truth"],
        )
        for record in _records(folder, _FORM, ("template_file", "fields", "query_file", "truth"))
    ]


def _records(folder: Path, task: str, needed: tuple[str, ...]) -> list[Mapping[str, Any]]:
    """The records about one task.

    Raises:
        OSError: there is no `labels.json`.
        ValueError: it is no JSON, or a record lacks one of the `needed` keys.
    """
    path = folder / "labels.json"
    records = [record for record in json.loads(path.read_text(encoding="utf-8")) if record["task"] == task]
    for record in records:
        missing = [key for key in ("id", *needed) if key not in record]
        if missing:
            raise ValueError(f"{path}: a record lacks {missing[0]!r}")
    return records
