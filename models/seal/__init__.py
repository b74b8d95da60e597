"""Finding and reading seals: locate, shape, separate, unwarp, read, assemble."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sealstack.models.seal.reader import SealReader

__all__ = ["SealReader"]


def __getattr__(name: str) -> object:
    """Import the reader when it is asked for: ink, rims and strips need no networks."""
    if name == "SealReader":
        from sealstack.models.seal.reader import SealReader

        return SealReader
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
