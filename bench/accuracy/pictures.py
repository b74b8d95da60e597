"""Labelled pictures: a folder with `labels.json` and the pictures it names."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.accuracy.comparison import Box

REAL_PICTURES = Path(__file__).parents[2].parent / "shared" / "data" / "real"
"""Where labelled real pictures lie when there are some; they are no part of the project."""

_PHOTOGRAPHED = "seal_t0"


@dataclass(frozen=True)
class SealLabel:
    """What is true of one seal.

    Attributes:
        body: the title, `?` for a character nobody could read; empty when it is not known.
        others: the other texts.
        box: where it is, pixels.
        shapes: the shapes it may be found to have; a foreshortened one may have several.
        shape: what it is.
        colour: its ink.
        uncertain: its text is not scored.
        ignored: it may be found or not.
    """

    body: str
    others: tuple[str, ...]
    box: Box
    shapes: tuple[str, ...]
    shape: str
    colour: str
    uncertain: bool = False
    ignored: bool = False


@dataclass(frozen=True)
class LabelledPicture:
    """A picture with the truth about its seals.

    Attributes:
        identity: its id in `labels.json`.
        path: its file.
        seals: its seals; empty when it has none.
        groups: the groups it is counted in besides those of its seals' shapes and colours.
    """

    identity: str
    path: Path
    seals: tuple[SealLabel, ...]
    groups: tuple[str, ...]


def read_labels(folder: Path) -> list[LabelledPicture]:
    """Read the seal pictures of a folder, in the order of its `labels.json`.

    Raises:
        OSError: there is no `labels.json`.
        ValueError: it is no JSON, or a record lacks something.
    """
    path = folder / "labels.json"
    records = json.loads(path.read_text(encoding="utf-8"))
    try:
        return [_picture(record, folder) for record in records if record["task"] == "seal"]
    except (KeyError, TypeError) as error:
        raise ValueError(f"{path}: a record lacks {error}") from error


def _picture(record: Mapping[str, Any], folder: Path) -> LabelledPicture:
    return LabelledPicture(
        identity=record["id"],
        path=folder / record["file"],
        seals=tuple(_seal(truth) for truth in record["truth"]),
        groups=_groups(record),
    )


def _groups(record: Mapping[str, Any]) -> tuple[str, ...]:
    """Drawn pictures are grouped by what the generator did to them, real ones by how they were taken.

    Real ones that were picked for something, such as invoices, are counted in that category too.
    """
    if "tags" in record:
        return ("all", *record["tags"])
    taken = "photographed stamp" if record["id"].startswith(_PHOTOGRAPHED) else "document"
    category = record.get("category")
    return ("all", taken, category) if category else ("all", taken)


def _seal(truth: Mapping[str, Any]) -> SealLabel:
    x, y, width, height = truth["box"]
    return SealLabel(
        body=truth.get("body") or "",
        others=tuple(truth.get("others", ())),
        box=(x, y, width, height),
        shapes=tuple(truth.get("shape_alt") or (truth["shape"],)),
        shape=truth["shape"],
        colour=truth["colour"],
        uncertain=bool(truth.get("uncertain")),
        ignored=bool(truth.get("ignore")),
    )
