"""Who decodes the files of calls: processes of their own, or this one where the system cannot lend any."""

from __future__ import annotations

import sys
from typing import NotRequired, Protocol, Unpack

from sealstack.service.intake.decode import Decoded, Limits, decode, page_count
from sealstack.service.settings.settings import Settings


class Asked(Limits):
    """The keywords of `Decoders.decode`.

    Attributes:
        deadline: when to give up, in seconds of `time.monotonic`, if that is sooner than else.
        counted: whether the picture waits for others to be forgotten where there are too many pixels; True
            unless given. Who holds a picture already, or a thread that reads, must not: others may wait for
            that.
    """

    deadline: NotRequired[float | None]
    counted: NotRequired[bool]


class Decoders(Protocol):
    """Decodes files. Every method may be called from several threads at once."""

    def start(self) -> None:
        """Begin to make ready, so that the first file need not wait; returns at once."""

    def wait_until_ready(self, seconds: float) -> None:
        """Wait until files can be decoded, for so long; raises `RuntimeError` when they cannot be."""

    def decode(self, content: bytes, **asked: Unpack[Asked]) -> Decoded:
        """Decode a file as `service.intake.decode.decode` does.

        Args:
            content: as there.
            asked: see `Asked` and `service.intake.decode.Limits`.

        Raises:
            service.intake.errors.IntakeError: as there; also `TooLargeError` when it takes too long, and
                `NotAPictureError` when its decoder crashes.
            service.readers.inference.Overloaded: its turn did not come in time.
            TimeoutError: the deadline has passed.
        """

    def page_count(self, content: bytes, *, deadline: float | None = None) -> int | None:
        """Count pages as `service.intake.decode.page_count` does; raises as `decode` does."""

    def close(self) -> None:
        """End what was started; nothing is decoded any more."""


class DecodersHere:
    """Decodes in this process, without limits of time: for a caller's own files."""

    def start(self) -> None:
        """Nothing needs to be started."""

    def wait_until_ready(self, seconds: float) -> None:
        """It always is."""

    def decode(self, content: bytes, **asked: Unpack[Asked]) -> Decoded:
        """Decode at once; neither `deadline` nor `counted` is heeded."""
        return decode(content, **limits_of(asked))

    def page_count(self, content: bytes, *, deadline: float | None = None) -> int | None:
        """Count at once."""
        return page_count(content)

    def close(self) -> None:
        """Nothing was started."""


def limits_of(asked: Asked) -> Limits:
    """What of it the decoder itself looks at."""
    return {
        "max_pixels": asked["max_pixels"],
        "pdf_page": asked.get("pdf_page"),
        "max_side": asked.get("max_side"),
    }


def make_decoders(settings: Settings) -> Decoders:
    """Make what decodes for a service: processes of their own, where open files can be handed to them."""
    if sys.platform == "win32":
        return DecodersHere()
    from sealstack.service.intake.isolation.pool import DecoderPool

    return DecoderPool(settings.decoders, max_pixels=settings.max_pixels)
