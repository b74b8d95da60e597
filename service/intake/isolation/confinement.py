"""What a process that decodes strangers' files may not do; each where the system knows of it."""

from __future__ import annotations

import ctypes
import platform
import resource
import signal
import struct
import sys
from contextlib import suppress

_PR_SET_PDEATHSIG, _PR_SET_NO_NEW_PRIVS, _PR_SET_SECCOMP, _SECCOMP_FILTER = 1, 38, 22, 2

# of linux/filter.h and linux/seccomp.h: load a word, compare, return
_LOAD, _EQUAL, _AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
_ALLOW, _FAIL, _KILL = 0x7FFF0000, 0x00050000, 0x80000000
_EPERM, _NUMBER_AT, _MACHINE_AT, _OTHER_ABI = 1, 0, 4, 0x40000000

_SINCE_5_1 = (424, 425, 434, 435, 438)
"""`pidfd_send_signal`, `io_uring_setup`, `pidfd_open`, `clone3`, `pidfd_getfd`: the same everywhere."""

_FORBIDDEN: dict[str, tuple[int, tuple[int, ...]]] = {
    # socket and what belongs to it, but for sending and receiving; fork and vfork; execve and execveat; kill,
    # tkill and tgkill; ptrace, process_vm_readv and process_vm_writev
    "x86_64": (
        0xC000003E,
        (41, 42, 43, 49, 50, 53, 288, 57, 58, 59, 62, 101, 200, 234, 310, 311, 322, *_SINCE_5_1),
    ),
    "aarch64": (
        0xC00000B7,
        (198, 199, 200, 201, 202, 203, 242, 221, 129, 117, 130, 131, 270, 271, 281, *_SINCE_5_1),
    ),
}
"""By machine: how the kernel calls it, and the numbers of the calls that fail."""


def die_with_parent() -> None:
    """Let the kernel end this process at once when the thread that started it is gone."""
    _prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def confine(address_space: int) -> None:
    """Take from this process what decoding needs none of, for good.

    It writes no file and leaves no core; maps no more than `address_space` bytes; and, on Linux, opens no
    connection, starts no program and signals nobody.
    """
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_FSIZE, 0)
    _limit(resource.RLIMIT_AS, address_space)
    if sys.platform == "linux":
        _forbid_calls()


def allow_seconds(seconds: float) -> None:
    """Let the kernel end this process when it has computed for this many seconds more."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    most = resource.getrlimit(resource.RLIMIT_CPU)[1]
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime + seconds) + 1, most))


def _limit(kind: int, most: int) -> None:
    with suppress(ValueError, OSError):  # it may be lower already, or be none of this system's
        resource.setrlimit(kind, (most, most))


def _forbid_calls() -> None:
    """Have the kernel refuse calls by their number; where it does not know how, nothing is done."""
    if platform.machine() not in _FORBIDDEN:
        return
    machine, numbers = _FORBIDDEN[platform.machine()]
    refuse = len(numbers) + 2  # how far it is from the first comparison to the last line but one
    lines = [
        (_LOAD, 0, 0, _MACHINE_AT),
        (_EQUAL, 1, 0, machine),
        (_RETURN, 0, 0, _KILL),
        (_LOAD, 0, 0, _NUMBER_AT),
        (_AT_LEAST, refuse - 1, 0, _OTHER_ABI),
        *((_EQUAL, refuse - 2 - place, 0, number) for place, number in enumerate(numbers)),
        (_RETURN, 0, 0, _ALLOW),
        (_RETURN, 0, 0, _FAIL | _EPERM),
    ]
    program = ctypes.create_string_buffer(b"".join(struct.pack("=HBBI", *line) for line in lines))
    header = ctypes.create_string_buffer(struct.pack("@HP", len(lines), ctypes.addressof(program)))
    _prctl(_PR_SET_NO_NEW_PRIVS, 1)
    _prctl(_PR_SET_SECCOMP, _SECCOMP_FILTER, ctypes.addressof(header))


def _prctl(option: int, first: int, second: int = 0) -> None:
    if sys.platform == "linux":
        unsigned = ctypes.c_ulong
        ctypes.CDLL(None).prctl(option, unsigned(first), unsigned(second), unsigned(0), unsigned(0))
