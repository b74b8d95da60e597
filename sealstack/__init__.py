"""Sealstack: the cloud OCR you can keep at home."""

from sealstack.version import __version__

__all__ = ["__version__"]
