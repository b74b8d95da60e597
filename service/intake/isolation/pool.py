"""Decoding in other processes, as if it were done here."""

from __future__ import annotations

import os
import threading
import time
import weakref
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeVar, Unpack

from sealstack.service.http.request_log import stage
from sealstack.service.intake import errors
from sealstack.service.intake.decode import Decoded, Limits
from sealstack.service.intake.decoders import Asked, limits_of
from sealstack.service.intake.isolation.memory import (
    CHANNELS,
    PixelBudget,
    closed_file_of,
    finished_image,
    shared_file,
)
from sealstack.service.intake.isolation.messages import PAGES, PICTURE, HungUpError, Message
from sealstack.service.intake.isolation.staff import Staff
from sealstack.service.readers.inference import Overloaded
from sealstack.service.texts import Text

Result = TypeVar("Result")

_WAITING_SECONDS = 30.0

_BASE_SPACE = 512 * 1024 * 1024
_SPACE_OF_A_PIXEL = 20
"""Bytes: 3 are the finished picture; to decode it takes 16 more for a WebP, 12 at most for others."""

_BESIDE_THE_LARGEST = 4_000_000
"""How many pixels of other pictures there may be while one of the largest is decoded and read: reading takes
five times the memory of the picture."""

_TOO_SLOW = Text("解码此文件超过{seconds}秒。", "The file took longer than {seconds} seconds to decode.")
_FAILED = Text("文件无法解码：解码程序异常终止。", "The file cannot be decoded: its decoder crashed.")

_KINDS: dict[str, type[errors.IntakeError]] = {
    kind.__name__: kind for kind in (errors.NotAPictureError, errors.TooLargeError, errors.NoSuchPageError)
}


@dataclass
class _Room:
    """Pixels that were taken for a picture, and the memory it is written to.

    Attributes:
        budget: what they are taken from; None where they are not counted.
        most: how many the picture may have.
        pixels: how many have been taken.
        wanted: how many the picture has, where there was no room for it; otherwise 0.
        file: the number of the file in memory, once there is one.
    """

    budget: PixelBudget | None
    most: int
    pixels: int = 0
    wanted: int = 0
    file: int | None = None

    def allocate(self, pixels: object) -> int | None:
        """Make the memory, or none when there is no room now. Raises `HungUpError` for nonsense."""
        if not isinstance(pixels, int) or not 0 < pixels <= self.most or self.file is not None:
            raise HungUpError
        if self.budget is not None:
            lacking = min(pixels, self.budget.most) - self.pixels
            if lacking > 0 and not self.budget.take_at_once(lacking):
                self.wanted = pixels
                return None
            self.pixels += max(0, lacking)
        self.file = shared_file(CHANNELS * pixels)
        return self.file

    def wait(self, until: float) -> None:
        """Take the pixels that could not be had at once; raises `TimeoutError`."""
        if self.budget is not None:
            self.pixels, self.wanted = self.budget.take(self.wanted, until), 0

    def take_in(self, answer: Message) -> Decoded | None:
        """Make the picture out of its memory, to which its pixels are counted; None when there was no room.

        Raises:
            LookupError, OSError, TypeError, ValueError, HungUpError: the answer is nonsense.
        """
        if self.wanted:
            return None
        if self.file is None:
            raise HungUpError
        height, width = int(answer["height"]), int(answer["width"])
        return Decoded(finished_image(self.file, height, width, self.release), int(answer["pages"]))

    def release(self) -> None:
        """Give all pixels back."""
        pixels, self.pixels = self.pixels, 0
        if self.budget is not None:
            self.budget.give(pixels)

    def close(self) -> None:
        """Close the file; whoever has mapped it keeps the memory."""
        if self.file is not None:
            os.close(self.file)


