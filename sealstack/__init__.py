"""Sealstack: the cloud OCR you can keep at home.

What can be imported from here is loaded when it is first asked for: the command line shall not wait for it.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from sealstack.version import __version__

if TYPE_CHECKING:
    from sealstack.paddlex.pipelines import DocPreprocessor, SealRecognition, create_pipeline
    from sealstack.plain import erase_seals, read_seals, read_text
    from sealstack.templates import Template

_HOMES = {
    "DocPreprocessor": "sealstack.paddlex.pipelines",
    "SealRecognition": "sealstack.paddlex.pipelines",
    "Template": "sealstack.templates",
    "create_pipeline": "sealstack.paddlex.pipelines",
    "erase_seals": "sealstack.plain",
    "read_seals": "sealstack.plain",
    "read_text": "sealstack.plain",
}

__all__ = [
    "DocPreprocessor",
    "SealRecognition",
    "Template",
    "__version__",
    "create_pipeline",
    "erase_seals",
    "read_seals",
    "read_text",
]


def __getattr__(name: str) -> Any:
    """Load what was asked for."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
