"""Where pictures are read: a few threads with a short queue, apart from those that talk to clients."""

from __future__ import annotations

import contextvars
import gc
import time
from collections.abc import Callable, Iterator, Sequence, Set
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from functools import partial
from threading import Event, Lock, Timer
from typing import Any, Protocol, TypeVar

from sealstack.models import runtime
from sealstack.models.form.align.whole import Alignment
from sealstack.models.form.template import FieldMark, FormFeatures, FormReading
from sealstack.models.pipelines.readers import PageReaders
from sealstack.models.runtime.interruption import stoppable
from sealstack.models.runtime.machine.memory import give_back
from sealstack.models.values import Image
from sealstack.service.http.request_log import add_seconds, stage
from sealstack.service.process.caller import CallerLeftError, caller_has_left

Result = TypeVar("Result")

_TIDYING_SECONDS = 5.0
"""How long freed memory is kept after a reading: giving it back takes a twentieth of a second."""

_GLANCE_SECONDS = 0.5
"""How often it is looked whether the caller is still there."""

_STUCK = 2
"""Times its deadline: a reading that goes on for longer does not end at steps, as it should."""


class Readers(PageReaders, Protocol):
    """What reads pictures: pages as pipelines read them, and forms.

    Every method may be called from several threads at once.
    """

    def load(self) -> None:
        """Load the networks, once; later calls return at once."""

    @property
    def loaded(self) -> bool:
        """Whether `load` has finished."""

    @property
    def provider(self) -> str:
        """What the networks run on, as it really is; empty before they are loaded."""

    @property
    def alphabet(self) -> Set[str]:
        """Every character that is known to what reads general text; empty before it is loaded."""

    @property
    def form_features_version(self) -> int:
        """Of the features that `describe_form` makes; known before anything is loaded."""

    def describe_form(self, image: Image) -> FormFeatures:
        """Work out what is kept of a template's picture."""

    def likely_forms(self, image: Image, signatures: Sequence[bytes], count: int) -> Sequence[int]:
        """The numbers of the templates that a picture probably shows, the likeliest first."""

    def match_form(
        self, image: Image, marks: Sequence[FieldMark], features: FormFeatures, by_words: bool
    ) -> Alignment:
        """How a template lies on a picture, and how well it matches; raises `FormMismatchError`.

        Only with `by_words` is the page read where its keypoints do not decide.
        """

    def read_form(
        self,
        image: Image,
        marks: Sequence[FieldMark],
        features: FormFeatures,
        alignment: Alignment | None = None,
    ) -> FormReading:
        """Read the fields of a form; raises `FormMismatchError`.

        It is not aligned once more where `match_form` was called and its answer is given.
        """


class Overloaded(Exception):  # noqa: N818
    """Every thread reads and every place in the queue is taken.

    Attributes:
        limit: how many may wait.
    """

    def __init__(self, limit: int) -> None:
        super().__init__(f"{limit} readings wait already")
        self.limit = limit


class ReadingTooLongError(Exception):
    """A picture was not read before the deadline; the reading ends at its next step.

    Attributes:
        seconds: how long it might have taken, waiting included.
    """

    def __init__(self, seconds: float) -> None:
        super().__init__(f"the picture was not read within {seconds:g} seconds")
        self.seconds = seconds


class Place:
    """A place in the queue, taken before there is a picture to be read: `Inference.place` gives it."""

    def __init__(
        self, start: Callable[[Callable[[Readers], Any], Event], Future[Any]], seconds: float
    ) -> None:
        self._start = start
        self._seconds = seconds
        self._deadline = time.monotonic() + seconds
        self._stop = Event()
        self._future: Future[Any] | None = None

    @property
    def deadline(self) -> float:
        """When whatever is done in this place must have ended, in seconds of `time.monotonic`."""
        return self._deadline

    def run(self, reading: Callable[[Readers], Result]) -> Result:
        """Run a reading on one of the threads and wait for what it returns.

        Raises:
            ReadingTooLongError: the deadline has passed; the reading ends at its next step, or never begins.
            service.process.caller.CallerLeftError: the client has gone meanwhile; likewise.
            Exception: whatever the reading raises.
        """
        future = self._future = self._start(reading, self._stop)
        while not future.done():
            left = self._deadline - time.monotonic()
            if left <= 0:
                self._give_up(future)
                raise ReadingTooLongError(self._seconds)
            if caller_has_left():
                self._give_up(future)
                raise CallerLeftError
            wait([future], min(left, _GLANCE_SECONDS))
        result: Result = future.result()
        return result

    def when_ended(self, done: Callable[[], None]) -> None:
        """Call `done` once nothing runs in this place any more; at once if nothing does."""
        if self._future is None:
            done()
        else:
            self._future.add_done_callback(lambda _: done())

    def _give_up(self, future: Future[Any]) -> None:
        self._stop.set()
        future.cancel()


