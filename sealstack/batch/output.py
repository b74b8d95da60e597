"""The files of a batch, in one folder: each written beside its place, synced, and renamed into it."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from sealstack.batch.job import Outcome

LINES = "jsonl"
PARQUET = "parquet"


def write_atomically(path: Path, chunks: Iterable[bytes]) -> None:
    """Write a file so that it is there whole or not at all, also after the power fails.

    Raises:
        OSError: it cannot be written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.part")
    try:
        with beside.open("wb") as file:
            for chunk in chunks:
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except BaseException:
        with suppress(OSError):
            beside.unlink()
        raise


def part_of_block(folder: Path, kind: str, block: int) -> Path:
    """The file of a block's rows; a thousand lie in one folder."""
    return folder / kind / f"{block // 1000:05d}" / f"part-{block:08d}.{kind}"


def write_block(folder: Path, outcome: Outcome) -> None:
    """Write the files of a block, in the place of any that were there.

    Raises:
        OSError: they cannot be written.
    """
    for name, picture in outcome.pictures:
        write_atomically(folder / name, [picture])
    if outcome.parquet is not None:
        write_atomically(part_of_block(folder, PARQUET, outcome.work.block), [outcome.parquet])
    write_atomically(part_of_block(folder, LINES, outcome.work.block), [outcome.lines])


def lines_of(folder: Path, blocks: Iterable[int]) -> Iterator[bytes]:
    """Go through the rows of blocks as JSON lines, without holding them."""
    for block in blocks:
        with part_of_block(folder, LINES, block).open("rb") as lines:
            yield from lines
