"""Running networks: one small interface, behind which ONNX Runtime and OpenVINO stand."""

from models.runtime.machine.cores import available_cores
from models.runtime.opening import open_session
from models.runtime.options import CardOptions, DeviceUnavailable, RuntimeOptions
from models.runtime.session import Session
from models.runtime.sharing import reading

__all__ = [
    "CardOptions",
    "DeviceUnavailable",
    "RuntimeOptions",
    "Session",
    "available_cores",
    "open_session",
    "reading",
]
