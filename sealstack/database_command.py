"""The command `db`: looking after the database by hand."""

from __future__ import annotations

import click

from sealstack.report import told_plainly
from service.database_upkeep import database_state, downgrade_database, upgrade_database
from service.settings import read_settings


@click.group()
def db() -> None:
    """Look after the database.

    It is the one that OCR_DATABASE_URL or OCR_DATA_DIR name. The service brings it up to date by itself
    whenever it starts.
    """


@db.command()
def upgrade() -> None:
    """Bring the tables up to this version."""
    with told_plainly():
        settings = read_settings()
        before = database_state(settings)
        upgrade_database(settings)
        after = database_state(settings)
    told = "was at" if before.is_current else f"was at {before.current or 'nothing'} and is now at"
    click.echo(f"{after.name} {told} revision {after.current}.")


@db.command()
@click.argument("revision")
@click.option("--yes", is_flag=True, help="Do not ask.")
def downgrade(revision: str, yes: bool) -> None:
    """Take the tables down to REVISION, for an older version; `base` removes them all."""
    with told_plainly():
        settings = read_settings()
        state = database_state(settings)
        if not yes:
            click.confirm(
                f"Take {state.name} from {state.current} down to {revision}? What newer tables hold is LOST.",
                abort=True,
                err=True,
            )
        downgrade_database(settings, revision)
        click.echo(f"{state.name} is now at revision {database_state(settings).current or 'base'}.")


@db.command()
def check() -> None:
    """Tell whether the tables are those of this version; exit status 1 when not."""
    with told_plainly():
        state = database_state(read_settings())
    if state.is_current:
        click.echo(f"{state.name} is at revision {state.current}, as it should be.")
        return
    click.echo(f"{state.name} is at {state.current or 'nothing'}, and should be at {state.latest}.")
    raise SystemExit(1)
