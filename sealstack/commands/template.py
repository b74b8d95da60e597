"""The command `template`: forms that are read by where their fields are."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

import click

from sealstack.commands.descriptions import (
    FORM_COLUMNS,
    field_column,
    field_lines,
    field_values,
    form_row,
    in_columns,
)
from sealstack.commands.outputs import CsvTable, say, write_file, write_picture
from sealstack.commands.reading import INPUTS, drawings_option
from sealstack.commands.report import (
    OutputFormat,
    device_option,
    for_every_page,
    format_options,
    heading_of,
    inputs_argument,
    no_template,
    origin_of,
    pages_option,
    place_of,
    plain_errors,
    say_json,
)
from sealstack.engine import find_readers
from sealstack.inputs import InputError, Page, only_file
from sealstack.models.form.template import FieldMark
from sealstack.service.intake.errors import IntakeError
from sealstack.service.readers.inference import Overloaded, ReadingTooLongError
from sealstack.service.settings.environment import read_settings
from sealstack.service.templates import AUTO, TemplateReading, Templates
from sealstack.service.templates.errors import InvalidTemplateError, ReadingFailedError, TemplateMismatchError
from sealstack.service.templates.local import (
    AmbiguousNameError,
    StoredTemplate,
    TemplateNotFoundError,
    id_of_template,
    opened_templates,
    owner_by_key,
)
from sealstack.service.templates.marks import parse_template, write_template
from sealstack.service.templates.names import check_name


def _checked_name(context: click.Context, option: click.Parameter, name: str) -> str:
    try:
        return check_name(name)
    except ValueError as error:
        raise click.BadParameter(str(error)) from None


key_option = click.option(
    "--api-key", "key", metavar="KEY", help="Whose templates: one of OCR_API_KEYS, when there are any."
)


@click.group()
def template() -> None:
    """Read forms by templates.

    Templates are in the database that OCR_DATABASE_URL or OCR_DATA_DIR name, as for the service itself.
    TEMPLATE is the id that `add` prints, or the name that was given with --name.
    """


@template.command()
@click.argument("picture", type=click.Path(allow_dash=True))
@click.argument("fields", type=click.File(encoding="utf-8", errors="replace"))
@click.option(
    "--name", default="", callback=_checked_name, help="What people shall call it; `template list` shows it."
)
@click.option(
    "--page", type=click.IntRange(1), metavar="N", help="The page to take, needed where there are several."
)
@key_option
@device_option
def add(
    picture: str, fields: TextIO, name: str, page: int | None, key: str | None, device: str | None
) -> None:
    """Keep a template and print its id.

    PICTURE is the form, a file or URL. FIELDS is a JSON file (- for the standard input) with a list of
    [[[x, y], [x, y], [x, y], [x, y]], "name"], corners clockwise from the upper left.

    The same picture with the same fields is not kept twice: the id that it has is printed again, and it gets
    the name, where one is given.
    """
    with _opened(key, device) as (templates, owner):
        try:
            marks = parse_template(fields.read())
        except InvalidTemplateError as error:
            raise click.ClickException(f"{fields.name}: {error}") from None
        content = only_file(picture, read_settings().max_pixels, page)
        alike = templates.alike(owner, content)
        kept = next((one for one in alike if _is_kept(templates, owner, one, marks, content)), None)
        if kept is not None:
            outcome = "Nothing was added."
            if name and name != kept.name:
                templates.update(owner, kept.template_id, marks, name)
                outcome = f"Nothing was added; it is called {name} now."
            click.echo(f"This form is there already: {_called(kept)}. {outcome}", err=True)
            say(kept.template_id)
            return
        say(templates.add(owner, marks, content, name))
        if alike:
            others = ", ".join(_called(each) for each in alike)
            click.echo(f"The same form was there already: {others}. Now `auto` has a choice.", err=True)


@template.command(epilog=INPUTS)
@click.argument("template_id", metavar="TEMPLATE")
@inputs_argument
@key_option
@device_option
@format_options
@pages_option
@drawings_option
def query(
    template_id: str,
    inputs: tuple[str, ...],
    key: str | None,
    device: str | None,
    output: OutputFormat,
    pages: int,
    save_path: Path | None,
) -> None:
    """Read forms by a template, its id or name; `auto` takes the one that matches best."""
    with _opened(key, device) as (templates, owner):
        template_id = id_of_template(templates, owner, template_id)
        table = CsvTable(_columns(templates, owner, template_id)) if output is OutputFormat.CSV else None

        def read(page: Page) -> None:
            image = page.load()
            with _failing(page):
                reading = templates.query(owner, template_id, image, with_overlay=save_path is not None)
            origin = {**origin_of(page), "template_id": reading.template_id}
            if table is not None:
                fields = [(field.name, field.value, float(field.score)) for field in reading.fields]
                table.add(form_row(origin_of(page), reading.template_id, fields))
            elif output is OutputFormat.JSON:
                say_json({**origin, "fields": [field_values(field) for field in reading.fields]})
            else:
                say("\n".join([_heading(page, template_id, reading), *field_lines(reading.fields)]))
            if save_path is not None and reading.overlay is not None:
                write_picture(save_path / f"{page.name}_fields.png", reading.overlay)

        try:
            for_every_page(inputs, read, pdf_pages=pages)
        finally:
            if table is not None:
                table.finish()


@template.command("list")
@key_option
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def list_templates(key: str | None, as_json: bool) -> None:
    """List the templates with their fields, the oldest first."""
    with _opened(key) as (templates, owner):
        known = templates.described(owner)
        if as_json:
            listed = [
                {"template_id": one.template_id, "name": one.name, "template": json.loads(one.fields)}
                for one in known
            ]
            say(json.dumps(listed, ensure_ascii=False, indent=2))
            return
        for one, name in zip(known, in_columns([one.name for one in known]), strict=True):
            say("  ".join([one.template_id, *([name] if name else []), ", ".join(_names_in(one.fields))]))
        if not known:
            click.echo("There are no templates.", err=True)


@template.command()
@click.argument("template_id", metavar="TEMPLATE")
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
        stored, picture = templates.get(owner, id_of_template(templates, owner, template_id))
        say(json.dumps(json.loads(stored.fields), ensure_ascii=False, indent=2))
        if save_path is not None:
            write_file(save_path, picture)


@template.command()
@click.argument("template_ids", metavar="TEMPLATE...", nargs=-1, required=True)
@key_option
def delete(template_ids: tuple[str, ...], key: str | None) -> None:
    """Remove templates.

    All that are named are removed, or none when one of them is not there.
    """
    with _opened(key) as (templates, owner):
        templates.remove(owner, [id_of_template(templates, owner, each) for each in template_ids])
    click.echo(f"{len(template_ids)} removed.", err=True)


@contextmanager
def _opened(key: str | None, device: str | None = None) -> Iterator[tuple[Templates, str]]:
    """Open the templates and find their owner; errors become one line."""
    with plain_errors():
        try:
            settings = read_settings()
            owner = owner_by_key(settings, key)
            with opened_templates(settings, find_readers(device)) as templates:
                yield templates, owner
        except TemplateNotFoundError as error:
            raise click.ClickException(no_template(error.template_id)) from None
        except (AmbiguousNameError, InvalidTemplateError, TemplateMismatchError, IntakeError) as error:
            raise click.ClickException(str(error)) from None
        except ReadingFailedError:
            raise click.ClickException("the readers failed: see what was logged") from None
        except (Overloaded, ReadingTooLongError) as error:
            raise click.ClickException(str(error)) from None


@contextmanager
def _failing(page: Page) -> Iterator[None]:
    """Turn errors of reading one page into `InputError`, which is listed at the end."""
    try:
        yield
    except (IntakeError, TemplateMismatchError) as error:
        raise InputError(f"{place_of(page)}: {error}") from None
    except ReadingFailedError:
        raise InputError(f"{place_of(page)}: the readers failed") from None


def _is_kept(
    templates: Templates, owner: str, known: StoredTemplate, marks: Sequence[FieldMark], content: bytes
) -> bool:
    """Whether a template has this very picture and these fields."""
    stored, picture = templates.get(owner, known.template_id)
    return picture == content and stored.fields == write_template(marks)


def _columns(templates: Templates, owner: str, template_id: str) -> list[str] | None:
    """The columns of a table of readings; None where each row may be of another template."""
    if template_id == AUTO:
        return None
    stored, _ = templates.get(owner, template_id)
    return ["input", "page", *FORM_COLUMNS, *(field_column(name) for name in _names_in(stored.fields))]


def _names_in(fields: str) -> list[str]:
    return [field[1] for field in json.loads(fields)]


def _heading(page: Page, asked: str, reading: TemplateReading) -> str:
    return f"{heading_of(page)}  (template {reading.template_id})" if asked == AUTO else heading_of(page)


def _called(known: StoredTemplate) -> str:
    return f"{known.template_id} ({known.name})" if known.name else known.template_id
