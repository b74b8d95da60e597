"""What travels between the driver of a batch and its readers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol, TypeAlias

from sealstack.service.readers.engine import EngineReaders
from sealstack.service.readers.inference import Readers
from sealstack.service.settings.settings import Settings


class Task(StrEnum):
    """What is read in every page."""

    SEAL = "seal"
    OCR = "ocr"
    TEMPLATE = "template"
    PREPROCESS = "preprocess"


class BatchError(Exception):
    """A batch cannot begin or go on; the message says why. What is finished stays finished."""


@dataclass(frozen=True)
class Job:
    """What every reader is given once.

    Attributes:
        task: what is read.
        settings: of the readers; their networks, their database, how long a page may take.
        template_id: the template for `Task.TEMPLATE`, or `auto`.
        owner: whose template.
        pages: the most pages of a document; 0 for all.
        with_parquet: whether results are made Parquet besides JSON lines.
        unsure: how many of the least sure results of a block are kept with a thumbnail.
        make_readers: makes what reads, once in each process.
    """

    task: Task
    settings: Settings
    template_id: str = ""
    owner: str = ""
    pages: int = 0
    with_parquet: bool = True
    unsure: int = 2
    make_readers: Callable[[Settings], Readers] = EngineReaders


@dataclass(frozen=True)
class Work:
    """Files that one reader reads one after the other.

    Attributes:
        block: the number of the block that they are of, from 0.
        files: paths, URLs, `s3://` URLs.
        first: the place of the first of them in the block: 0 but for blocks that are read file by file.
    """

    block: int
    files: tuple[str, ...]
    first: int = 0


@dataclass(frozen=True)
class Unsure:
    """A result that somebody may want to look at.

    Attributes:
        score: of the result, 0..1.
        source: the file.
        page: from 1; None for a picture.
        text: what was read.
        picture: a JPEG of the place.
    """

    score: float
    source: str
    page: int | None
    text: str
    picture: bytes


@dataclass(frozen=True)
class Outcome:
    """What became of a `Work`.

    Attributes:
        work: which.
        lines: the rows as JSON lines, UTF-8.
        parquet: the same rows as a Parquet file; None where none was asked for.
        rows: how many rows.
        pages: how many pages were read.
        found: how many seals, lines, fields or pages were found in them.
        errors: how many rows have an error, by its kind.
        unsure: the least sure results, the least sure first.
        pictures: files to be written beside the rows: their names in the output folder, and their content.
        seconds: how long the reader took.
    """

    work: Work
    lines: bytes
    parquet: bytes | None
    rows: int
    pages: int
    found: int
    errors: Mapping[str, int] = field(default_factory=dict)
    unsure: Sequence[Unsure] = ()
    pictures: Sequence[tuple[str, bytes]] = ()
    seconds: float = 0.0


@dataclass(frozen=True)
class Lost:
    """A `Work` whose reader ended before it was done: killed, crashed, or its machine gone.

    Attributes:
        work: which.
    """

    work: Work


Result: TypeAlias = Outcome | Lost


class Pool(Protocol):
    """Readers in processes. It may be used once at a time."""

    @property
    def description(self) -> str:
        """What it is, for people."""

    def run(self, works: Iterable[Work]) -> Iterator[Result]:
        """Have works done, in any order; each has one result.

        No more of `works` is taken than there is room for.

        Raises:
            BatchError: the readers cannot work at all.
        """

    def close(self) -> None:
        """End the readers."""
