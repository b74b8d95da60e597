"""The command `sealstack account`: who may call, from the command line."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, TextIO

import click

from sealstack.commands.account_options import (
    DEFAULT,
    NONE,
    UNLIMITED_WORD,
    json_option,
    name_option,
    package_option,
    rate_option,
    secret_id_argument,
    state_option,
)
from sealstack.commands.outputs import reason_of, say
from sealstack.service.accounts import (
    Account,
    AccountExistsError,
    AccountKeyError,
    AccountNotFoundError,
    AccountState,
    AccountStore,
)
from sealstack.service.accounts.key_pairs import (
    generate_secret_id,
    generate_secret_key,
    is_secret_id,
    is_secret_key,
)
from sealstack.service.settings.environment import read_settings
from sealstack.service.settings.values import SettingsError
from sealstack.service.storage.opening import open_account_store, open_database, readable_database_errors


@click.group()
def account() -> None:
    """Manage who may call the Tencent dialect.

    The first account closes it to all others, for good: see `sealstack account open`.

    The accounts are in the database that OCR_DATABASE_URL or OCR_DATA_DIR name, as for the service itself; a
    running service heeds every change from the next call on.
    """


@account.command()
@name_option
@state_option
@rate_option
@package_option
@click.option("--secret-id", help="A SecretId that clients have already; needs --secret-key-file.")
@click.option(
    "--secret-key-file",
    type=click.File(errors="replace"),
    help="A file with the SecretKey to it; - reads it from the input.",
)
@json_option
def add(
    name: str | None,
    state: str | None,
    rates: dict[str, int | None],
    package: int | str | None,
    secret_id: str | None,
    secret_key_file: TextIO | None,
    as_json: bool,
) -> None:
    """Add an account and print its keys. The SecretKey is shown this once."""
    secret_id, secret_key = _key_pair(secret_id, secret_key_file)
    added = Account(
        secret_id=secret_id,
        secret_key=secret_key,
        name=name or "",
        state=AccountState(state or AccountState.ACTIVE),
        rates=_merged({}, rates),
        package_remaining=package if isinstance(package, int) else None,
    )
    with _store() as store:
        store.require_key()  # a new key beside accounts that were stored with another would lock those out
        try:
            added = store.add(added)
        except AccountExistsError:
            raise click.ClickException(f"there is an account {secret_id} already") from None
    _print_keys(added, as_json=as_json)


@account.command("list")
@json_option
def list_accounts(as_json: bool) -> None:
    """List the accounts, the oldest first."""
    with _store() as store:
        accounts = store.all()
    if as_json:
        _print_json([_described(each) for each in accounts])
        return
    if not accounts:
        click.echo("There are no accounts.", err=True)
        return
    rows = [("SECRET ID", "STATE", "PACKAGE", "RATES", "NAME")]
    rows += [
        (each.secret_id, each.state.value, _package_text(each), _rates_text(each), each.name)
        for each in accounts
    ]
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    for row in rows:
        cells = [cell.ljust(width) for cell, width in zip(row, [*widths, 0], strict=True)]
        say("  ".join(cells).rstrip())


@account.command()
@secret_id_argument
@json_option
def show(secret_id: str, as_json: bool) -> None:
    """Show an account, without its SecretKey."""
    with _store() as store:
        _print_account(store.describe(secret_id), as_json=as_json)


@account.command("set")
@secret_id_argument
@name_option
@state_option
@rate_option
@package_option
@json_option
def set_account(
    secret_id: str,
    name: str | None,
    state: str | None,
    rates: dict[str, int | None],
    package: int | str | None,
    as_json: bool,
) -> None:
    """Change an account; what is not named stays as it is."""
    if name is None and state is None and not rates and package is None:
        raise click.UsageError("name what to change: --name, --state, --rate or --package")
    with _store() as store:
        before = store.describe(secret_id)
        if name is not None:
            store.set_name(secret_id, name)
        if state is not None:
            store.set_state(secret_id, AccountState(state))
        if rates:
            store.set_rates(secret_id, _merged(before.rates, rates))
        if package is not None:
            store.set_package(secret_id, package if isinstance(package, int) else None)
        _print_account(store.describe(secret_id), as_json=as_json)


@account.command()
@secret_id_argument
@json_option
def rotate(secret_id: str, as_json: bool) -> None:
    """Give an account a new SecretKey and print it. It is shown this once; the old one no longer works."""
    with _store() as store:
        _print_keys(store.rotate(secret_id), as_json=as_json)


@account.command()
@secret_id_argument
@click.option("--yes", is_flag=True, help="Do not ask for confirmation.")
def remove(secret_id: str, yes: bool) -> None:
    """Remove an account. The service stays closed without any, until `sealstack account open`."""
    with _store() as store:
        store.describe(secret_id)
        is_last = len(store.all()) == 1 and not read_settings().secret_id
        if not yes:
            warning = " It is the last one: nobody is let in without it." if is_last else ""
            click.confirm(f"Remove the account {secret_id}?{warning}", abort=True, err=True)
        if is_last:
            store.door.shut()
        store.remove(secret_id)
    click.echo(f"{secret_id} is removed.", err=True)
    if is_last:
        click.echo(
            "There are no accounts any more: nobody is let in. `sealstack account open` lets everyone in.",
            err=True,
        )


@account.command("open")
@click.option("--yes", is_flag=True, help="Do not ask for confirmation.")
def open_to_all(yes: bool) -> None:
    """Let everyone in where there is no account any more.

    A service that ever had an account lets nobody in without one, also when its database is lost. This opens
    it again, on this machine, until the next account is added.
    """
    if read_settings().secret_id:
        raise click.ClickException("OCR_SECRET_ID names an account: unset it first")
    with _store() as store:
        if not store.is_empty():
            raise click.ClickException("there are accounts: remove them first")
        if not yes:
            click.confirm("Let EVERYONE in who reaches the service, unsigned?", abort=True, err=True)
        store.door.open()
    click.echo("Everyone is let in until an account is added.", err=True)


@contextmanager
def _store() -> Iterator[AccountStore]:
    """Open the accounts, and report whatever goes wrong in one line."""
    try:
        settings = read_settings()
        database = open_database(settings)
        with readable_database_errors(settings):
            yield open_account_store(settings, database)
        database.close()
    except (SettingsError, AccountKeyError) as error:
        raise click.ClickException(str(error)) from None
    except OSError as error:
        raise click.ClickException(f"the data folder cannot be written to: {reason_of(error)}") from None
    except AccountNotFoundError as error:
        raise click.ClickException(f"there is no account {error}") from None


def _key_pair(secret_id: str | None, secret_key_file: TextIO | None) -> tuple[str, str]:
    if secret_id is None and secret_key_file is None:
        return generate_secret_id(), generate_secret_key()
    if secret_id is None or secret_key_file is None:
        raise click.UsageError("--secret-id and --secret-key-file go together")
    secret_key = secret_key_file.read().strip()
    if not is_secret_id(secret_id):
        raise click.UsageError("a SecretId is 1 to 128 letters, digits and _.*-")
    if not is_secret_key(secret_key):
        raise click.UsageError("a SecretKey is 1 to 256 visible ASCII characters on one line")
    return secret_id, secret_key


def _merged(rates: Mapping[str, int], changes: Mapping[str, int | None]) -> dict[str, int]:
    merged = {**rates, **changes}
    return {action: rate for action, rate in merged.items() if rate is not None}


def _print_keys(account: Account, *, as_json: bool) -> None:
    if as_json:
        _print_json({"secret_id": account.secret_id, "secret_key": account.secret_key} | _described(account))
        return
    say(f"SecretId:  {account.secret_id}")
    say(f"SecretKey: {account.secret_key}")
    click.echo("Keep the SecretKey now: it is not shown again.", err=True)


def _print_account(account: Account, *, as_json: bool) -> None:
    if as_json:
        _print_json(_described(account))
        return
    say(f"SecretId: {account.secret_id}")
    say(f"Name:     {account.name}")
    say(f"State:    {account.state.value}")
    say(f"Package:  {_package_text(account)}")
    say(f"Rates:    {_rates_text(account)}")
    say(f"Created:  {_created_text(account)}")


def _described(account: Account) -> dict[str, Any]:
    return {
        "secret_id": account.secret_id,
        "name": account.name,
        "state": account.state.value,
        "package_remaining": account.package_remaining,
        "rates": dict(account.rates),
        "created": _created_text(account),
    }


def _package_text(account: Account) -> str:
    return NONE if account.package_remaining is None else f"{account.package_remaining} left"


def _rates_text(account: Account) -> str:
    rates = sorted(account.rates.items())
    return ",".join(f"{action}={rate or UNLIMITED_WORD}" for action, rate in rates) or DEFAULT


def _created_text(account: Account) -> str:
    return account.created.isoformat(timespec="seconds") if account.created else ""


def _print_json(value: Any) -> None:
    say(json.dumps(value, ensure_ascii=False, indent=2))