class Inference:
    """Runs readings on its own threads, and refuses what would have to wait too long.

    Attributes:
        readers: what the readings are done with.
    """

    def __init__(self, readers: Readers, *, threads: int, queue: int, seconds: float = 30.0) -> None:
        """Make the threads' pool; the threads start with the first reading.

        Args:
            readers: what reads.
            threads: how many readings run at the same time.
            queue: how many more may wait.
            seconds: how long a reading may take, from the moment its place is taken.
        """
        self.readers = readers
        self._queue = queue
        self._places = threads + queue
        self._seconds = seconds
        self._taken = 0
        self._lock = Lock()
        self._tidying = False
        self._count = threads
        self._begun: dict[Event, float] = {}
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="reading")

    @property
    def taken(self) -> int:
        """How many readings run or wait at this moment."""
        return self._taken

    @property
    def stuck(self) -> int:
        """How many readings have gone on for twice their deadline, and should have ended long ago."""
        latest = time.monotonic() - _STUCK * self._seconds
        with self._lock:
            return sum(begun < latest for begun in self._begun.values())

    @property
    def all_stuck(self) -> bool:
        """Whether no thread is left that reads."""
        return self.stuck >= self._count

    @contextmanager
    def place(self) -> Iterator[Place]:
        """Take a place in the queue, and give it back once the block and the reading in it have ended.

        Whoever has one fetches and decodes the picture on a thread of its own, and then has it read: what
        there is no room for costs nothing, and no thread that reads waits for a file.

        Raises:
            Overloaded: no thread and no place in the queue is free.
            ReadingTooLongError: the block raised `TimeoutError`, as its deadline has passed.
        """
        self._take_place()
        place = Place(self._start, self._seconds)
        try:
            yield place
        except TimeoutError:
            if time.monotonic() < place.deadline:
                raise
            raise ReadingTooLongError(self._seconds) from None
        finally:
            place.when_ended(self._free_place)

    def run(self, reading: Callable[[Readers], Result]) -> Result:
        """Take a place and run a reading in it.

        Raises:
            Overloaded: no thread and no place in the queue is free.
            Exception: whatever `Place.run` raises.
        """
        with self.place() as place:
            return place.run(reading)

    def require_room(self) -> None:
        """Make sure that a place is free at this moment, before a file is fetched that needs one later.

        Raises:
            Overloaded: none is.
        """
        with self._lock:
            if self._taken >= self._places:
                raise Overloaded(self._queue)

    def alphabet(self) -> Set[str]:
        """Which characters can be read, loading the networks first if need be."""
        self.readers.load()
        return self.readers.alphabet

    def _start(self, reading: Callable[[Readers], Result], stop: Event) -> Future[Result]:
        begin = partial(self._read, reading, stop, time.monotonic())
        future = self._threads.submit(contextvars.copy_context().run, begin)
        future.add_done_callback(self._tidy)
        return future

    def _take_place(self) -> None:
        with self._lock:
            if self._taken >= self._places:
                raise Overloaded(self._queue)
            self._taken += 1

    def _free_place(self) -> None:
        with self._lock:
            self._taken -= 1

    def _tidy(self, _: object) -> None:
        """See to it that memory is given back before long, however many readings come until then."""
        with self._lock:
            if self._tidying:
                return
            self._tidying = True
        timer = Timer(_TIDYING_SECONDS, self._give_back)
        timer.daemon = True
        timer.start()

    def _give_back(self) -> None:
        with self._lock:
            self._tidying = False
        gc.collect()  # errors and the frames they came through hold each other, and pictures with them
        give_back()

    def _read(self, reading: Callable[[Readers], Result], stop: Event, submitted: float) -> Result:
        self.readers.load()
        begun = time.monotonic()
        add_seconds("waiting", begun - submitted)
        with self._lock:
            self._begun[stop] = begun
        try:
            with stage("reading"), runtime.reading(), stoppable(stop):
                return reading(self.readers)
        finally:
            with self._lock:
                del self._begun[stop]
