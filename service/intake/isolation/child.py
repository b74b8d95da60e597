"""The process that decodes, one file after the other: `python -m sealstack.service.intake.isolation.child`.

It is started with the number of its line to the service, that of the service's process, and how many bytes it
may map. It imports what decodes and nothing of the web, has no settings, and ends when the service hangs up.
"""

from __future__ import annotations

import gc
import os
import signal
import socket
import sys

import numpy as np
from numpy.typing import NDArray

from sealstack.models.runtime.machine.memory import give_back
from sealstack.service.intake import errors
from sealstack.service.intake.decode import TOO_MUCH_MEMORY, Decoded, decode, page_count
from sealstack.service.intake.isolation.confinement import allow_seconds, confine, die_with_parent
from sealstack.service.intake.isolation.memory import writable_pixels
from sealstack.service.intake.isolation.messages import PAGES, Channel, HungUpError, Message


class _NoRoomError(errors.IntakeError):
    """There is no room for the picture now; it may be asked for again. No decoder takes this for its own."""

    def __init__(self) -> None:
        super().__init__(TOO_MUCH_MEMORY)


def main() -> None:
    """Decode until nobody asks any more."""
    line, parent, address_space = map(int, sys.argv[1:])
    # whoever tells all processes to stop tells the service too, which finishes the calls under way
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    die_with_parent()
    if os.getppid() != parent:
        return
    confine(address_space)
    _silence()
    channel = Channel(socket.socket(fileno=line))
    try:
        gc.freeze()
        channel.send({"ready": True})
        while True:
            channel.send(_answer(channel, *channel.receive()))
            gc.collect()  # Pillow's pictures hold themselves; all else has been frozen, so this is quick
            give_back()
    except HungUpError:
        return


def _answer(channel: Channel, asked: Message, file: int | None) -> Message:
    try:
        return _found(channel, asked, _content(file))
    except _NoRoomError:
        return {}
    except errors.IntakeError as error:
        reason, kind = error.reason, type(error).__name__
    except MemoryError:
        reason, kind = TOO_MUCH_MEMORY, errors.TooLargeError.__name__
    return {"error": kind, "chinese": reason.chinese, "english": reason.english}


def _content(file: int | None) -> bytes:
    if file is None:
        raise HungUpError
    try:
        return os.pread(file, os.fstat(file).st_size, 0)
    finally:
        os.close(file)


def _found(channel: Channel, asked: Message, content: bytes) -> Message:
    allow_seconds(asked["seconds"])
    if asked["ask"] == PAGES:
        return {"pages": page_count(content)}
    decoded = _decode(channel, content, asked)
    height, width = decoded.image.shape[:2]
    return {"height": height, "width": width, "pages": decoded.pages}


def _decode(channel: Channel, content: bytes, asked: Message) -> Decoded:
    def allocate(pixels: int) -> NDArray[np.uint8]:
        channel.send({"pixels": pixels})
        _, file = channel.receive()
        if file is None:
            raise _NoRoomError
        try:
            return writable_pixels(file)
        except OSError as error:  # more than this process may map
            raise MemoryError from error
        finally:
            os.close(file)

    return decode(
        content,
        max_pixels=asked["max_pixels"],
        pdf_page=asked["pdf_page"],
        max_side=asked["max_side"],
        allocate=allocate,
    )


def _silence() -> None:
    """Let libraries complain of broken files to nobody."""
    nobody = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nobody, 2)
    os.close(nobody)


if __name__ == "__main__":
    main()
