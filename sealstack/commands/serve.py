"""The command `serve`, and the way that every other form of it takes."""

from __future__ import annotations

import os

import click

from sealstack.commands.report import device_option


@click.command()
@click.option("--host", help="The address to listen on, instead of OCR_HOST.")
@click.option("--port", type=click.IntRange(1, 65535), help="The port to listen on, instead of OCR_PORT.")
@device_option
@click.option(
    "--sample",
    is_flag=True,
    help="Read the bundled sample picture once the service is ready; only warnings are logged.",
)
def serve(host: str | None, port: int | None, device: str | None, sample: bool) -> None:
    """Serve until stopped. Settings are environment variables: see docs/settings.md."""
    variables: dict[str, str | int | None] = {"OCR_HOST": host, "OCR_PORT": port, "OCR_DEVICE": device}
    if sample:
        # who tries it wants to see the answer and what to beware of, not how it came about
        variables["OCR_LOG_LEVEL"] = os.environ.get("OCR_LOG_LEVEL") or "warning"
    run_service(variables, sample=sample)


def run_service(variables: dict[str, str | int | None], *, sample: bool = False) -> None:
    """Serve with these settings in the place of the environment's; None leaves one as it is.

    Raises:
        click.ClickException: a setting is invalid, or the machine lacks something.
    """
    for name, value in variables.items():
        if value is not None:
            os.environ[name] = str(value)
    # imported here: the settings are read by the import, and other commands shall not pay for it
    from sealstack.serving.process import NotReadyError, SettingsError, serve_until_stopped

    try:
        serve_until_stopped(sample=sample)
    except (NotReadyError, SettingsError) as error:
        raise click.ClickException(str(error)) from None
