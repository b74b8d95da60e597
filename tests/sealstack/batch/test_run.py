"""A batch from its inputs to its rows: each file once, whatever ends in between."""

import json
from collections import Counter

import pytest

from sealstack.batch.job import BatchError, Job, Lost, Task
from sealstack.batch.pools.processes import ProcessPool
from sealstack.batch.reader import BatchReader
from sealstack.batch.run import open_plan, run
from tests import needs
from tests.sealstack.batch.made import POISON, a_job, a_picture, a_plan


class PoolHere:
    """Reads in this process; loses the works whose numbers are given, each so many times."""

    description = "this process"

    def __init__(self, job: Job, losses: dict[int, int] | None = None, stop_after: int | None = None):
        self.reader = BatchReader(job)
        self.losses = losses or {}
        self.stop_after = stop_after
        self.read: Counter[str] = Counter()

    def run(self, works):
        for work in works:
            if self.losses.get(work.block, 0) > 0:
                self.losses[work.block] -= 1
                yield Lost(work)
                continue
            if self.stop_after is not None:
                if self.stop_after == 0:
                    raise KeyboardInterrupt
                self.stop_after -= 1
            self.read.update(work.files)
            yield self.reader.read(work)

    def close(self):
        self.reader.close()


def finished(plan, pool):
    ledger = open_plan(plan)
    try:
        return run(plan, ledger, pool, lambda outcome: None)
    finally:
        ledger.close()
        pool.close()


def sources_in(folder):
    return Counter(
        json.loads(line)["source"]
        for part in (folder / "jsonl").rglob("*.jsonl")
        for line in part.read_text(encoding="utf-8").splitlines()
    )


@pytest.fixture
def inputs(tmp_path):
    for number in range(12):
        a_picture(tmp_path / "in" / f"{number:02d}.png", 100 + number)
    return tmp_path / "in"


def every(inputs):
    return Counter(str(path) for path in inputs.iterdir())


def test_every_file_has_its_row(tmp_path, inputs):
    job = a_job(tmp_path)
    totals = finished(a_plan(inputs, tmp_path / "out", job), PoolHere(job))
    assert sources_in(tmp_path / "out") == every(inputs)
    assert (totals.files_finished, totals.rows, totals.found) == (12, 12, 12)


def test_a_run_that_was_stopped_goes_on_and_reads_nothing_again(tmp_path, inputs):
    job = a_job(tmp_path)
    stopped = PoolHere(job, stop_after=5)
    with pytest.raises(KeyboardInterrupt):
        finished(a_plan(inputs, tmp_path / "out", job), stopped)
    going_on = PoolHere(job)
    finished(a_plan(inputs, tmp_path / "out", job, resume=True), going_on)
    assert sources_in(tmp_path / "out") == every(inputs)
    assert stopped.read + going_on.read == every(inputs)


def test_a_run_that_is_finished_reads_nothing(tmp_path, inputs):
    job = a_job(tmp_path)
    finished(a_plan(inputs, tmp_path / "out", job), PoolHere(job))
    again = PoolHere(job)
    finished(a_plan(inputs, tmp_path / "out", job, resume=True), again)
    assert again.read == Counter()


def test_another_run_is_not_written_over(tmp_path, inputs):
    job = a_job(tmp_path)
    finished(a_plan(inputs, tmp_path / "out", job), PoolHere(job))
    with pytest.raises(BatchError, match="--resume goes on with it"):
        open_plan(a_plan(inputs, tmp_path / "out", job))
    with pytest.raises(BatchError, match="has other task: 'seal', not 'ocr'"):
        open_plan(a_plan(inputs, tmp_path / "out", a_job(tmp_path, Task.OCR), resume=True))


def test_files_that_could_not_be_read_are_read_again_on_request(tmp_path, inputs):
    job = a_job(tmp_path)
    (inputs / "05.png").write_bytes(b"being copied")
    finished(a_plan(inputs, tmp_path / "out", job), PoolHere(job))
    a_picture(inputs / "05.png")
    again = PoolHere(job)
    totals = finished(a_plan(inputs, tmp_path / "out", job, resume=True, retry_failed=True), again)
    assert again.read == {str(inputs / "05.png"): 1}
    assert totals.errors == {}
    assert sources_in(tmp_path / "out") == every(inputs)


def test_nothing_to_read_is_an_error(tmp_path):
    (tmp_path / "in").mkdir()
    with pytest.raises(BatchError, match="no picture and no PDF"):
        open_plan(a_plan(tmp_path / "in", tmp_path / "out", a_job(tmp_path)))


@pytest.mark.parametrize("times", [1, 2, 4])
def test_what_is_lost_with_its_reader_is_read_again(tmp_path, inputs, times):
    job = a_job(tmp_path)
    totals = finished(a_plan(inputs, tmp_path / "out", job), PoolHere(job, {3: times}))
    assert totals.errors == {}
    assert sources_in(tmp_path / "out") == every(inputs)


def test_a_file_that_ends_every_reader_is_a_row_and_the_others_are_read(tmp_path, inputs):
    job = a_job(tmp_path)
    a_picture(inputs / "04.png", POISON)
    for number in range(12, 80):
        a_picture(inputs / f"{number:02d}.png", 100 + number)
    totals = finished(a_plan(inputs, tmp_path / "out", job), ProcessPool(job, 2))
    assert sources_in(tmp_path / "out") == every(inputs)
    assert totals.errors == {"reader_died": 1}


def test_parquet_is_written_beside_the_lines(tmp_path, inputs):
    needs.extra("scale", "pyarrow")
    from pyarrow import dataset

    job = a_job(tmp_path, with_parquet=True)
    finished(a_plan(inputs, tmp_path / "out", job), PoolHere(job, {3: 2}))
    table = dataset.dataset(tmp_path / "out" / "parquet").to_table()
    assert Counter(table.column("source").to_pylist()) == every(inputs)


def test_ray_data_writes_the_same(tmp_path, inputs):
    needs.extra("scale", "ray")
    from sealstack.batch.pools.ray_data import RayPool

    (inputs / "bad.png").write_bytes(b"no picture")
    job = a_job(tmp_path, with_parquet=True)
    finished(a_plan(inputs, tmp_path / "processes", job), ProcessPool(job, 1))
    finished(a_plan(inputs, tmp_path / "ray", job), RayPool(job, "local", readers=1, threads=1))
    files = sorted(path.relative_to(tmp_path / "ray") for path in (tmp_path / "ray").rglob("*part-*"))
    assert files == sorted(
        path.relative_to(tmp_path / "processes") for path in (tmp_path / "processes").rglob("*part-*")
    )
    for file in files:
        assert (tmp_path / "ray" / file).read_bytes() == (tmp_path / "processes" / file).read_bytes()


def test_ray_data_does_not_give_up_a_block_that_takes_long(tmp_path, inputs):
    needs.extra("scale", "ray")
    from ray import data

    from sealstack.batch.pools.ray_data import RayPool

    # what takes longer without a result than this, be it the start of a reader, ends a run of Ray Data's
    data.DataContext.get_current().execution_no_progress_timeout_s = 0.01
    job = a_job(tmp_path)
    finished(a_plan(inputs, tmp_path / "out", job), RayPool(job, "local", readers=1, threads=1))
    assert sources_in(tmp_path / "out") == every(inputs)
