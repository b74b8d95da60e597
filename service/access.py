"""Who may call the Tencent dialect, and how often."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from service.accounts import Account, Accounts
from service.opening import open_accounts
from service.settings import Settings
from service.signatures import SignedRequest
from service.throttle import Throttle, open_throttle
from templates_store.database import Database


class Access:
    """Lets calls in, or refuses them: who sent them, the state of their account, its rate, its package."""

    def __init__(self, accounts: Accounts, throttle: Throttle) -> None:
        self._accounts = accounts
        self._throttle = throttle

    @property
    def is_open(self) -> bool:
        """Whether everyone is let in, because there is no account."""
        return self._accounts.is_open

    def require_parameters(self, request: SignedRequest) -> None:
        """Check that the request carries what is needed to tell who sent it.

        Raises:
            ApiError: `MissingParameter`.
        """
        self._accounts.require_parameters(request)

    @contextmanager
    def admitted(self, request: SignedRequest, action: str) -> Iterator[Account | None]:
        """Let a call in for as long as the block runs; it is charged when the block ends well.

        The block is given the account that calls, None when everyone is let in.

        Args:
            request: the call.
            action: the name of the Action, as it is registered.

        Raises:
            ApiError: it is not let in.
        """
        account = self._accounts.authenticate(request)
        self._accounts.require_usable(account)
        self._throttle.check(account, action)
        with self._accounts.charged(account):
            yield account


def open_access(settings: Settings, database: Database) -> Access:
    """Make the access that the settings describe.

    Raises:
        service.setting_values.SettingsError: a setting cannot be; the message says why.
    """
    throttle = open_throttle(settings.data_dir.expanduser(), settings.rate_limit, settings.redis_url)
    return Access(open_accounts(settings, database), throttle)
