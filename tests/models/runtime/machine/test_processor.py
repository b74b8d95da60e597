"""What the processor says it can do."""

from __future__ import annotations

from pathlib import Path

import pytest

from sealstack.models.runtime.machine.processor import has_bf16


@pytest.mark.parametrize(
    ("flags", "expected"),
    [
        ("flags\t\t: fpu sse avx512f avx512_vnni avx512_bf16", True),
        ("flags\t\t: fpu sse avx512f amx_bf16 amx_tile", True),
        ("flags\t\t: fpu sse avx2 avx512f avx512_vnni", False),
        ("Features\t: fp asimd", False),
    ],
)
def test_bf16_is_told_by_the_flags(tmp_path: Path, flags: str, expected: bool) -> None:
    information = tmp_path / "cpuinfo"
    information.write_text(f"processor\t: 0\n{flags}\n", encoding="ascii")
    assert has_bf16(information) is expected


def test_without_a_description_there_is_none(tmp_path: Path) -> None:
    assert not has_bf16(tmp_path / "nothing")
