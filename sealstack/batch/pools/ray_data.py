"""Readers as actors of a Ray cluster, fed by Ray Data."""

from __future__ import annotations

import itertools
import logging
import os
import pickle  # nosec B403 # between the driver and its own actors
from collections.abc import Iterable, Iterator
from typing import Any

from sealstack.batch.job import BatchError, Job, Lost, Outcome, Result, Work
from sealstack.batch.reader import BatchReader

_LOG = logging.getLogger(__name__)

_WAVE = 1024
_WAVE_OF_A_READER = 16
"""Works that Ray Data is given together, in all and for each reader: the more of both.

They bound the memory for what is planned. After each wave all readers wait for the last one and load their
networks anew, so that a wave must be long for each of them.
"""

_LOCAL = "local"


class RayPool:
    """Actors that read, as many as the cluster has room for, on CPUs or GPUs."""

    def __init__(self, job: Job, address: str, *, readers: int, threads: int, gpus: float = 0.0) -> None:
        """Connect to a cluster.

        Args:
            job: what they read.
            address: of the cluster, as Ray has it; `local` starts one on this machine.
            readers: how many actors; 0 for as many as the cluster has room for.
            threads: CPUs of each.
            gpus: GPUs of each.

        Raises:
            BatchError: there is no cluster, or no room in it.
        """
        # nothing reports home
        os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
        os.environ.setdefault("RAY_BACKEND_LOG_LEVEL", "fatal")
        import ray

        self._ray: Any = ray
        self._job = job
        self._threads = threads
        self._gpus = gpus
        try:
            ray.init(
                address=address,
                log_to_driver=False,
                logging_level="ERROR",
                configure_logging=False,
                **({"include_dashboard": False} if address == _LOCAL else {}),
            )
        except Exception as error:  # Ray raises plain ones too, as when a node does not start in time
            way_out = "; --pool processes reads without Ray" if address == _LOCAL else ""
            raise BatchError(f"the Ray cluster {address} cannot be reached: {error}{way_out}") from None
        resources = ray.cluster_resources()
        room = int(resources.get("GPU", 0) / gpus) if gpus else int(resources.get("CPU", 0) // threads)
        if room < 1:
            raise BatchError(f"the Ray cluster has no room for a reader of {threads} CPUs and {gpus:g} GPUs")
        self._readers = min(readers or room, room)
        self._nodes = sum(node["Alive"] for node in ray.nodes())
        _set_up_ray_data()

    @property
    def description(self) -> str:
        """What it is, for people."""
        return f"{self._readers} actors on a Ray cluster of {self._nodes} node{'s' * (self._nodes > 1)}"

    def run(self, works: Iterable[Work]) -> Iterator[Result]:
        """Have works done; see `Pool.run`."""
        waiting = iter(works)
        size = max(_WAVE, _WAVE_OF_A_READER * self._readers)
        while wave := list(itertools.islice(waiting, size)):
            yield from self._run_wave(wave)

    def close(self) -> None:
        """Leave the cluster; one that was started here ends."""
        self._ray.shutdown()

    def _run_wave(self, wave: list[Work]) -> Iterator[Result]:
        left = {(work.block, work.first): work for work in wave}
        try:
            for row in self._dataset(wave).iter_rows():
                outcome: Outcome = pickle.loads(row["outcome"])  # nosec B301
                if left.pop((outcome.work.block, outcome.work.first), None) is not None:
                    yield outcome
        except self._ray.exceptions.RayTaskError as error:
            cause = error.cause
            if isinstance(cause, BatchError):
                raise BatchError(str(cause)) from None
            _LOG.warning("Ray Data ended early: %s", error)
        except self._ray.exceptions.RayError as error:
            _LOG.warning("Ray Data ended early: %s", error)
        for work in left.values():
            yield Lost(work)

    def _dataset(self, wave: list[Work]) -> Any:
        from ray import data

        readers = min(self._readers, len(wave))
        return data.from_items(
            [{"work": pickle.dumps(work)} for work in wave], override_num_blocks=len(wave)
        ).map_batches(
            _Actor,
            fn_constructor_args=(pickle.dumps(self._job),),
            batch_size=1,
            compute=data.ActorPoolStrategy(min_size=1, max_size=readers, initial_size=readers),
            num_cpus=self._threads,
            **({"num_gpus": self._gpus} if self._gpus else {}),
        )


class _Actor:
    """One reader; Ray makes it in a process of its own."""

    def __init__(self, job: bytes) -> None:
        self._reader = BatchReader(pickle.loads(job))  # nosec B301

    def __call__(self, batch: dict[str, Any]) -> dict[str, Any]:
        """Read a batch of one work."""
        outcomes = [self._reader.read(pickle.loads(work)) for work in batch["work"]]  # nosec B301
        return {"outcome": [pickle.dumps(outcome) for outcome in outcomes]}


def _set_up_ray_data() -> None:
    """Leave it to read: no bars and tables beside the one that is shown, no end by itself, no measuring."""
    from ray import data

    context = data.DataContext.get_current()
    context.enable_progress_bars = False
    context.print_on_execution_start = False
    context.max_errored_blocks = -1  # what is lost is read again by the driver, which counts how often
    # a block of large PDFs takes longer than the half an hour after which Ray Data gives a run up
    context.execution_no_progress_timeout_s = -1
    # readers would look through the map of all their memory once a second
    context.memory_usage_poll_interval_s = None
    for name in ("ray", "ray.data"):
        logging.getLogger(name).setLevel(logging.ERROR)
