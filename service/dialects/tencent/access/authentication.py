"""Who a request comes from, whether they may call, and what the call costs them."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import MappingProxyType

from sqlalchemy.exc import SQLAlchemyError

from sealstack.service.accounts.account import Account, AccountState
from sealstack.service.accounts.key_pairs import is_secret_id
from sealstack.service.accounts.store import AccountNotFoundError, AccountStore, PackageUsedUpError
from sealstack.service.dialects.tencent.errors import ApiError
from sealstack.service.dialects.tencent.signatures import (
    Signature,
    SignedRequest,
    check_signature,
    check_timestamp,
    read_signature,
    require_common_parameters,
)

_LOG = logging.getLogger(__name__)

_USED_UP = "ResourceUnavailable.ResourcePackageRunOut"

CODES_OF_STATES = MappingProxyType(
    {
        AccountState.NOT_ACTIVATED: "FailedOperation.UnOpenError",
        AccountState.IN_ARREARS: "ResourceUnavailable.InArrears",
        AccountState.BILLING_ABNORMAL: "ResourcesSoldOut.ChargeStatusException",
        AccountState.DISABLED: "AuthFailure.SecretIdNotFound",
    }
)
"""The code for an account in a state; an active one is let in."""


@dataclass(frozen=True)
class Claim:
    """Who a request says it comes from.

    Attributes:
        signature: what it says of its signature, not yet verified.
        account: the account that it names.
    """

    signature: Signature
    account: Account


class Accounts:
    """Every account that counts: those in the database, and the one that is configured, if any.

    For each call, in this order:

    1. `require_parameters(request)`, before the version and the Action are looked at;
    2. `account = authenticate(request)`: None means that everyone is let in, and the rest has nothing to do.
       In two steps: `recognise` needs no body of most requests, `verify` needs it whole;
    3. `require_usable(account)`, then the rate;
    4. `with charged(account):` around everything that comes after, up to the finished answer.
    """

    def __init__(
        self,
        store: AccountStore,
        *,
        configured: Account | None = None,
        public_hosts: tuple[str, ...] = (),
        now: Callable[[], float] = time.time,
    ) -> None:
        """Put the accounts together.

        Args:
            store: the stored accounts.
            configured: an account from the settings, which is not stored; it comes before a stored one of
                the same name.
            public_hosts: names of this server that a client may have signed instead of `Host`.
            now: the server's clock, in Unix seconds.
        """
        self._store = store
        self._configured = configured
        self._public_hosts = public_hosts
        self._now = now

    @property
    def is_open(self) -> bool:
        """Whether everyone is let in, because there is no account and never was one.

        Asked anew each time: the first account closes a running service. Removing the last one, or losing the
        database, does not open it: only a person does, by `sealstack account open`.

        Raises:
            sqlalchemy.exc.SQLAlchemyError: the database is out of reach; nobody is let in then.
        """
        return self._configured is None and not self._store.door.is_shut and self._store.is_empty()

    @property
    def is_locked(self) -> bool:
        """Whether nobody at all is let in: there is no account, and the door is shut.

        Raises:
            sqlalchemy.exc.SQLAlchemyError: the database is out of reach.
        """
        return self._configured is None and self._store.door.is_shut and self._store.is_empty()

    def require_parameters(self, request: SignedRequest) -> None:
        """Check that the request carries what every signed one does, unless everyone is let in.

        Raises:
            ApiError: `MissingParameter`.
        """
        try:
            require_common_parameters(request)
        except ApiError:
            if not self.is_open:
                raise

    def recognise(self, request: SignedRequest) -> Claim:
        """Find out who a request says it comes from, without believing it yet.

        Of a signature in the headers or of a GET nothing else is looked at: the body need not be there.

        Raises:
            ApiError: `MissingParameter`, `InvalidParameterValue`, or one of `AuthFailure`:
                `InvalidAuthorization`, `SecretIdNotFound`, `SignatureExpire`.
            AccountKeyError: the account's secret key cannot be decrypted.
        """
        signature = read_signature(request)
        account = self._find(signature.secret_id)
        check_timestamp(signature, self._now())
        return Claim(signature, account)

    def verify(self, request: SignedRequest, claim: Claim) -> Account:
        """Make sure that a request comes from whom it says; its body is hashed and not read as anything.

        Raises:
            ApiError: `AuthFailure.SignatureFailure`.
        """
        check_signature(request, claim.signature, claim.account.secret_key, self._public_hosts)
        return claim.account

    def authenticate(self, request: SignedRequest) -> Account | None:
        """Find out who sent the request, and that it was they.

        Returns:
            The account, None when everyone is let in.

        Raises:
            ApiError: as `recognise` and `verify`.
            AccountKeyError: the account's secret key cannot be decrypted.
        """
        # A request that is signed by an account needs no look at whether there is any.
        try:
            signature = read_signature(request)
            account = self._find(signature.secret_id)
        except ApiError:
            if self.is_open:
                return None
            raise
        check_timestamp(signature, self._now())
        return self.verify(request, Claim(signature, account))

    def require_usable(self, account: Account | None) -> None:
        """Check that the account's state and package let it call.

        Raises:
            ApiError: the code of its state (`CODES_OF_STATES`), or
                `ResourceUnavailable.ResourcePackageRunOut`.
        """
        if account is None:
            return
        if account.state in CODES_OF_STATES:
            raise ApiError(CODES_OF_STATES[account.state])
        if account.package_remaining == 0:
            raise ApiError(_USED_UP)

    @contextmanager
    def charged(self, account: Account | None) -> Iterator[None]:
        """Count the block as one call of the account's package, if it ends well.

        As in the cloud, only answers that succeed are charged: whatever the block raises, its call is given
        back. The call is taken before the work begins, so that never more succeed than the package has,
        however many run at once; while the last ones are under way, others are refused as if it were used up.
        A process that is killed in the middle of a call does not give it back.

        Raises:
            ApiError: `ResourceUnavailable.ResourcePackageRunOut`.
        """
        if account is None or account is self._configured:
            yield
            return
        try:
            package_number = self._store.reserve_call(account.secret_id)
        except PackageUsedUpError:
            raise ApiError(_USED_UP) from None
        try:
            yield
        except BaseException:
            if package_number is not None:
                self._refund(account.secret_id, package_number)
            raise

    def _find(self, secret_id: str) -> Account:
        if self._configured is not None and secret_id == self._configured.secret_id:
            return self._configured
        if not is_secret_id(secret_id):
            raise ApiError("AuthFailure.SecretIdNotFound")
        try:
            account = self._store.find(secret_id)
        except AccountNotFoundError:
            raise ApiError("AuthFailure.SecretIdNotFound") from None
        if account.state is AccountState.DISABLED:
            raise ApiError("AuthFailure.SecretIdNotFound")
        return account

    def _refund(self, secret_id: str, package_number: int) -> None:
        try:
            self._store.refund_call(secret_id, package_number)
        except SQLAlchemyError as error:
            # what failed first is what the client shall hear of
            _LOG.error("a call that failed could not be given back to %s", secret_id, exc_info=error)
