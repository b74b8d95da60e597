"""The table of accounts."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, BigInteger, CheckConstraint, Integer, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from sealstack.service.accounts.account import AccountState
from sealstack.templates_store.tables import Table, UtcDateTime

_STATES = ", ".join(f"'{state}'" for state in AccountState)


class AccountRow(Table):
    """One stored account.

    Attributes:
        secret_id: the public half of its keys.
        sealed_key: the secret half, encrypted.
        name: what a person calls it.
        state: an `AccountState`.
        rates: calls a second by Action.
        package_remaining: successful calls left, None for any number.
        package_number: how many packages it has been given; a call that fails gives its place back only
            to the package that it was taken from.
        created: when it was added.
    """

    __tablename__ = "account"
    __table_args__ = (
        CheckConstraint(f"state IN ({_STATES})", name="state"),
        CheckConstraint("package_remaining >= 0", name="package_remaining"),
    )

    secret_id: Mapped[str] = mapped_column(String(128), primary_key=True)
    sealed_key: Mapped[bytes] = mapped_column(LargeBinary)
    name: Mapped[str] = mapped_column(String(128))
    state: Mapped[str] = mapped_column(String(32))
    rates: Mapped[dict[str, int]] = mapped_column(JSON)
    package_remaining: Mapped[int | None] = mapped_column(BigInteger)
    package_number: Mapped[int] = mapped_column(Integer)
    created: Mapped[datetime] = mapped_column(UtcDateTime)
