"""What the C library does with memory that networks have freed: kept to be used again, or given back."""

from __future__ import annotations

import ctypes
from functools import cache
from typing import Any

# of malloc.h
_TRIM_THRESHOLD, _MMAP_THRESHOLD, _ARENA_MAX = -1, -3, -8

_LARGEST_KEPT = 32 * 1024 * 1024
"""The most that GNU's C library takes for the second of these, bytes (`man 3 mallopt`)."""

_KEPT_AT_THE_END = 512 * 1024 * 1024


def keep_one_heap() -> None:
    """Keep freed memory for the next tensors, in one heap for all threads; call it before there are any.

    By itself GNU's C library asks the kernel anew for every block of a megabyte, which clears its pages each
    time: a tenth of the detector's time. It also keeps a heap for each thread, and what one thread has freed
    no other can use. `give_back` empties the one heap from time to time. Does nothing with other C libraries.
    """
    tune = _of_c_library("mallopt")
    if tune is not None:
        tune(_ARENA_MAX, 1)
        tune(_MMAP_THRESHOLD, _LARGEST_KEPT)
        tune(_TRIM_THRESHOLD, _KEPT_AT_THE_END)


def give_back() -> None:
    """Give freed memory back.

    Networks allocate and free large blocks of a different size for every picture. GNU's C library keeps what
    was freed, once for each thread, and a process grows to several times what it needs at any moment (`man 3
    malloc_trim`). Does nothing with other C libraries.
    """
    trim = _of_c_library("malloc_trim")
    if trim is not None:
        trim(0)


@cache
def _of_c_library(function: str) -> Any:
    try:
        return getattr(ctypes.CDLL(None), function)
    except (OSError, AttributeError):
        return None
