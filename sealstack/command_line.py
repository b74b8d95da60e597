"""The command `sealstack`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any

import click

from sealstack.version import __version__

_COMMANDS = {
    "serve": "serve:serve",
    "seal": "reading:seal",
    "ocr": "reading:ocr",
    "preprocess": "reading:preprocess",
    "template": "template:template",
    "batch": "batch:batch",
    "account": "account:account",
    "config": "config:config",
    "db": "database:db",
    "doctor": "doctor:doctor",
    "seal_recognition": "pasted:seal_recognition",
    "doc_preprocessor": "pasted:doc_preprocessor",
    "rapidocr_api": "pasted:rapidocr_api",
    "paddlex": "pasted:paddlex",
}
"""Where each command is, in the order of the help; it is imported when it is called."""

_PADDLEX = frozenset({"--pipeline", "--get_pipeline_config", "--install"})


class _Commands(click.Group):
    """The commands, and the options of PaddleX, which has no commands."""

    def list_commands(self, context: click.Context) -> list[str]:
        """Name them in the order of the help."""
        return list(_COMMANDS)

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        """Import a command."""
        if name not in _COMMANDS:
            return None
        module, _, function = _COMMANDS[name].partition(":")
        with _readable_errors():
            command: click.Command = getattr(import_module(f"sealstack.commands.{module}"), function)
        return command

    def invoke(self, context: click.Context) -> Any:
        """Run a command; errors of the machine that it does not handle itself end in one sentence."""
        with _readable_errors():
            return super().invoke(context)

    def parse_args(self, context: click.Context, arguments: list[str]) -> list[str]:
        """Put the command in front of options that are PaddleX's."""
        names = {argument.partition("=")[0] for argument in arguments}
        if arguments and arguments[0].startswith("--") and names & _PADDLEX:
            arguments = ["paddlex", *arguments]
        return super().parse_args(context, arguments)


@contextmanager
def _readable_errors() -> Iterator[None]:
    """Turn what the machine lacks (the engine, room on a disk, a right) into one sentence, status 1."""
    try:
        yield
    except BrokenPipeError:
        raise  # whoever read has seen enough: click ends the program without a word
    except OSError as error:
        from sealstack.commands.outputs import reason_of

        raise click.ClickException(reason_of(error)) from None
    except ModuleNotFoundError as error:
        from sealstack.serving.readiness import ENGINE, NO_ENGINE

        if error.name != ENGINE:
            raise
        raise click.ClickException(NO_ENGINE) from None


@click.group(cls=_Commands, epilog="The options of PaddleX work as well: sealstack --pipeline … --input …")
@click.version_option(__version__)
def main() -> None:
    """Seal OCR and form templates on your own machine, for the clients that you already have."""


if __name__ == "__main__":
    main()
