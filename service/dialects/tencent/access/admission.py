"""Calls let in or refused: by signature, account, rate and package."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sealstack.service.accounts import Account, AccountKeyError
from sealstack.service.accounts.limits.throttle import RateExceededError, Throttle, open_throttle
from sealstack.service.dialects.tencent.access.authentication import Accounts, Claim
from sealstack.service.dialects.tencent.actions.action import Action
from sealstack.service.dialects.tencent.errors import ApiError
from sealstack.service.dialects.tencent.signatures import SignedRequest
from sealstack.service.dialects.tencent.signatures.used import (
    UnreachableError,
    UsedSignatures,
    open_used_signatures,
)
from sealstack.service.settings.settings import Settings
from sealstack.service.settings.values import SettingsError
from sealstack.service.storage.opening import open_account_store
from sealstack.service.texts import Text
from sealstack.templates_store.database import Database

_NO_MEMORY = Text("无法核对签名是否已被使用。", "it is unknown whether the signature was used before.")


class Access:
    """Lets calls in, or refuses them: who sent them, the state of their account, its rate, its package."""

    def __init__(
        self, accounts: Accounts, throttle: Throttle, used_signatures: UsedSignatures | None = None
    ) -> None:
        """Put together who may call, how often, and what signatures were used for (None forgets that)."""
        self._accounts = accounts
        self._throttle = throttle
        self._used_signatures = used_signatures

    @property
    def is_open(self) -> bool:
        """Whether everyone is let in, because there is no account and never was one."""
        return self._accounts.is_open

    @property
    def is_locked(self) -> bool:
        """Whether nobody at all is let in: there is no account any more, and nobody opened it."""
        return self._accounts.is_locked

    def require_parameters(self, request: SignedRequest) -> None:
        """Check that the request carries what identifies its sender.

        Raises:
            ApiError: `MissingParameter`.
        """
        self._accounts.require_parameters(request)

    def recognise(self, request: SignedRequest) -> Claim:
        """Find out who a request says it comes from; see `Accounts.recognise`.

        Raises:
            ApiError: nobody that there is, or not now.
        """
        return self._accounts.recognise(request)

    def verify(self, request: SignedRequest, claim: Claim) -> None:
        """Make sure that a whole request comes from whom it says.

        Raises:
            ApiError: `AuthFailure.SignatureFailure`.
        """
        self._accounts.verify(request, claim)

    @contextmanager
    def admitted(
        self, request: SignedRequest, action: Action, claim: Claim | None = None, *, is_free: bool = False
    ) -> Iterator[Account | None]:
        """Let a call in for as long as the block runs; it is charged when the block ends well.

        The block is given the account that calls, None when everyone is let in.

        Args:
            request: the call.
            action: what is called.
            claim: who calls, once that is verified; it is looked for in the request when not given.
            is_free: whether it costs the account nothing.

        Raises:
            ApiError: it is not let in.
        """
        account = claim.account if claim else self._accounts.authenticate(request)
        self._accounts.require_usable(account)
        self._count(account, action)
        with self._used(request, action, claim), self._accounts.charged(None if is_free else account):
            yield account

    def _count(self, account: Account | None, action: Action) -> None:
        try:
            self._throttle.check(account, action.name, action.rate)
        except RateExceededError as error:
            raise ApiError("RequestLimitExceeded", calls=error.rate + 1, limit=error.rate) from None

    @contextmanager
    def _used(self, request: SignedRequest, action: Action, claim: Claim | None) -> Iterator[None]:
        """Let the signature be used for this Action; it is free again when more than a reading failed."""
        if claim is None or self._used_signatures is None:
            yield
            return
        if action.is_guarded and not request.is_payload_signed:
            raise ApiError("AuthFailure.SignatureFailure", "unsigned body")
        try:
            is_free = self._used_signatures.is_free(claim.signature, action.purpose, once=action.changes)
        except UnreachableError:  # the log has it
            raise ApiError("ServiceUnavailable", reason=_NO_MEMORY) from None
        if not is_free:
            raise ApiError("AuthFailure.SignatureFailure", "used")
        try:
            yield
        except BaseException:
            if action.is_guarded:
                self._used_signatures.give_back(claim.signature)
            raise


def open_accounts(settings: Settings, database: Database) -> Accounts:
    """Open all accounts, that of the settings among them.

    Raises:
        SettingsError: a stored secret key cannot be decrypted; the message says what to do.
    """
    configured = None
    if settings.secret_id:
        configured = Account(settings.secret_id, settings.secret_key, name="OCR_SECRET_ID")
    store = open_account_store(settings, database)
    try:
        store.require_key()
    except AccountKeyError as error:
        raise SettingsError(str(error)) from error
    return Accounts(store, configured=configured, public_hosts=settings.public_hosts)


def open_access(settings: Settings, database: Database, throttle: Throttle | None = None) -> Access:
    """Make the access that the settings describe.

    Args:
        settings: how the service is set up.
        database: where the accounts are.
        throttle: what counts calls; that of the settings when not given.

    Raises:
        service.settings.values.SettingsError: a setting is invalid; the message says why.
    """
    folder = settings.data_dir.expanduser()
    throttle = throttle or open_throttle(folder, settings.rate_limit, settings.redis_url)
    used_signatures = open_used_signatures(folder, settings.redis_url)
    return Access(open_accounts(settings, database), throttle, used_signatures)
