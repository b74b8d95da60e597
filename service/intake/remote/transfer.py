"""What arrives of a file from elsewhere, within the limits of a download."""

from __future__ import annotations

from dataclasses import dataclass

from sealstack.service.intake.errors import DownloadError, TooLargeError
from sealstack.service.texts import Text

CHUNK = 64 * 1024
"""How much is asked for at once, bytes."""

_SLOW = Text("下载超过{seconds}秒。", "The download took longer than {seconds} seconds.")
_TOO_LONG = Text("文件上限为{limit}字节。", "The file may have at most {limit} bytes.")


@dataclass(frozen=True)
class TransferLimits:
    """What a download may cost.

    Attributes:
        max_bytes: the most bytes.
        max_seconds: the longest time for everything, in seconds.
    """

    max_bytes: int
    max_seconds: float

    def too_slow(self) -> DownloadError:
        """The error of a download that has taken too long."""
        return DownloadError(_SLOW.filled(seconds=self.max_seconds))


class Content:
    """The bytes of a file as they arrive."""

    def __init__(self, limits: TransferLimits, announced: int | None = None) -> None:
        """Begin with none.

        Args:
            limits: of the download.
            announced: how many bytes the server says that there are.

        Raises:
            TooLargeError: more are announced than allowed.
        """
        self._limit = limits.max_bytes
        self._bytes = bytearray()
        if announced is not None:
            self._require(announced)

    def __len__(self) -> int:
        return len(self._bytes)

    def add(self, chunk: bytes) -> None:
        """Add what arrived.

        Raises:
            TooLargeError: there are more bytes than allowed.
        """
        self._bytes += chunk
        self._require(len(self._bytes))

    def _require(self, size: int) -> None:
        if size > self._limit:
            raise TooLargeError(_TOO_LONG.filled(limit=self._limit))

    def whole(self) -> bytes:
        """All that arrived."""
        return bytes(self._bytes)
