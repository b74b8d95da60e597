"""Accounts: who may call, in what state they are, and how many calls they have left."""

from sealstack.service.accounts.account import ANY_ACTION, UNLIMITED, Account, AccountState
from sealstack.service.accounts.encryption import AccountKeyError, SecretKeyCipher
from sealstack.service.accounts.store import AccountExistsError, AccountNotFoundError, AccountStore

__all__ = [
    "ANY_ACTION",
    "UNLIMITED",
    "Account",
    "AccountExistsError",
    "AccountKeyError",
    "AccountNotFoundError",
    "AccountState",
    "AccountStore",
    "SecretKeyCipher",
]
