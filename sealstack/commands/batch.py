"""The command `batch`: what is read in very many files, on all cores or on a cluster."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import click
from tqdm import tqdm

from sealstack.batch.job import BatchError, Job, Outcome, Pool, Task
from sealstack.batch.ledger import Ledger
from sealstack.batch.run import Plan, open_plan, run
from sealstack.batch.sources import sources_of
from sealstack.batch.summary import REPORT, Summary, write_summary
from sealstack.commands.outputs import say
from sealstack.commands.report import (
    NOTHING_READ,
    SOME_FAILED,
    device_option,
    no_template,
    pages_option,
    plain_errors,
)
from sealstack.engine import Models, settings_for
from sealstack.models.runtime import available_cores
from sealstack.service.settings.settings import Settings
from sealstack.service.templates.local import (
    AmbiguousNameError,
    TemplateNotFoundError,
    id_of_template,
    opened_templates,
    owner_by_key,
)

INPUTS = """INPUT is a folder, a pattern in quotes, a manifest (lines of text or JSON: .txt, .lst, .jsonl;
or .parquet with a column source, path, file or url), an s3://bucket/prefix, a picture or a PDF, or - for
lines from the standard input.

\b
Exit status: 0 all were read, 1 none was, 2 wrong usage, 3 some could not be read.
"""

_STOPPED = 130
_AUTO = "auto"


@click.command(epilog=INPUTS)
@click.argument("inputs", metavar="INPUT...", nargs=-1, required=True, type=click.Path(allow_dash=True))
@click.option("--task", type=click.Choice([each.value for each in Task]), required=True, help="What is read.")
@click.option(
    "--template",
    "template_id",
    default="",
    metavar="TEMPLATE",
    help="The id or name of the template, or auto.",
)
@click.option(
    "--api-key", "key", metavar="KEY", help="Whose template: one of OCR_API_KEYS, when there are any."
)
@click.option(
    "--output",
    "folder",
    type=click.Path(path_type=Path),
    required=True,
    metavar="DIR",
    help="Where to write.",
)
@click.option("--resume", is_flag=True, help="Go on with the run in DIR, if there is one.")
@click.option("--retry-failed", is_flag=True, help="As --resume, and read blocks with errors again.")
@click.option("--csv", "with_csv", is_flag=True, help="Also write results.csv, which Excel reads.")
@click.option("--ray", "address", metavar="ADDRESS", help="The Ray cluster to read on, such as auto.")
@click.option(
    "--pool",
    "kind",
    type=click.Choice([_AUTO, "ray", "processes"]),
    default=_AUTO,
    help="What runs the readers: Ray Data, or processes of this machine. auto: Ray Data if it is installed.",
)
@click.option(
    "--readers", type=click.IntRange(1), metavar="N", help="How many read; as many as there is room for."
)
@click.option("--threads", type=click.IntRange(1), default=1, metavar="N", help="Cores of each reader.")
@click.option(
    "--readers-per-gpu", "per_gpu", type=click.IntRange(1), default=1, metavar="N", help="With --device gpu."
)
@click.option(
    "--block",
    "largest",
    type=click.IntRange(1, 100_000),
    default=256,
    metavar="N",
    help="The most files of a block.",
)
@pages_option
@device_option
def batch(
    inputs: tuple[str, ...],
    task: str,
    template_id: str,
    key: str | None,
    folder: Path,
    with_csv: bool,
    resume: bool,
    retry_failed: bool,
    pages: int,
    device: str | None,
    largest: int,
    **pool_options: Any,
) -> None:
    """Read very many files into Parquet and JSON lines.

    There is a row for each seal, line or field; --csv has one for each form. What is finished is kept in a
    ledger: killed at any moment, the same command with --resume goes on.
    """
    if (task == Task.TEMPLATE) != bool(template_id):
        raise click.UsageError(
            "--template belongs to --task template, and --task template needs it: an id, a name, or auto"
        )
    if pool_options["address"] and pool_options["kind"] == "processes":
        raise click.UsageError("--ray and --pool processes exclude each other")
    with plain_errors(), _errors_of_batch():
        settings = settings_for(device, pool_options["threads"], Models())
        job = _job(Task(task), settings, template_id, key, pages)
        plan = Plan(
            *(folder, inputs, job, lambda: sources_of(inputs, settings), largest),
            resume=resume or retry_failed,
            retry_failed=retry_failed,
        )
        ledger = open_plan(plan)
        if not job.with_parquet:
            click.echo("Without pyarrow (the extra `parquet`) no Parquet is written.", err=True)
        try:
            _run(plan, ledger, with_csv, lambda: _pool(job, **pool_options))
        finally:
            ledger.close()


def _job(task: Task, settings: Settings, template_id: str, key: str | None, pages: int) -> Job:
    owner = ""
    if task is Task.TEMPLATE:
        owner = owner_by_key(settings, key)
        if template_id != _AUTO:
            from sealstack.service.readers.engine import EngineReaders

            with opened_templates(settings, EngineReaders(settings)) as templates:
                template_id = id_of_template(templates, owner, template_id)
    return Job(task, settings, template_id, owner, pages, find_spec("pyarrow") is not None)


def _pool(
    job: Job, *, address: str | None, kind: str, readers: int | None, threads: int, per_gpu: int
) -> Pool:
    """What reads: Ray Data where it is installed or asked for, processes of this machine otherwise."""
    has_ray = find_spec("ray") is not None
    if kind == "processes" or (kind == _AUTO and not has_ray and not address):
        from sealstack.batch.pools.processes import ProcessPool

        return ProcessPool(job, readers or max(1, available_cores() // threads))
    if not has_ray:
        raise click.ClickException("Ray is not installed: the `scale` extra brings it")
    from sealstack.batch.pools.ray_data import RayPool

    gpus = 1 / per_gpu if job.settings.device.startswith("gpu") else 0.0
    return RayPool(job, address or "local", readers=readers or 0, threads=threads, gpus=gpus)


def _run(plan: Plan, ledger: Ledger, with_csv: bool, make_pool: Callable[[], Pool]) -> None:
    """Read what is left, write the summary, and end with the status that belongs to it."""
    before = ledger.totals()
    pages, started, readers = 0, time.monotonic(), "none: everything was finished"
    with tqdm(
        total=before.files,
        initial=before.files_finished,
        unit="file",
        file=sys.stderr,
        disable=None,
        leave=False,
    ) as bar:

        def progress(outcome: Outcome) -> None:
            nonlocal pages
            pages += outcome.pages
            bar.update(len(outcome.work.files))

        if before.blocks_finished < before.blocks:
            pool = make_pool()
            readers, started = pool.description, time.monotonic()
            try:
                run(plan, ledger, pool, progress)
            finally:
                pool.close()
    summary = Summary(plan.job.task, readers, ledger.totals(), pages, time.monotonic() - started)
    write_summary(plan.folder, summary, ledger, with_csv=with_csv)
    for name, value in summary.lines():
        say(f"{name:<24}{value}")
    say(f"{'report':<24}{plan.folder / REPORT}")
    if summary.totals.errors:
        raise SystemExit(SOME_FAILED if summary.totals.pages else NOTHING_READ)


@contextmanager
def _errors_of_batch() -> Iterator[None]:
    """Print why a batch cannot begin or go on in one line; what is finished is kept."""
    try:
        yield
    except BatchError as error:
        raise click.ClickException(str(error)) from None
    except TemplateNotFoundError as error:
        raise click.ClickException(no_template(error.template_id)) from None
    except AmbiguousNameError as error:
        raise click.ClickException(str(error)) from None
    except KeyboardInterrupt:
        click.echo("Stopped; --resume goes on from here.", err=True)
        raise SystemExit(_STOPPED) from None
