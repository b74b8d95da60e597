"""Keys that close everything but the Tencent dialect and the health pages, and who each caller is by them."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar

from flask import Request
from werkzeug.datastructures import Headers, WWWAuthenticate
from werkzeug.exceptions import Unauthorized

from sealstack.service.accounts import Account
from sealstack.service.accounts.limits.throttle import Throttle
from sealstack.service.http.request_log import note

HEALTH_PATHS = frozenset({"/health", "/healthz", "/readyz"})
"""Open always."""

_SHOWN = 8

_ACCOUNT = "account:"
_ADMITTED: ContextVar[str | None] = ContextVar("admitted", default=None)

_SHARED = "open"  # the owner of everything while nobody has to say who they are
_KEY_NEEDED = "A key is needed: send it as X-Api-Key, or as Authorization: Bearer."


class ApiKeys:
    """The keys of a service; without any, everyone is let in."""

    def __init__(self, keys: Sequence[str], throttle: Throttle | None = None) -> None:
        """Take the keys, of which only digests are kept, and what counts their calls; None counts none."""
        self._digests = tuple(_digest(key) for key in keys)
        self._throttle = throttle

    @property
    def is_open(self) -> bool:
        """Whether everyone is let in, because there is no key."""
        return not self._digests

    def owner_of(self, headers: Headers) -> str:
        """Whose templates a caller works with.

        The owner is named by a digest of the key: the database holds no key.

        Args:
            headers: of the request.

        Raises:
            Unauthorized: there are keys, and the request has none of them.
        """
        admitted = _ADMITTED.get()
        if admitted is not None:
            return admitted
        if self.is_open:
            return _SHARED
        sent = _digest(_sent_key(headers))
        # all are compared, so that the time taken does not reveal which it was
        known = [digest for digest in self._digests if hmac.compare_digest(digest, sent)]
        if not known:
            raise Unauthorized(_KEY_NEEDED, www_authenticate=WWWAuthenticate("bearer"))
        note(account=f"key:{known[0].hex()[:_SHOWN]}")
        return f"key:{known[0].hex()}"

    def count(self, request: Request) -> None:
        """Count a call of a dialect against the rate of its key; without keys nobody is counted.

        Raises:
            Unauthorized: there are keys, and the request has none of them.
            RateExceededError: as many calls were made with it as may be.
            templates_store.trouble.DatabaseTroubleError: calls cannot be counted at present.
        """
        if self._throttle is not None and not self.is_open and not is_admitted():
            self._throttle.check_key(self.owner_of(request.headers), request.path)

    def lets_in(self, headers: Headers) -> bool:
        """Whether a request has a key, or needs none."""
        try:
            self.owner_of(headers)
        except Unauthorized:
            return False
        return True

    def check(self, request: Request) -> None:
        """Let a request in, or not; the health pages are open to all.

        Raises:
            Unauthorized: there are keys, and the request has none of them.
        """
        if request.path not in HEALTH_PATHS:
            self.owner_of(request.headers)


def owner_of_account(account: Account) -> str:
    """Whose templates an account of the Tencent dialect works with."""
    return f"{_ACCOUNT}{account.secret_id}"


@contextmanager
def admitted_as(owner: str) -> Iterator[None]:
    """Let the call that the block answers in as an owner's: who calls was found out, and counted, before.

    Args:
        owner: as `ApiKeys.owner_of` and `owner_of_account` give it.
    """
    token = _ADMITTED.set(owner)
    try:
        yield
    finally:
        _ADMITTED.reset(token)


def is_admitted() -> bool:
    """Whether the call that is answered was let in by `admitted_as`."""
    return _ADMITTED.get() is not None


def admitted_account() -> str | None:
    """The SecretId of the account that was let in by `admitted_as`; None where it was none."""
    owner = _ADMITTED.get() or ""
    return owner.removeprefix(_ACCOUNT) if owner.startswith(_ACCOUNT) else None


def _digest(key: str) -> bytes:
    return hashlib.sha256(key.encode("utf-8", "surrogateescape")).digest()


def _sent_key(headers: Headers) -> str:
    key = headers.get("X-Api-Key", "").strip()
    if key:
        return key
    scheme, _, token = headers.get("Authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""
