"""A batch with quick readers, as a program that can be killed: `python -m bench.batch.driver`."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from bench.batch.readers import make_drawn_readers
from sealstack.batch.job import Job, Outcome, Pool, Task
from sealstack.batch.run import Plan, open_plan, run
from sealstack.batch.sources import sources_of
from sealstack.models.runtime import available_cores
from sealstack.service.settings.environment import read_settings


def main() -> int:
    """Read a folder into another one; prints the number of each finished block as it is finished."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("inputs")
    parser.add_argument("output", type=Path)
    parser.add_argument("--ray")
    parser.add_argument("--readers", type=int, default=0)
    parser.add_argument("--block", type=int, default=256)
    options = parser.parse_args()
    settings = read_settings()
    job = Job(Task.SEAL, settings, make_readers=make_drawn_readers)
    plan = Plan(
        *(options.output, (options.inputs,), job, lambda: sources_of((options.inputs,), settings)),
        largest_block=options.block,
        resume=True,
    )
    ledger = open_plan(plan)
    pool = _pool(job, options.ray, options.readers)
    try:
        totals = run(plan, ledger, pool, _print_finished)
    finally:
        pool.close()
    print(json.dumps({"files": totals.files_finished, "rows": totals.rows}), flush=True)
    return 0


def _pool(job: Job, address: str | None, readers: int) -> Pool:
    if address:
        from sealstack.batch.pools.ray_data import RayPool

        return RayPool(job, address, readers=readers, threads=1)
    from sealstack.batch.pools.processes import ProcessPool

    return ProcessPool(job, readers or available_cores())


def _print_finished(outcome: Outcome) -> None:
    print(f"block {outcome.work.block}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
