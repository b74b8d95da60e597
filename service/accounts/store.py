"""The stored accounts: looked up, added, changed, and their packages counted down."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from sealstack.service.accounts.account import Account, AccountState
from sealstack.service.accounts.door import Door
from sealstack.service.accounts.encryption import SecretKeyCipher
from sealstack.service.accounts.key_pairs import generate_secret_key
from sealstack.service.accounts.table import AccountRow
from sealstack.templates_store.database import Database

_ANY_ACCOUNT = select(AccountRow.secret_id).limit(1)


class AccountExistsError(Exception):
    """There is an account with this SecretId already."""


class AccountNotFoundError(LookupError):
    """There is no account with this SecretId."""


class PackageUsedUpError(Exception):
    """No call is left in the account's package."""


class AccountStore:
    """The accounts in one database.

    Every look-up reads the database, so that a change of an account holds from the next request on, in every
    process. Counting is exact between threads, processes and machines: each step is one statement.
    """

    def __init__(self, database: Database, cipher: SecretKeyCipher) -> None:
        """Work on a database that has been migrated.

        Args:
            database: where the accounts are.
            cipher: what their secret keys are encrypted with.
        """
        self._database = database
        self._cipher = cipher

    @property
    def door(self) -> Door:
        """Whether anyone is let in while there is no account."""
        return self._cipher.door

    def is_empty(self) -> bool:
        """Whether there is no account at all."""
        with self._database.looking() as connection:
            return connection.scalar(_ANY_ACCOUNT) is None

    def require_key(self) -> None:
        """Make sure that every stored secret key can be decrypted; there may be none.

        Raises:
            AccountKeyError: one cannot.
        """
        with self._database.reading() as session:
            for sealed_key in session.scalars(select(AccountRow.sealed_key)):
                self._cipher.decrypt(sealed_key)

    def find(self, secret_id: str) -> Account:
        """Look an account up, with its secret key.

        Raises:
            AccountNotFoundError: there is none.
            AccountKeyError: its secret key cannot be decrypted.
        """
        with self._database.reading() as session:
            row = _row(session, secret_id)
            return _account(row, self._cipher.decrypt(row.sealed_key))

    def describe(self, secret_id: str) -> Account:
        """Look an account up, its secret key left empty: that of the cipher is not needed.

        Raises:
            AccountNotFoundError: there is none.
        """
        with self._database.reading() as session:
            return _account(_row(session, secret_id))

    def all(self) -> list[Account]:
        """List the accounts, the oldest first, their secret keys left empty."""
        with self._database.reading() as session:
            rows = session.scalars(select(AccountRow).order_by(AccountRow.created, AccountRow.secret_id))
            return [_account(row) for row in rows]

    def add(self, account: Account) -> Account:
        """Keep a new account, shut the door for good, and return the account with the time of its creation.

        Raises:
            AccountExistsError: its SecretId is taken.
            AccountKeyError: its secret key cannot be encrypted.
            OSError: the door's file cannot be written.
        """
        created = datetime.now(UTC)
        row = AccountRow(
            secret_id=account.secret_id,
            sealed_key=self._cipher.encrypt(account.secret_key),
            name=account.name,
            state=account.state,
            rates=dict(account.rates),
            package_remaining=account.package_remaining,
            package_number=secrets.randbits(30),  # another than that of a removed account of this name
            created=created,
        )
        self.door.shut()
        try:
            with self._database.writing() as session:
                session.add(row)
        except IntegrityError as error:
            raise AccountExistsError(account.secret_id) from error
        return replace(account, created=created)

    def set_name(self, secret_id: str, name: str) -> None:
        """Call an account by another name.

        Raises:
            AccountNotFoundError: there is no such account.
        """
        self._update(secret_id, name=name)

    def set_state(self, secret_id: str, state: AccountState) -> None:
        """Put an account into a state.

        Raises:
            AccountNotFoundError: there is no such account.
        """
        self._update(secret_id, state=state)

    def set_rates(self, secret_id: str, rates: Mapping[str, int]) -> None:
        """Give an account its own rates: calls a second by Action, in place of all that it had.

        Raises:
            AccountNotFoundError: there is no such account.
        """
        self._update(secret_id, rates=dict(rates))

    def set_package(self, secret_id: str, remaining: int | None) -> None:
        """Give an account a package of calls, in place of the one it had; None takes the limit away.

        Calls under way do not touch the new package.

        Raises:
            AccountNotFoundError: there is no such account.
        """
        self._update(secret_id, package_remaining=remaining, package_number=AccountRow.package_number + 1)

    def rotate(self, secret_id: str) -> Account:
        """Give an account a new secret key, and return the account with it; the old key is gone at once.

        Raises:
            AccountNotFoundError: there is no such account.
            AccountKeyError: the new key cannot be encrypted.
        """
        secret_key = generate_secret_key()
        self._update(secret_id, sealed_key=self._cipher.encrypt(secret_key))
        return replace(self.describe(secret_id), secret_key=secret_key)

    def remove(self, secret_id: str) -> None:
        """Forget an account.

        Raises:
            AccountNotFoundError: there is no such account.
        """
        with self._database.writing() as session:
            removed = delete(AccountRow).where(AccountRow.secret_id == secret_id)
            if session.scalar(removed.returning(AccountRow.secret_id)) is None:
                raise AccountNotFoundError(secret_id)

    def reserve_call(self, secret_id: str) -> int | None:
        """Take one call out of an account's package before the work is done.

        Returns:
            The number of the package that it came from, for `refund_call`; None when the account has no
            package, or is gone: then nothing was taken.

        Raises:
            PackageUsedUpError: no call is left.
        """
        remaining = select(AccountRow.package_remaining).where(AccountRow.secret_id == secret_id)
        with self._database.reading() as session:
            if session.scalar(remaining) is None:
                return None
        with self._database.writing() as session:
            number = session.scalar(
                update(AccountRow)
                .where(AccountRow.secret_id == secret_id, AccountRow.package_remaining > 0)
                .values(package_remaining=AccountRow.package_remaining - 1)
                .returning(AccountRow.package_number)
            )
            if number is None and session.scalar(remaining) is not None:
                raise PackageUsedUpError(secret_id)
            return number

    def refund_call(self, secret_id: str, package_number: int) -> None:
        """Put a call that came to nothing back into the package that it was taken from.

        Does nothing when the account has been given another package since, or is gone.
        """
        with self._database.writing() as session:
            session.execute(
                update(AccountRow)
                .where(AccountRow.secret_id == secret_id, AccountRow.package_number == package_number)
                .values(package_remaining=AccountRow.package_remaining + 1)
            )

    def _update(self, secret_id: str, **values: Any) -> None:
        with self._database.writing() as session:
            changed = update(AccountRow).where(AccountRow.secret_id == secret_id).values(**values)
            if session.scalar(changed.returning(AccountRow.secret_id)) is None:
                raise AccountNotFoundError(secret_id)


def _row(session: Session, secret_id: str) -> AccountRow:
    row = session.get(AccountRow, secret_id)
    if row is None:
        raise AccountNotFoundError(secret_id)
    return row


def _account(row: AccountRow, secret_key: str = "") -> Account:  # nosec B107 # left empty: it is not shown
    return Account(
        secret_id=row.secret_id,
        secret_key=secret_key,
        name=row.name,
        state=AccountState(row.state),
        rates=dict(row.rates),
        package_remaining=row.package_remaining,
        created=row.created,
    )
