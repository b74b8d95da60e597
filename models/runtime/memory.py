"""Memory that the C library keeps for itself, given back to the machine."""

from __future__ import annotations

import ctypes
from functools import cache
from typing import Any


def give_back() -> None:
    """Give freed memory back.

    Networks allocate and free large blocks of a different size for every picture. GNU's C library keeps what
    was freed, once for each thread, and a process grows to several times what it needs at any moment (`man 3
    malloc_trim`). Does nothing with other C libraries.
    """
    trim = _malloc_trim()
    if trim is not None:
        trim(0)


@cache
def _malloc_trim() -> Any:
    try:
        return ctypes.CDLL(None).malloc_trim
    except (OSError, AttributeError):
        return None
