"""Where a network shall run, how exactly, and with how many threads."""

from __future__ import annotations

import re
from dataclasses import dataclass

_DEVICE = re.compile(r"auto|cpu|openvino|gpu(?::(\d+))?")
DEVICES = "auto, cpu, openvino, gpu or gpu:<number>"
PRECISIONS = ("auto", "f32", "bf16")


class DeviceUnavailable(RuntimeError):  # noqa: N818
    """The device that was asked for cannot be used here; nothing falls back silently."""


@dataclass(frozen=True)
class CardOptions:
    """How a GPU is used.

    Attributes:
        memory: the most bytes of its memory that a process takes for each network; 0 for any. Several
            processes on one card need it.
        batch: how many inputs of different readings are computed together at most; 1 for none.
        binding: whether inputs and outputs are bound to their places once a call, by ONNX Runtime's I/O
            binding.
        tf32: whether products may be computed with ten bits of mantissa, which cards do several times faster.
    """

    memory: int = 0
    batch: int = 8
    binding: bool = True
    tf32: bool = False


@dataclass(frozen=True)
class RuntimeOptions:
    """Where a network runs.

    Attributes:
        device: `cpu` (ONNX Runtime), `openvino` (OpenVINO on the CPU), `gpu` (the first one), `gpu:N` (the
            Nth, counted from 0), or `auto`, which chooses: see `models.runtime.choice`.
        threads: how many threads compute on the CPU, at least 1. A call that is alone gets all of them, calls
            beside each other share them.
        precision: `f32`; `bf16`, which only OpenVINO has, on processors with bf16 instructions; or `auto`,
            which is f32 until it is shown that bf16 costs no accuracy.
        card: how a GPU is used, where one computes.

    Raises:
        ValueError: the device or the precision is none of these, or there is no thread.
    """

    device: str = "cpu"
    threads: int = 1
    precision: str = "auto"
    card: CardOptions = CardOptions()

    def __post_init__(self) -> None:
        if not is_device(self.device):
            raise ValueError(f"device must be {DEVICES}, not {self.device!r}")
        if self.threads < 1:
            raise ValueError(f"threads must be at least 1, not {self.threads}")
        if self.precision not in PRECISIONS:
            raise ValueError(f"precision must be one of {', '.join(PRECISIONS)}, not {self.precision!r}")

    @property
    def on_gpu(self) -> bool:
        """Whether a GPU is asked for."""
        return self.device.startswith("gpu")

    @property
    def gpu_index(self) -> int:
        """The number of the GPU asked for, 0 unless the device names another."""
        match = _DEVICE.fullmatch(self.device)
        return int(match.group(1) or 0) if match else 0


def is_device(name: str) -> bool:
    """Whether this is the name of a device."""
    return _DEVICE.fullmatch(name) is not None