class DecoderPool:
    """Decodes in processes of its own, which are ended when they take too long, and replaced.

    One for each process of the service, shared by all its threads. The processes are started when it is asked
    to, or else with the first file.
    """

    def __init__(self, count: int, *, max_pixels: int, seconds: float = 10.0) -> None:
        """Say how much is decoded at a time; nothing is started yet.

        Args:
            count: how many files, each in a process of its own.
            max_pixels: the most pixels that pictures usually have: it limits the memory of each process,
                and that of all pictures that are decoded and not forgotten yet.
            seconds: how long each file may take, from when its turn has come.
        """
        self._seconds = seconds
        self._staff = Staff(count, _BASE_SPACE + _SPACE_OF_A_PIXEL * max_pixels)
        self._budget = PixelBudget(max_pixels + _BESIDE_THE_LARGEST)
        self._waiting = 0
        self._lock = threading.Lock()
        self._end = weakref.finalize(self, self._staff.close)

    @property
    def processes(self) -> list[int]:
        """The numbers of the processes that decode."""
        return self._staff.numbers

    @property
    def pixels(self) -> int:
        """How many pixels are decoded and not forgotten yet, or are about to be."""
        return self._budget.taken

    def start(self) -> None:
        """Begin to start the processes; returns at once."""
        self._staff.start()

    def wait_until_ready(self, seconds: float) -> None:
        """Wait until a process can decode.

        Raises:
            RuntimeError: none can be started.
        """
        self.start()
        try:
            self._staff.wait_until_ready(time.monotonic() + seconds)
        except (OSError, HungUpError) as error:
            why = str(error) or type(error).__name__
            raise RuntimeError(f"no process that decodes pictures can be started: {why}") from error

    def close(self) -> None:
        """End the processes; nothing is decoded any more."""
        self._end()

    def decode(self, content: bytes, **asked: Unpack[Asked]) -> Decoded:
        """Decode a file; see `service.intake.decoders.Decoders.decode`."""
        with stage("decoding"):
            return self._decoded(content, limits_of(asked), asked.get("deadline"), asked.get("counted", True))

    def _decoded(self, content: bytes, limits: Limits, deadline: float | None, counted: bool) -> Decoded:
        side = limits.get("max_side")
        most = limits["max_pixels"] if side is None else min(limits["max_pixels"], side**2)
        question = {"ask": PICTURE, **limits}
        room = _Room(self._budget if counted else None, most)
        try:
            decoded = self._asked(content, question, deadline, room.take_in, room.allocate)
            if decoded is None:
                # whoever waits for pixels keeps no process from others, who may be about to give theirs back
                with self._in_time(deadline) as until:
                    room.wait(until)
                decoded = self._asked(content, question, deadline, room.take_in, room.allocate)
            if decoded is None:
                raise errors.NotAPictureError(_FAILED)
            return decoded
        except BaseException:
            room.release()
            raise
        finally:
            room.close()

    def page_count(self, content: bytes, *, deadline: float | None = None) -> int | None:
        """Count pages as `service.intake.decode.page_count` does; raises as `decode` does."""
        return self._asked(content, {"ask": PAGES}, deadline, _pages_in)

    @contextmanager
    def _in_time(self, deadline: float | None) -> Iterator[float]:
        """Until when the block may wait.

        Raises:
            Overloaded: the block raised `TimeoutError` before the deadline: there were too many before it.
        """
        until = time.monotonic() + _WAITING_SECONDS
        with self._lock:
            self._waiting += 1
            waiting = self._waiting
        try:
            yield until if deadline is None else min(until, deadline)
        except TimeoutError:
            if _has_passed(deadline):
                raise
            raise Overloaded(waiting) from None
        finally:
            with self._lock:
                self._waiting -= 1

    def _asked(
        self,
        content: bytes,
        question: Message,
        deadline: float | None,
        take_in: Callable[[Message], Result],
        allocate: Callable[[object], int | None] | None = None,
    ) -> Result:
        """Have a process look at a file, and take in what it answers."""
        self._staff.start()
        with self._in_time(deadline) as until:
            process = self._staff.take(until)
        lost_because = "was left"
        try:
            until = time.monotonic() + self._seconds
            until = until if deadline is None else min(until, deadline)
            with closed_file_of(content) as file:
                answer = process.ask({**question, "seconds": self._seconds}, file, until, allocate)
            _raise_error_in(answer)
            result = take_in(answer)
            lost_because = ""
            return result
        except errors.IntakeError:
            lost_because = ""
            raise
        except TimeoutError:
            if _has_passed(deadline):
                raise
            lost_because = f"took longer than {self._seconds:g} seconds"
            raise errors.TooLargeError(_TOO_SLOW.filled(seconds=f"{self._seconds:g}")) from None
        except (HungUpError, OSError, LookupError, TypeError, ValueError) as error:
            lost_because = "failed"
            raise errors.NotAPictureError(_FAILED) from error
        finally:
            if lost_because:
                self._staff.dismiss(process, lost_because)
            else:
                self._staff.give_back(process)


def _has_passed(deadline: float | None) -> bool:
    return deadline is not None and time.monotonic() >= deadline


def _raise_error_in(answer: Message) -> None:
    """Raise what went wrong, where an answer says so."""
    if "error" in answer:
        raise _KINDS[answer["error"]](Text(str(answer["chinese"]), str(answer["english"])))


def _pages_in(answer: Message) -> int | None:
    pages = answer["pages"]
    return None if pages is None else int(pages)
