"""The command `db`: looking after the database by hand."""

from __future__ import annotations

import click

from sealstack.commands.outputs import say
from sealstack.commands.report import plain_errors
from sealstack.service.settings.environment import read_settings
from sealstack.service.storage.upkeep import (
    DatabaseState,
    database_state,
    downgrade_database,
    upgrade_database,
)


@click.group()
def db() -> None:
    """Look after the database.

    It is the one that OCR_DATABASE_URL or OCR_DATA_DIR name. The service brings it up to date by itself
    whenever it starts, unless it was taken down by hand or OCR_MIGRATE is 0.
    """


@db.command()
def upgrade() -> None:
    """Bring the tables up to this version."""
    with plain_errors():
        settings = read_settings()
        before = database_state(settings)
        upgrade_database(settings)
        after = database_state(settings)
    if before.is_current:
        say(f"{after.name} is at revision {after.current} already: nothing was changed.")
    else:
        say(f"{after.name} was at {before.current or 'nothing'} and is now at revision {after.current}.")


@db.command()
@click.argument("revision")
@click.option("--yes", is_flag=True, help="Do not ask for confirmation.")
def downgrade(revision: str, yes: bool) -> None:
    """Take the tables down to REVISION, for an older version; `base` removes them all.

    They stay there: this version refuses to work with them until `db upgrade`.
    """
    with plain_errors():
        settings = read_settings()
        state = database_state(settings)
        if not yes:
            click.confirm(
                f"Take {state.name} from {state.current} down to {revision}? What newer tables hold is LOST.",
                abort=True,
                err=True,
            )
        downgrade_database(settings, revision)
        say(f"{state.name} is now at revision {database_state(settings).current or 'base'}.")


@db.command()
def check() -> None:
    """Whether the tables are those of this version; exit status 1 when not."""
    with plain_errors():
        state = database_state(read_settings())
    if state.is_current:
        say(f"{state.name} is at revision {state.current}, as it should be.")
        return
    say(f"{state.name} {fault_of(state)}.")
    raise SystemExit(1)


def fault_of(state: DatabaseState) -> str:
    """Say what is wrong with a database whose tables are not those of this version, and the way out."""
    current = state.current or "nothing"
    if state.is_newer:
        return f"is at {current}, made by a newer version than this one, which knows {state.latest}"
    if state.is_held:
        return f"was taken down to {current} by hand: `sealstack db upgrade` brings it up to {state.latest}"
    return f"is at {current}, and should be at {state.latest}: `sealstack db upgrade`"
