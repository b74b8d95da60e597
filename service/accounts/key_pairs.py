"""New pairs of keys, of the same form as the public cloud's."""

from __future__ import annotations

import re
import secrets
import string

_ALPHABET = string.ascii_letters + string.digits
_PREFIX = "AKID"
_LENGTH = 32

_SECRET_ID = re.compile(r"[A-Za-z0-9_.*-]{1,128}", re.ASCII)
_SECRET_KEY = re.compile(r"[!-~]{1,256}", re.ASCII)


def generate_secret_id() -> str:
    """Make a SecretId: `AKID` and 32 random letters and digits."""
    return _PREFIX + _random_text()


def generate_secret_key() -> str:
    """Make a SecretKey: 32 random letters and digits, 190 bits."""
    return _random_text()


def is_secret_id(text: str) -> bool:
    """Whether a text can be a SecretId: 1 to 128 letters, digits and `_.*-`."""
    return bool(_SECRET_ID.fullmatch(text))


def is_secret_key(text: str) -> bool:
    """Whether a text can be a SecretKey: 1 to 256 visible ASCII characters."""
    return bool(_SECRET_KEY.fullmatch(text))


def _random_text() -> str:
    return "".join(secrets.choice(_ALPHABET) for _ in range(_LENGTH))
