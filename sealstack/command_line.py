"""The command `sealstack`."""

from __future__ import annotations

import os

import click

from sealstack.accounts_command import account
from sealstack.version import __version__


@click.group()
@click.version_option(__version__)
def main() -> None:
    """Seal OCR and form templates on your own machine, for the clients that you already have."""


@main.command()
@click.option("--host", help="The address to listen on, instead of OCR_HOST.")
@click.option("--port", type=click.IntRange(1, 65535), help="The port to listen on, instead of OCR_PORT.")
@click.option("--sample", is_flag=True, help="Read the bundled sample picture once the service is ready.")
def serve(host: str | None, port: int | None, sample: bool) -> None:
    """Serve until stopped. Settings are environment variables: see docs/settings.md."""
    for name, value in (("OCR_HOST", host), ("OCR_PORT", port)):
        if value is not None:
            os.environ[name] = str(value)
    # imported here: the settings are read by the import, and other commands shall not pay for it
    from sealstack.serving import SettingsError, serve_until_stopped

    try:
        serve_until_stopped(sample=sample)
    except SettingsError as error:
        raise click.ClickException(str(error)) from None


main.add_command(account)

if __name__ == "__main__":
    main()
