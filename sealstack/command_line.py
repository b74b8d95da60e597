"""The command `sealstack`."""

from __future__ import annotations

from importlib import import_module

import click

from sealstack.version import __version__

_COMMANDS = {
    "serve": "serve_command:serve",
    "seal": "reading_commands:seal",
    "ocr": "reading_commands:ocr",
    "preprocess": "reading_commands:preprocess",
    "template": "template_command:template",
    "account": "accounts_command:account",
    "config": "config_command:config",
    "db": "database_command:db",
    "doctor": "doctor_command:doctor",
    "seal_recognition": "pasted_commands:seal_recognition",
    "doc_preprocessor": "pasted_commands:doc_preprocessor",
    "rapidocr_api": "pasted_commands:rapidocr_api",
    "paddlex": "pasted_commands:paddlex",
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
        command: click.Command = getattr(import_module(f"sealstack.{module}"), function)
        return command

    def parse_args(self, context: click.Context, arguments: list[str]) -> list[str]:
        """Put the command in front of options that are PaddleX's."""
        names = {argument.partition("=")[0] for argument in arguments}
        if arguments and arguments[0].startswith("--") and names & _PADDLEX:
            arguments = ["paddlex", *arguments]
        return super().parse_args(context, arguments)


@click.group(cls=_Commands, epilog="The options of PaddleX work as well: sealstack --pipeline … --input …")
@click.version_option(__version__)
def main() -> None:
    """Seal OCR and form templates on your own machine, for the clients that you already have."""


if __name__ == "__main__":
    main()
