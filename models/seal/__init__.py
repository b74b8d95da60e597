"""Finding and reading seals: locate, shape, separate, unwarp, read, assemble."""

from models.seal.reader import SealReader

__all__ = ["SealReader"]
