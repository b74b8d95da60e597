"""What the processor can do."""

from __future__ import annotations

from functools import cache
from pathlib import Path

_INFORMATION = Path("/proc/cpuinfo")
_BF16 = frozenset({"avx512_bf16", "amx_bf16"})


@cache
def has_bf16(information: Path = _INFORMATION) -> bool:
    """Whether the processor multiplies bf16 numbers itself.

    Args:
        information: the file in which Linux describes the processor (`man 5 proc`).

    Returns:
        Whether it has AVX512-BF16 or AMX-BF16; False where that is unknown.
    """
    try:
        lines = information.read_text(encoding="ascii", errors="replace").splitlines()
    except OSError:
        return False
    flags = next((line for line in lines if line.startswith("flags")), "")
    return not _BF16.isdisjoint(flags.partition(":")[2].split())
