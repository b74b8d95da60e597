"""The version of the package."""

from sealstack.service.version import __version__

__all__ = ["__version__"]
