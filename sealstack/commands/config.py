"""The command `config`: the YAML files of pipelines."""

from __future__ import annotations

from pathlib import Path

import click

from sealstack.commands.outputs import say, write_file
from sealstack.commands.report import plain_errors
from sealstack.paddlex.configuration import PIPELINES, written_configuration


@click.command()
@click.argument("pipeline", metavar="PIPELINE", type=click.Choice(PIPELINES))
@click.option(
    "--save-path",
    "--save_path",
    type=click.Path(path_type=Path),
    help="The folder or .yaml file to write to; without it the text is printed.",
)
def config(pipeline: str, save_path: Path | None) -> None:
    """Write a pipeline's YAML file.

    PIPELINE is seal_recognition or doc_preprocessor. The file has the form of PaddleX's, and
    `sealstack --pipeline FILE` takes it.
    """
    if save_path is None:
        say(written_configuration(pipeline).removesuffix("\n"))
    else:
        write_configuration(pipeline, save_path)


def write_configuration(pipeline: str, save_path: Path) -> None:
    """Write the YAML file of a pipeline into a folder, or to a path that ends in `.yaml`, and say where.

    Raises:
        click.ClickException: there is no such pipeline, or it cannot be written there.
    """
    with plain_errors():
        text = written_configuration(pipeline)
        path = save_path.expanduser()
        path = path if path.suffix.lower() in (".yaml", ".yml") else path / f"{pipeline}.yaml"
        write_file(path, text.encode("utf-8"))
    click.echo(f"The configuration is written to {path}.", err=True)
