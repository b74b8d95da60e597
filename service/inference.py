"""Where pictures are read: a few threads with a short queue, apart from those that talk to clients."""

from __future__ import annotations

import contextvars
import threading
from collections.abc import Callable, Sequence, Set
from concurrent.futures import ThreadPoolExecutor
from typing import Protocol, TypeVar

from models import runtime
from models.document.page import PreprocessedPage
from models.external import LayoutBox, LayoutSearch, TextSearch
from models.form.template import FieldMark, FormFeatures, FormReading
from models.runtime.memory import give_back
from models.values import Image, Seal, SealText, TextLine

Result = TypeVar("Result")

_TIDYING_SECONDS = 5.0
"""How long freed memory is kept after a reading: giving it back takes a twentieth of a second."""


class Readers(Protocol):
    """What reads pictures. Every method may be called from several threads at once."""

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
        """Every character that the recognizer knows; empty before it is loaded."""

    def read_seals(self, image: Image) -> Sequence[Seal]:
        """Find and read every seal, the most prominent first."""

    def find_parts(self, image: Image, search: LayoutSearch) -> Sequence[LayoutBox] | None:
        """Find the parts of a page by a layout model of others; None when there is none."""

    def read_seal_texts(self, image: Image, search: TextSearch) -> Sequence[SealText] | None:
        """Read the lines of a seal that a detector of others finds; None when there is none."""

    def read_lines(
        self,
        image: Image,
        *,
        detect: bool = True,
        classify: bool = True,
        recognize: bool = True,
        characters: bool = False,
    ) -> Sequence[TextLine]:
        """Find and read every line of text."""

    def preprocess(self, image: Image, *, orientation: bool, unwarping: bool) -> PreprocessedPage:
        """Make a page upright and flat, as far as asked for."""

    @property
    def form_features_version(self) -> int:
        """Of the features that `describe_form` makes; known before anything is loaded."""

    def describe_form(self, image: Image) -> FormFeatures:
        """Work out what is kept of a template's picture."""

    def likely_forms(self, image: Image, signatures: Sequence[bytes], count: int) -> Sequence[int]:
        """Tell the numbers of the templates that a picture probably shows, the likeliest first."""

    def match_form(self, image: Image, features: FormFeatures, by_words: bool) -> float:
        """Tell how well a picture matches a template, 0..1; raises `FormMismatchError`.

        Only with `by_words` is the page read where its keypoints do not tell.
        """

    def read_form(self, image: Image, marks: Sequence[FieldMark], features: FormFeatures) -> FormReading:
        """Read the fields of a form; raises `FormMismatchError`."""


class Overloaded(Exception):  # noqa: N818
    """Every thread reads and every place in the queue is taken.

    Attributes:
        limit: how many may wait.
    """

    def __init__(self, limit: int) -> None:
        super().__init__(f"{limit} readings wait already")
        self.limit = limit


class Inference:
    """Runs readings on its own threads, and refuses what would have to wait too long.

    Attributes:
        readers: what the readings are done with.
    """

    def __init__(self, readers: Readers, *, threads: int, queue: int) -> None:
        """Make the threads' pool; the threads start with the first reading.

        Args:
            readers: what reads.
            threads: how many readings run at the same time.
            queue: how many more may wait.
        """
        self.readers = readers
        self._queue = queue
        self._places = threads + queue
        self._taken = 0
        self._lock = threading.Lock()
        self._tidying = False
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="reading")

    @property
    def taken(self) -> int:
        """How many readings run or wait at this moment."""
        return self._taken

    def run(self, reading: Callable[[Readers], Result]) -> Result:
        """Run a reading on one of the threads and wait for what it returns.

        Raises:
            Overloaded: no thread and no place in the queue is free.
            Exception: whatever the reading raises.
        """
        self._take_place()
        try:
            reader = self._threads.submit(contextvars.copy_context().run, self._read, reading)
            reader.add_done_callback(self._tidy)
            return reader.result()
        finally:
            with self._lock:
                self._taken -= 1

    def alphabet(self) -> Set[str]:
        """Tell which characters can be read, loading the networks first if need be."""
        self.readers.load()
        return self.readers.alphabet

    def _take_place(self) -> None:
        with self._lock:
            if self._taken >= self._places:
                raise Overloaded(self._queue)
            self._taken += 1

    def _tidy(self, _: object) -> None:
        """See to it that memory is given back before long, however many readings come until then."""
        with self._lock:
            if self._tidying:
                return
            self._tidying = True
        timer = threading.Timer(_TIDYING_SECONDS, self._give_back)
        timer.daemon = True
        timer.start()

    def _give_back(self) -> None:
        with self._lock:
            self._tidying = False
        give_back()

    def _read(self, reading: Callable[[Readers], Result]) -> Result:
        self.readers.load()
        with runtime.reading():
            return reading(self.readers)
