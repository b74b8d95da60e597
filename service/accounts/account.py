"""What an account is: a pair of keys, a state, how fast it may call and how often."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

ANY_ACTION = "*"
"""The name under which an account keeps its rate for Actions that have none of their own."""

UNLIMITED = 0
"""A rate that lets every call pass."""


class AccountState(StrEnum):
    """What the cloud would say of an account before it looks at a picture."""

    ACTIVE = "active"
    NOT_ACTIVATED = "not_activated"
    IN_ARREARS = "in_arrears"
    BILLING_ABNORMAL = "billing_abnormal"
    DISABLED = "disabled"


@dataclass(frozen=True)
class Account:
    """One account as it stands at this moment.

    Attributes:
        secret_id: the public half of its keys, which names the account.
        secret_key: the secret half; never shown by `repr`.
        name: what a person calls it.
        state: whether it may call.
        rates: calls a second by Action, `*` for all Actions without their own, 0 for no limit; without
            either, the service's default rate holds.
        package_remaining: how many more successful calls it may make, None for any number.
        created: when it was added, in UTC; None for the account that is configured and not stored.
    """

    secret_id: str
    secret_key: str = field(repr=False)
    name: str = ""
    state: AccountState = AccountState.ACTIVE
    rates: Mapping[str, int] = field(default_factory=dict)
    package_remaining: int | None = None
    created: datetime | None = None

    def rate(self, action: str, default: int) -> int:
        """How many calls of an Action it may make a second, 0 for any number.

        Args:
            action: the Action's name, as it is registered.
            default: the service's rate for accounts that have none of their own.
        """
        return self.rates.get(action, self.rates.get(ANY_ACTION, default))
