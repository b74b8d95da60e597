"""Whether the Tencent dialect was closed: remembered apart from the database that holds the accounts.

An empty database looks the same on a new service and on one whose accounts were lost. What closes a service
for good is that it ever had one: the key that accounts are encrypted with shows that, and a file beside it.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path

DOOR_FILE_NAME = "account.door"

_OPEN = "open"
_SHUT = "shut"


class Door:
    """Shut by the first account, and opened again by nothing but a person who says so."""

    def __init__(self, key_file: Path, *, has_key: bool) -> None:
        """Remember where to look; nothing is read or written before it is needed.

        Args:
            key_file: the file of the accounts' key; the door's own file lies beside it.
            has_key: whether the key is in a setting: whoever sets it means to have accounts.
        """
        self._key_file = key_file
        self._file = key_file.with_name(DOOR_FILE_NAME)
        self._has_key = has_key

    @property
    def is_shut(self) -> bool:
        """Whether nobody is let in without an account, even while there is none.

        A file that cannot be read, or says something else, counts as shut.
        """
        try:
            return self._file.read_text("ascii").strip() != _OPEN
        except FileNotFoundError:
            return self._has_key or self._key_file.exists()
        except (OSError, ValueError):
            return True

    def shut(self) -> None:
        """Let nobody in without an account from now on.

        Raises:
            OSError: the file cannot be written.
        """
        self._write(_SHUT)

    def open(self) -> None:
        """Let everyone in as long as there is no account.

        Raises:
            OSError: the file cannot be written.
        """
        self._write(_OPEN)

    def _write(self, word: str) -> None:
        """Write the file, whole or not at all, for this user only."""
        self._file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        unfinished = self._file.with_name(f"{DOOR_FILE_NAME}.{secrets.token_hex(8)}")
        try:
            with open(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as opened:
                opened.write(word.encode() + b"\n")
                opened.flush()
                os.fsync(opened.fileno())
            unfinished.replace(self._file)
        finally:
            unfinished.unlink(missing_ok=True)
