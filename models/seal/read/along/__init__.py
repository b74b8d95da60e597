"""Reading one text path: an arc or a line as a strip, a column as a row of its cells."""

from sealstack.models.seal.read.along.column import read_column
from sealstack.models.seal.read.along.strip import read_strip

__all__ = ["read_column", "read_strip"]
