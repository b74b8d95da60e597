"""ONNX Runtime and OpenVINO, imported so that neither reports to its maker; nothing else here imports them.

On Linux, from 1.29 on, ONNX Runtime asks the name server for its maker's host and leaves files in HOME when
it is imported, unless the variable below is set before; its exit handlers then end processes by a signal.
OpenVINO's Python package does the like through the package `openvino_telemetry`, and can do without.
"""

from __future__ import annotations

import os
import sys
from functools import cache
from importlib import import_module
from typing import Any

_NO_REPORTS = "ORT_DISABLE_TELEMETRY"
_REPORTER = "openvino_telemetry"

SILENT = {_NO_REPORTS: "1"}
"""What keeps ONNX Runtime silent in the environment of a process that is not ours."""


def keep_silent() -> None:
    """Keep both from reporting from this process, whoever imports them afterwards."""
    os.environ.update(SILENT)
    # an import of what is None here fails (https://docs.python.org/3/reference/import.html#the-module-cache)
    sys.modules.setdefault(_REPORTER, None)  # type: ignore[arg-type]


@cache
def load_onnxruntime() -> Any:
    """Import ONNX Runtime, for this process and those that it starts without its reports.

    Raises:
        ImportError: it is not installed.
    """
    os.environ.update(SILENT)
    onnxruntime = import_module("onnxruntime")
    # whoever imported it before us did so with its reports turned on
    onnxruntime.disable_telemetry_events()
    return onnxruntime


@cache
def load_openvino() -> Any:
    """Import OpenVINO without the package that reports its use.

    Raises:
        ImportError: it is not installed.
    """
    keep_silent()
    return import_module("openvino")
