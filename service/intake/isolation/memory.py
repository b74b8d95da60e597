"""Memory that two processes share without a name in any file system, and how much of it there is in all."""

from __future__ import annotations

import fcntl
import gc
import mmap
import os
import tempfile
import threading
import time
import weakref
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import numpy as np
from numpy.typing import NDArray

from sealstack.models.values import Image

CHANNELS = 3

_COLLECTING_SECONDS = 1.0
"""How often who waits for memory looks for some that is free and not known to be."""


def shared_file(size: int) -> int:
    """Make a file in memory of this many bytes; on systems without such files, a nameless temporary one.

    Returns:
        Its number; it is the caller's to close, and is gone with the last who has it open.
    """
    if hasattr(os, "memfd_create"):
        file = os.memfd_create("sealstack", os.MFD_CLOEXEC | os.MFD_ALLOW_SEALING)
    else:
        with tempfile.TemporaryFile() as temporary:
            file = os.dup(temporary.fileno())
    os.truncate(file, size)
    # who maps a file that another process then shortens is ended by the kernel: nobody can from now on
    _seal(file, "F_SEAL_SHRINK", "F_SEAL_GROW")
    return file


@contextmanager
def closed_file_of(content: bytes) -> Iterator[int]:
    """Give the number of a file in memory with a content; it is closed at the end of the block."""
    file = shared_file(len(content))
    try:
        rest = memoryview(content)
        while rest:
            rest = rest[os.pwrite(file, rest, len(content) - len(rest)) :]
        yield file
    finally:
        os.close(file)


def writable_pixels(file: int) -> NDArray[np.uint8]:
    """Map a file to be written: flat, uint8. What is written is in the file at once."""
    return np.frombuffer(mmap.mmap(file, 0), np.uint8)


def finished_image(file: int, height: int, width: int, freed: Callable[[], None]) -> Image:
    """Take the pixels in a file for a picture, in place; from here on nobody else can change them.

    Args:
        file: with `(height, width, 3)` uint8.
        height: in pixels.
        width: in pixels.
        freed: called when the last array that looks at them is gone.

    Raises:
        OSError: somebody else still maps them to be written.
        ValueError: the file is of another size.
    """
    _seal(file, "F_SEAL_WRITE")
    # a private map: who writes into the picture gets pages of his own
    memory = mmap.mmap(file, height * width * CHANNELS, access=mmap.ACCESS_COPY)
    image: Image = np.frombuffer(memory, np.uint8).reshape(height, width, CHANNELS)
    weakref.finalize(memory, freed).atexit = False
    return image


def _seal(file: int, *names: str) -> None:
    seals = [getattr(fcntl, name, 0) for name in names]
    if hasattr(os, "memfd_create") and all(seals):
        for seal in seals:
            fcntl.fcntl(file, fcntl.F_ADD_SEALS, seal)


class PixelBudget:
    """How many decoded pixels there may be at a time; who comes first is served first."""

    def __init__(self, pixels: int) -> None:
        self._free = self._all = pixels
        self._changed = threading.Condition()
        self._waiting = deque[object]()

    @property
    def most(self) -> int:
        """How many there are in all."""
        return self._all

    @property
    def taken(self) -> int:
        """How many pixels are taken at this moment."""
        return self._all - self._free

    def take_at_once(self, pixels: int) -> bool:
        """Take this many if they are free and nobody waits; return whether that was so."""
        with self._changed:
            if self._waiting or self._free < pixels:
                return False
            self._free -= pixels
            return True

    def take(self, pixels: int, until: float) -> int:
        """Take this many, or all there are, when they are free.

        Args:
            pixels: how many.
            until: when to give up, in seconds of `time.monotonic`.

        Returns:
            How many were taken.

        Raises:
            TimeoutError: they were not free in time.
        """
        me, pixels = object(), min(pixels, self._all)
        with self._changed:
            self._waiting.append(me)
            try:
                while not self._is_free(pixels, me):
                    left = until - time.monotonic()
                    if left <= 0:
                        raise TimeoutError
                    self._changed.wait(min(left, _COLLECTING_SECONDS))
                self._free -= pixels
                return pixels
            finally:
                self._waiting.remove(me)
                self._changed.notify_all()

    def give(self, pixels: int) -> None:
        """Give this many back."""
        with self._changed:
            self._free += pixels
            self._changed.notify_all()

    def _is_free(self, pixels: int, who: object) -> bool:
        if self._waiting[0] is not who:
            return False
        if self._free < pixels:
            # errors and the frames they came through hold each other, and pictures with them
            gc.collect()
        return self._free >= pixels
