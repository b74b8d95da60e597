"""Inputs of several readings computed together: on a GPU ten strips cost little more than one.

Nobody waits for company. While the card computes, inputs gather; when it is free, the oldest is computed with
all that have its shape. A network that is asked by one reading at a time computes as it did without this.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np

from sealstack.models.runtime import interruption
from sealstack.models.runtime.session import FloatArray, Session, Shape

_GLANCE_SECONDS = 0.2
"""How often a reading that waits looks whether it is still wanted."""

_LARGEST = 16 * 1024 * 1024
"""Bytes of inputs that are computed together at most; what is larger by itself is computed alone."""


class _Waiting:
    """One input, and what becomes of it."""

    def __init__(self, batch: FloatArray) -> None:
        self.batch = batch
        self.output: FloatArray | None = None
        self.error: BaseException | None = None
        self.is_done = False


class BatchingSession:
    """A network that computes one batch at a time, made of the inputs of all readings that wait."""

    def __init__(self, session: Session, most: int) -> None:
        """Wrap a network.

        Args:
            session: the network; its first axis must be free.
            most: how many inputs are computed together, `N` of them all added up; at least 1.
        """
        self._session = session
        self._most = most
        self._changed = threading.Condition()
        self._queue: list[_Waiting] = []
        self._is_busy = False

    @property
    def provider(self) -> str:
        """What really computes."""
        return self._session.provider

    @property
    def metadata(self) -> Mapping[str, str]:
        """The custom metadata stored in the model file."""
        return self._session.metadata

    @property
    def inputs(self) -> Mapping[str, Shape]:
        """The inputs' names and shapes, in the order of the file."""
        return self._session.inputs

    def run(self, batch: FloatArray) -> FloatArray:
        """Compute the first output of `batch`, `(N, C, H, W)` float32, perhaps with those of other readings.

        Raises:
            models.runtime.interruption.Interrupted: the reading is not wanted any more.
        """
        interruption.check()
        mine = _Waiting(batch)
        with self._changed:
            self._queue.append(mine)
        while True:
            with self._changed:
                while self._is_busy and not mine.is_done:
                    self._changed.wait(_GLANCE_SECONDS)
                    self._leave_if_unwanted(mine)
                if mine.is_done:
                    break
                group = self._take()
                self._is_busy = True
            try:
                self._compute_together(group)
            finally:
                with self._changed:
                    self._is_busy = False
                    self._changed.notify_all()
        if mine.error is not None:
            raise mine.error
        assert mine.output is not None
        return mine.output

    def compute(self, feeds: Mapping[str, FloatArray]) -> Sequence[FloatArray]:
        """Compute all outputs, in the order of the file; never with other readings'."""
        return self._session.compute(feeds)

    def run_all(self, batches: Iterable[FloatArray]) -> Iterator[FloatArray]:
        """Compute the first output of each batch, one after the other."""
        return map(self.run, batches)

    def _leave_if_unwanted(self, mine: _Waiting) -> None:
        """Raise `Interrupted` where this reading has been broken off; its input is not computed then."""
        try:
            interruption.check()
        except interruption.Interrupted:
            if mine in self._queue:
                self._queue.remove(mine)
            raise

    def _take(self) -> list[_Waiting]:
        """Take the oldest input out of the queue, and those that can be computed with it."""
        first = self._queue.pop(0)
        group, count, size = [first], first.batch.shape[0], first.batch.nbytes
        for each in list(self._queue):
            together = size + each.batch.nbytes
            fits = count + each.batch.shape[0] <= self._most and together <= _LARGEST
            if fits and each.batch.shape[1:] == first.batch.shape[1:]:
                self._queue.remove(each)
                group.append(each)
                count, size = count + each.batch.shape[0], together
        return group

    def _compute_together(self, group: Sequence[_Waiting]) -> None:
        """Compute a group; when that fails, each by itself, so that each has the error that is its own."""
        # a stop of one reading must not end what is computed for the others
        with interruption.stoppable(threading.Event()):
            try:
                if len(group) > 1:
                    output = self._session.run(np.concatenate([each.batch for each in group]))
                    ends = np.cumsum([each.batch.shape[0] for each in group])[:-1]
                    for each, part in zip(group, np.split(output, ends), strict=True):
                        each.output = part
                    return
            except Exception:
                for each in group:
                    each.output = None
            finally:
                for each in group:
                    if each.output is None:
                        self._compute_alone(each)
                    each.is_done = True

    def _compute_alone(self, one: _Waiting) -> None:
        try:
            one.output = self._session.run(one.batch)
        except Exception as error:
            one.error = error


def can_batch(session: Session) -> bool:
    """Tell whether a network takes inputs one below the other: one input, whose first axis is free."""
    shapes = list(session.inputs.values())
    return len(shapes) == 1 and bool(shapes[0]) and not isinstance(shapes[0][0], int)
