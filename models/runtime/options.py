"""Where a network shall run, and with how many threads."""

from __future__ import annotations

import re
from dataclasses import dataclass

_DEVICE = re.compile(r"cpu|gpu(?::(\d+))?")


class DeviceUnavailable(RuntimeError):  # noqa: N818
    """The device that was asked for cannot be used here; nothing falls back silently."""


@dataclass(frozen=True)
class RuntimeOptions:
    """Where a network runs.

    Attributes:
        device: `cpu`, `gpu` (the first one) or `gpu:N` (the Nth, counted from 0).
        threads: how many threads compute one call on the CPU, at least 1.

    Raises:
        ValueError: the device is none of these, or there is no thread.
    """

    device: str = "cpu"
    threads: int = 1

    def __post_init__(self) -> None:
        if _DEVICE.fullmatch(self.device) is None:
            raise ValueError(f"device must be 'cpu', 'gpu' or 'gpu:N', not {self.device!r}")
        if self.threads < 1:
            raise ValueError(f"threads must be at least 1, not {self.threads}")

    @property
    def on_gpu(self) -> bool:
        """Whether a GPU is asked for."""
        return self.device != "cpu"

    @property
    def gpu_index(self) -> int:
        """The number of the GPU asked for, 0 unless the device names another."""
        match = _DEVICE.fullmatch(self.device)
        return int(match.group(1) or 0) if match else 0
