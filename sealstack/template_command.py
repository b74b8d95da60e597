"""The command `template`: forms that are read by where their fields are."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TextIO

import click

from models.values import Field
from sealstack.engine import find_readers
from sealstack.inputs import InputError, file_of
from sealstack.report import SOME_FAILED, device_option, in_terminal, json_option, told_plainly
from service.inference import Overloaded
from service.intake.errors import IntakeError
from service.local_templates import TemplateNotFoundError, opened_templates, owner_by_key
from service.settings import read_settings
from service.templates import AUTO, Templates
from service.templates.errors import InvalidTemplateError, ReadingFailedError, TemplateMismatchError
from service.templates.marks import parse_template

_EXITS = "\b\nExit status: 0 all were read, 1 none was, 2 wrong usage, 3 some could not be read."

key_option = click.option(
    "--api-key", "key", metavar="KEY", help="Whose templates: one of OCR_API_KEYS, when there are any."
)


@click.group()
def template() -> None:
    """Read forms by templates.

    Templates are in the database that OCR_DATABASE_URL or OCR_DATA_DIR name, as for the service itself.
    """


@template.command()
@click.argument("picture")
@click.argument("fields", type=click.File(encoding="utf-8", errors="replace"))
@key_option
@device_option
def add(picture: str, fields: TextIO, key: str | None, device: str | None) -> None:
    """Keep a template and print its id.

    PICTURE is the form, a file or URL. FIELDS is a JSON file (- for the standard input) with a list of
    [[[x, y], [x, y], [x, y], [x, y]], "name"], corners clockwise from the upper left.
    """
    with _opened(key, device) as (templates, owner):
        marks = parse_template(fields.read())
        click.echo(templates.add(owner, marks, file_of(picture)))


@template.command(epilog=_EXITS)
@click.argument("template_id")
@click.argument("pictures", metavar="PICTURE...", nargs=-1, required=True)
@key_option
@device_option
@json_option
def query(
    template_id: str, pictures: tuple[str, ...], key: str | None, device: str | None, as_json: bool | None
) -> None:
    """Read forms by a template; `auto` takes the one that matches best."""
    in_json = not in_terminal() if as_json is None else as_json
    failures = []
    with _opened(key, device) as (templates, owner):
        for picture in pictures:
            try:
                reading = templates.query(owner, template_id, file_of(picture))
            except (InputError, IntakeError, TemplateMismatchError, ReadingFailedError) as error:
                failures.append(_named(picture, error))
                continue
            if in_json:
                told = {"input": picture, "template_id": reading.template_id}
                click.echo(json.dumps({**told, "fields": _described(reading.fields)}, ensure_ascii=False))
            else:
                click.echo(_text(picture, reading.template_id, reading.fields, template_id))
    if failures:
        click.echo(f"{len(failures)} could not be read:", err=True)
        for failure in failures:
            click.echo(f"  {failure}", err=True)
        raise SystemExit(SOME_FAILED if len(failures) < len(pictures) else 1)


@template.command("list")
@key_option
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def list_templates(key: str | None, as_json: bool) -> None:
    """List the templates, the oldest first, with the names of their fields."""
    with _opened(key) as (templates, owner):
        known = [(template_id, json.loads(fields)) for template_id, fields in templates.all(owner)]
    if as_json:
        told = [{"template_id": one, "template": fields} for one, fields in known]
        click.echo(json.dumps(told, ensure_ascii=False, indent=2))
        return
    for template_id, fields in known:
        click.echo(f"{template_id}  {', '.join(field[1] for field in fields)}")
    if not known:
        click.echo("There are no templates.", err=True)


@template.command()
@click.argument("template_id")
@key_option
@click.option(
    "--save-path",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Also write its picture to this file.",
)
def show(template_id: str, key: str | None, save_path: Path | None) -> None:
    """Show a template as JSON, as `template add` takes it."""
    with _opened(key) as (templates, owner):
        stored, picture = templates.get(owner, template_id)
        click.echo(json.dumps(json.loads(stored.fields), ensure_ascii=False, indent=2))
        if save_path is not None:
            save_path.write_bytes(picture)


@template.command()
@click.argument("template_ids", metavar="TEMPLATE_ID...", nargs=-1, required=True)
@key_option
def delete(template_ids: tuple[str, ...], key: str | None) -> None:
    """Remove templates: all that are named, or none when one of them is not there."""
    with _opened(key) as (templates, owner):
        templates.remove(owner, template_ids)
    click.echo(f"{len(template_ids)} removed.", err=True)


@contextmanager
def _opened(key: str | None, device: str | None = None) -> Iterator[tuple[Templates, str]]:
    """The templates and whose are meant; whatever goes wrong is told in one line."""
    with told_plainly():
        try:
            settings = read_settings()
            owner = owner_by_key(settings, key)
            with opened_templates(settings, find_readers(device)) as templates:
                yield templates, owner
        except TemplateNotFoundError as error:
            raise click.ClickException(f"there is no template {error.template_id}") from None
        except (InvalidTemplateError, TemplateMismatchError, IntakeError) as error:
            raise click.ClickException(str(error)) from None
        except ReadingFailedError:
            raise click.ClickException("the readers failed: see what was logged") from None
        except Overloaded as error:
            raise click.ClickException(str(error)) from None


def _named(picture: str, error: Exception) -> str:
    text = str(error)
    return text if text.startswith(picture) else f"{picture}: {text or 'the readers failed'}"


def _described(fields: Sequence[Field]) -> list[dict[str, Any]]:
    return [
        {
            "name": field.name,
            "value": field.value,
            "score": round(float(field.score), 4),
            "quad": [[round(float(x), 1), round(float(y), 1)] for x, y in field.quad],
        }
        for field in fields
    ]


def _text(picture: str, chosen: str, fields: Sequence[Field], asked: str) -> str:
    head = f"{picture}  (template {chosen})" if asked == AUTO else picture
    width = max((len(field.name) for field in fields), default=0)
    return "\n".join([head, *(f"  {field.name.ljust(width)}  {field.value}" for field in fields)])
