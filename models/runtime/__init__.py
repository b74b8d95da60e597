"""Running networks: one small interface, behind which ONNX Runtime and OpenVINO stand."""

from sealstack.models.runtime.machine.cores import available_cores
from sealstack.models.runtime.opening import open_session
from sealstack.models.runtime.options import CardOptions, DeviceUnavailable, RuntimeOptions
from sealstack.models.runtime.session import Session
from sealstack.models.runtime.sharing import reading

__all__ = [
    "CardOptions",
    "DeviceUnavailable",
    "RuntimeOptions",
    "Session",
    "available_cores",
    "open_session",
    "reading",
]
