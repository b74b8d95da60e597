"""Secret keys at rest: encrypted with one key that is kept apart from the database.

The service has to know every secret key in the clear, since signatures are symmetric. A stolen copy of the
database alone must not give them away, so they are stored as Fernet tokens (AES-128-CBC with HMAC-SHA256,
github.com/fernet/spec).
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import TYPE_CHECKING

from sealstack.service.accounts.door import Door

# cryptography is imported where it is used: a service without accounts starts the sooner
if TYPE_CHECKING:
    from cryptography.fernet import Fernet

KEY_FILE_NAME = "account.key"
_READABLE_BY_OTHERS = 0o077


class AccountKeyError(Exception):
    """The key that encrypts secret keys is missing, unsafe or another one; the message says what to do."""


class SecretKeyCipher:
    """Encrypts and decrypts secret keys, with a key from a setting or from a file made on first use.

    Attributes:
        door: whether a service with this key lets anyone in who has no account.
    """

    def __init__(self, key_text: str, key_file: Path) -> None:
        """Remember where the key is; a file is not looked at before it is needed.

        Args:
            key_text: 32 bytes as URL-safe base64 (44 characters); empty to use the file.
            key_file: the file that holds such a text, or will hold it.

        Raises:
            AccountKeyError: `key_text` is neither empty nor such a key.
        """
        self._key_file = key_file
        self._fernet = _read_key(key_text, "OCR_ACCOUNT_KEY") if key_text else None
        self.door = Door(key_file, has_key=bool(key_text))

    def encrypt(self, secret_key: str) -> bytes:
        """Encrypt a secret key, making the key file if there is none yet.

        Raises:
            AccountKeyError: the key file cannot be used.
        """
        if self._fernet is None and not self._key_file.exists():
            _create_key_file(self._key_file)
        return self._loaded().encrypt(secret_key.encode())

    def decrypt(self, sealed_key: bytes) -> str:
        """Decrypt a stored secret key.

        Raises:
            AccountKeyError: the key is missing, or it is not the one that the secret key was encrypted with.
        """
        from cryptography.fernet import InvalidToken

        try:
            return self._loaded().decrypt(sealed_key).decode()
        except InvalidToken:
            raise AccountKeyError(
                "an account was stored with another key: set OCR_ACCOUNT_KEY (or restore "
                f"{self._key_file}) to the key that it was stored with, or give the account new keys with "
                "`sealstack account rotate`"
            ) from None

    def _loaded(self) -> Fernet:
        if self._fernet is None:
            self._fernet = _load_key_file(self._key_file)
        return self._fernet


def _read_key(text: str, source: str) -> Fernet:
    from cryptography.fernet import Fernet

    try:
        return Fernet(text.encode())
    except ValueError:
        raise AccountKeyError(
            f"{source} holds no key: it should be 32 random bytes in URL-safe base64, as made by "
            "`python -c 'from cryptography.fernet import Fernet; print(Fernet.generate_key().decode())'`"
        ) from None


def _load_key_file(file: Path) -> Fernet:
    try:
        descriptor = os.open(file, os.O_RDONLY | os.O_NOFOLLOW)
    except OSError as error:
        raise AccountKeyError(
            f"the key of the accounts cannot be read from {file} ({error.strerror}): restore it, set "
            "OCR_ACCOUNT_KEY to what was in it, or give every account new keys with "
            "`sealstack account rotate`"
        ) from error
    with open(descriptor, encoding="ascii", errors="replace") as opened:
        if os.fstat(descriptor).st_mode & _READABLE_BY_OTHERS:
            raise AccountKeyError(f"{file} may be read by others: run `chmod 600 {file}`")
        return _read_key(opened.read().strip(), str(file))


def _create_key_file(file: Path) -> None:
    """Write a new key, whole or not at all; of several processes that do so at once, one wins."""
    try:
        _write_key_file(file)
    except OSError as error:
        reason = error.strerror.lower() if error.strerror else error
        raise AccountKeyError(f"the key of the accounts cannot be written to {file}: {reason}") from error


def _write_key_file(file: Path) -> None:
    from cryptography.fernet import Fernet

    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    unfinished = file.with_name(f"{file.name}.{secrets.token_hex(8)}")
    descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with open(descriptor, "wb") as opened:
            opened.write(Fernet.generate_key() + b"\n")
            opened.flush()
            os.fsync(descriptor)
        os.link(unfinished, file)
    except FileExistsError:
        return  # another process was first: its key is the one
    finally:
        unfinished.unlink()
