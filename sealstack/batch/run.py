"""The driver of a batch: it plans, hands works to readers, writes what comes back, and keeps the ledger."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from sealstack.batch import rows
from sealstack.batch.job import BatchError, Job, Lost, Outcome, Pool, Work
from sealstack.batch.ledger import Ledger, Totals
from sealstack.batch.output import write_block

WHOLE_PASSES = 2
"""How often a block is read as a whole whose reader ended in it; then it is read file by file."""

SINGLE_PASSES = 3
"""How often a file is read alone whose reader ended in it; then it has a row with that error."""

READER_DIED = "reader_died"


@dataclass(frozen=True)
class Plan:
    """What a batch is to read, and where to.

    Attributes:
        folder: of its files.
        inputs: as they were named.
        job: what is read of each page.
        sources: goes through the names of the files; called when there is no plan yet.
        largest_block: the most files of a block.
        resume: whether a run that is there already goes on.
        retry_failed: whether blocks with errors are read again.
    """

    folder: Path
    inputs: Sequence[str]
    job: Job
    sources: Callable[[], Iterable[str]]
    largest_block: int = 256
    resume: bool = False
    retry_failed: bool = False

    def identity(self) -> dict[str, object]:
        """What another run must have in common to go on with this one."""
        job = self.job
        return {
            "inputs": list(self.inputs),
            "task": job.task.value,
            "template": job.template_id,
            "pages": job.pages,
            "parquet": job.with_parquet,
        }


def open_plan(plan: Plan) -> Ledger:
    """Open the folder of a run and make sure that it has its plan.

    Raises:
        BatchError: another run is there, or nothing is named.
        sealstack.inputs.InputError: an input is not there.
    """
    try:
        plan.folder.mkdir(parents=True, exist_ok=True)
        ledger = Ledger(plan.folder)
    except OSError as error:
        raise BatchError(f"{plan.folder} cannot be written: {error.strerror or error}") from None
    try:
        known = ledger.identity()
        if known is None:
            if not ledger.plan(plan.sources(), plan.identity(), plan.largest_block):
                raise BatchError("there is no picture and no PDF in what was named")
        else:
            _require_same(plan, known)
            if plan.retry_failed:
                ledger.reopen_failed()
    except BaseException:
        ledger.close()
        raise
    return ledger


def run(plan: Plan, ledger: Ledger, pool: Pool, progress: Callable[[Outcome], None]) -> Totals:
    """Read everything that is not finished.

    Args:
        plan: what is read.
        ledger: its ledger, as `open_plan` gives it.
        pool: what reads.
        progress: called for every block that has been finished.

    Raises:
        BatchError: the readers cannot work, or the results cannot be written. The same run can go on later.
    """
    for outcome in _outcomes(ledger, pool, plan.job):
        try:
            write_block(plan.folder, outcome)
        except OSError as error:
            raise BatchError(f"{error.filename or plan.folder} cannot be written: {error.strerror}") from None
        ledger.finish(outcome)
        progress(outcome)
    return ledger.totals()


def _require_same(plan: Plan, known: dict[str, object]) -> None:
    if not plan.resume:
        raise BatchError(
            f"there is a run in {plan.folder} already: --resume goes on with it, "
            "and another --output begins a new one"
        )
    for name, value in plan.identity().items():
        if known.get(name) != value:
            raise BatchError(f"the run in {plan.folder} has other {name}: {known.get(name)!r}, not {value!r}")


def _outcomes(ledger: Ledger, pool: Pool, job: Job) -> Iterator[Outcome]:
    """Each unfinished block once, in any order, however often readers end in it."""
    lost: Iterable[Work] = ledger.unfinished()
    for _ in range(WHOLE_PASSES):
        failed: list[Work] = []
        for result in pool.run(lost):
            if isinstance(result, Lost):
                failed.append(result.work)
            else:
                yield result
        if not failed:
            return
        lost = failed
    for block in list(lost):
        yield _read_one_by_one(block, pool, job)


def _read_one_by_one(block: Work, pool: Pool, job: Job) -> Outcome:
    """Read a block file by file: the one that ends its readers is reported, the others are read."""
    parts: dict[int, Outcome] = {}
    waiting = [Work(block.block, (name,), first) for first, name in enumerate(block.files)]
    for _ in range(SINGLE_PASSES):
        failed: list[Work] = []
        for result in pool.run(waiting):
            if isinstance(result, Lost):
                failed.append(result.work)
            else:
                parts[result.work.first] = result
        waiting = failed
    for work in waiting:
        parts[work.first] = _died(work, job)
    return _joined(block, [parts[first] for first in sorted(parts)], job)


def _died(work: Work, job: Job) -> Outcome:
    [source] = work.files
    row = rows.row_of_error(
        {"source": source, "page": None}, READER_DIED, f"{SINGLE_PASSES} readers ended while they read it"
    )
    return Outcome(
        work, rows.json_lines([row], job.task), None, rows=1, pages=0, found=0, errors={READER_DIED: 1}
    )


def _joined(block: Work, parts: Sequence[Outcome], job: Job) -> Outcome:
    lines = b"".join(each.lines for each in parts)
    errors: dict[str, int] = {}
    for each in parts:
        for kind, count in each.errors.items():
            errors[kind] = errors.get(kind, 0) + count
    unsure = sorted((one for each in parts for one in each.unsure), key=lambda one: one.score)
    return replace(
        parts[0],
        work=block,
        lines=lines,
        parquet=rows.parquet_of(lines, job.task) if job.with_parquet else None,
        rows=sum(each.rows for each in parts),
        pages=sum(each.pages for each in parts),
        found=sum(each.found for each in parts),
        errors=errors,
        unsure=unsure[: job.unsure],
        pictures=[one for each in parts for one in each.pictures],
        seconds=sum(each.seconds for each in parts),
    )
