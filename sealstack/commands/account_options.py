"""The options of `sealstack account`: names, states, rates and packages, read and checked."""

from __future__ import annotations

import re

import click

from sealstack.service.accounts import ANY_ACTION, UNLIMITED, AccountState

DEFAULT = "default"
"""The word for the rate that `OCR_RATE_LIMIT` gives."""

UNLIMITED_WORD = "unlimited"
"""The word for no rate at all."""

NONE = "none"
"""The word for no package."""

_MAX_NUMBER = 1_000_000_000
_MAX_NAME = 128


def _read_name(context: click.Context, option: click.Parameter, name: str | None) -> str | None:
    if name is not None and (len(name) > _MAX_NAME or not name.isprintable()):
        raise click.BadParameter(f"a name is one line of up to {_MAX_NAME} characters")
    return name


def _read_rates(
    context: click.Context, option: click.Parameter, texts: tuple[str, ...]
) -> dict[str, int | None]:
    """Read rates by Action, `*` where none is named; None stands for the default."""
    return dict(_read_rate(text) for text in texts)


def _read_rate(text: str) -> tuple[str, int | None]:
    action, equals, rate = text.rpartition("=")
    if equals and not re.fullmatch(r"[A-Za-z][A-Za-z0-9]*", action):
        raise click.BadParameter(f"{action!r} is no name of an Action")
    if rate in (DEFAULT, UNLIMITED_WORD):
        return action or ANY_ACTION, UNLIMITED if rate == UNLIMITED_WORD else None
    number = _whole_number(rate)
    if not number:
        raise click.BadParameter(f"{rate!r} is no rate: a whole number from 1, {UNLIMITED_WORD} or {DEFAULT}")
    return action or ANY_ACTION, number


def _read_package(context: click.Context, option: click.Parameter, text: str | None) -> int | str | None:
    """Read a number of calls; `none` stays as it is."""
    if text is None or text == NONE:
        return text
    number = _whole_number(text)
    if number is None:
        raise click.BadParameter(f"{text!r} is no number of calls, nor {NONE}")
    return number


def _whole_number(text: str) -> int | None:
    number = int(text) if re.fullmatch(r"[0-9]{1,10}", text, re.ASCII) else None
    return number if number is not None and number <= _MAX_NUMBER else None


name_option = click.option("--name", callback=_read_name, help="What to call the account.")
state_option = click.option(
    "--state", type=click.Choice([state.value for state in AccountState]), help="Whether it may call."
)
rate_option = click.option(
    "--rate",
    "rates",
    metavar="[ACTION=]RATE",
    multiple=True,
    callback=_read_rates,
    help="Calls a second: 10 for all Actions, SealOCR=10 for one. Also unlimited, or default for "
    "OCR_RATE_LIMIT. May be repeated.",
)
package_option = click.option(
    "--package",
    metavar="CALLS",
    callback=_read_package,
    help="How many more calls may succeed; none for any number.",
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
secret_id_argument = click.argument("secret_id", metavar="SECRET_ID")
