"""Running networks: one small interface, behind which the backends stand (ONNX Runtime today)."""

from models.runtime.cores import available_cores
from models.runtime.options import DeviceUnavailable, RuntimeOptions
from models.runtime.session import Session, open_session

__all__ = ["DeviceUnavailable", "RuntimeOptions", "Session", "available_cores", "open_session"]
