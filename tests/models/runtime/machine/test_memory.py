"""What the C library does with freed memory."""

from __future__ import annotations

import subprocess
import sys

import pytest

from sealstack.models.runtime.machine import memory

_BLOCK = 8 * 1024 * 1024

# Ten blocks of 8 MB in turns: how often the kernel had to clear a page, and what is resident then and after.
_PROGRAM = f"""
import resource
import numpy as np
from sealstack.models.runtime.machine import memory

def resident():
    return int(open("/proc/self/statm").read().split()[1]) * resource.getpagesize()

kept = {{kept}}
if kept:
    memory.keep_one_heap()
np.ones({_BLOCK // 8})
before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
for _ in range(10):
    np.ones({_BLOCK // 8})
faults = resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before
held = resident()
memory.give_back()
print(faults, held - resident())
"""


def _measured(kept: bool) -> tuple[int, int]:
    done = subprocess.run(
        [sys.executable, "-c", _PROGRAM.format(kept=kept)], capture_output=True, text=True, check=True
    )
    faults, returned = done.stdout.split()
    return int(faults), int(returned)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="tells memory by /proc")
def test_freed_blocks_are_used_again_until_they_are_given_back() -> None:
    if memory._of_c_library("mallopt") is None:
        pytest.skip("not GNU's C library")
    faults, returned = _measured(kept=True)
    assert (
        faults < 100
    )  # where every block is asked for anew, several hundred, or thousands without huge pages
    assert returned > 0.9 * _BLOCK


def test_a_c_library_without_the_means_is_let_be(monkeypatch: pytest.MonkeyPatch) -> None:
    wanted: list[str] = []

    def absent(function: str) -> None:
        wanted.append(function)

    monkeypatch.setattr(memory, "_of_c_library", absent)
    memory.keep_one_heap()
    memory.give_back()
    assert wanted == ["mallopt", "malloc_trim"]
