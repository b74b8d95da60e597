"""What `auto` means on this machine: which backend computes, and how exactly."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from sealstack.models.runtime.machine.processor import has_bf16
from sealstack.models.runtime.onnx_session import CUDA, available_providers
from sealstack.models.runtime.options import DeviceUnavailable, RuntimeOptions

# where Linux shows the driver of an NVIDIA card, and Windows' subsystem for Linux one of its own
_CARDS = (Path("/dev/nvidiactl"), Path("/dev/dxg"))


@dataclass(frozen=True)
class Choice:
    """What computes.

    Attributes:
        device: `cpu`, `openvino`, `gpu` or `gpu:N`.
        precision: `f32` or `bf16`.
    """

    device: str
    precision: str


def choose(options: RuntimeOptions) -> Choice:
    """Settle what `auto` leaves open.

    The device is a GPU where there is one and ONNX Runtime is built for it, else OpenVINO where bf16 is asked
    for and can be had, else ONNX Runtime on the CPU: in f32 OpenVINO is little faster, and keeps memory for
    every size of picture that it ever saw (docs/performance.md). The precision is f32 unless bf16 is asked
    for, which changes texts, if few.

    Raises:
        DeviceUnavailable: bf16 was asked for where it cannot be had.
    """
    device = _device(options.precision) if options.device == "auto" else options.device
    if options.precision != "bf16":
        return Choice(device, "f32")
    if device != "openvino":
        raise DeviceUnavailable(
            f"bf16 was requested, which only OpenVINO computes, but networks run on {device}"
        )
    if not has_bf16():
        raise DeviceUnavailable("bf16 was requested, but this processor has no instructions for it")
    return Choice(device, "bf16")


def _device(precision: str) -> str:
    if any(card.exists() for card in _CARDS) and CUDA in available_providers():
        return "gpu"
    return "openvino" if precision == "bf16" and find_spec("openvino") else "cpu"
