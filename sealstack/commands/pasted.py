"""The command lines of PaddleX, PaddleOCR and rapidocr_api, pasted under the name `sealstack`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from sealstack.commands.config import write_configuration
from sealstack.commands.outputs import OutputError, reason_of, say
from sealstack.commands.report import for_every_page, in_terminal, plain_errors, say_json
from sealstack.commands.serve import run_service
from sealstack.inputs import Page
from sealstack.paddlex.configuration import DOCUMENT, SEAL, find_configuration
from sealstack.paddlex.parameters import DOCUMENT_MODELS, SEAL_MODELS, SEARCH, STEPS
from sealstack.paddlex.pipelines import DocPreprocessor, SealRecognition, create_pipeline
from sealstack.paddlex.results import Result

Command = TypeVar("Command", bound=Callable[..., Any])

PADDLE_PORT, RAPIDOCR_PORT = 8080, 9003
"""The ports that the services in question listen on by default."""

_TYPES: dict[str, Any] = {
    "layout_threshold": float,
    "layout_unclip_ratio": float,
    "layout_merge_bboxes_mode": str,
    "seal_det_limit_side_len": int,
    "seal_det_limit_type": str,
    "seal_det_max_side_limit": int,
    "seal_det_thresh": float,
    "seal_det_box_thresh": float,
    "seal_det_unclip_ratio": float,
    "seal_rec_score_thresh": float,
    "text_recognition_batch_size": int,
    "min_subgraph_size": int,
    "mkldnn_cache_capacity": int,
    "cpu_threads": int,
    "use_tensorrt": bool,
}
_COMMON = (
    *("device", "engine", "enable_hpi", "use_tensorrt", "min_subgraph_size", "precision", "enable_mkldnn"),
    *("mkldnn_cache_capacity", "cpu_threads", "enable_cinn", "paddlex_config"),
)

_EVERYWHERE = "0.0.0.0"  # nosec B104 # as those programs have it; every open door is named at the start


def _options(*names: str) -> Callable[[Command], Command]:
    """An option `--name` each; those that begin like flags are True or False."""

    def add(command: Command) -> Command:
        for name in reversed(names):
            is_flag = name.startswith(("use_", "enable_")) or name == "layout_nms"
            kind = _TYPES.get(name, bool if is_flag else str)
            command = click.option(f"--{name}", name, type=kind)(command)
        return command

    return add


def _model_options(models: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f"{model}_model_{what}" for model in models for what in ("name", "dir"))


_input_option = click.option("-i", "--input", "source", required=True, help="A picture, PDF, folder or URL.")
_save_option = click.option(
    "--save_path", type=click.Path(path_type=Path), help="Write JSON and pictures to this folder."
)


@click.command(SEAL)
@_input_option
@_save_option
@_options(*SEARCH, *_model_options(SEAL_MODELS), "text_recognition_batch_size", *_COMMON)
def seal_recognition(source: str, save_path: Path | None, **parameters: Any) -> None:
    """As `paddleocr seal_recognition`."""
    with plain_errors():
        _run(SealRecognition(**parameters), source, save_path)


@click.command(DOCUMENT)
@_input_option
@_save_option
@_options(*STEPS, *_model_options(DOCUMENT_MODELS), *_COMMON)
def doc_preprocessor(source: str, save_path: Path | None, **parameters: Any) -> None:
    """As `paddleocr doc_preprocessor`."""
    with plain_errors():
        _run(DocPreprocessor(**parameters), source, save_path)


@click.command("paddlex", hidden=True)
@click.option("--pipeline", help="seal_recognition, doc_preprocessor, or the path of a YAML file.")
@click.option("--input", "source", help="A picture, PDF, folder or URL.")
@_save_option
@click.option("--get_pipeline_config", help="Write the YAML file of this pipeline to --save_path.")
@click.option("--serve", is_flag=True, help="Serve until stopped.")
@click.option("--install", multiple=True, help="Taken for granted: there is nothing to install.")
@click.option(
    "--host", default=_EVERYWHERE, show_default=True, help="With --serve, the address to listen on."
)
@click.option("--port", default=PADDLE_PORT, show_default=True, help="With --serve, the port.")
@click.option("--use_hpip", is_flag=True, help="Not heeded: there is one engine.")
@click.option("--hpi_config", help="Not heeded.")
@_options(*SEARCH, *_COMMON)
def paddlex(
    pipeline: str | None,
    source: str | None,
    save_path: Path | None,
    get_pipeline_config: str | None,
    serve: bool,
    install: tuple[str, ...],
    host: str,
    port: int,
    use_hpip: bool,
    hpi_config: str | None,
    **parameters: Any,
) -> None:
    """Run what `paddlex --pipeline …` runs."""
    if get_pipeline_config is not None:
        write_configuration(get_pipeline_config, save_path or Path())
    elif install:
        click.echo("There is nothing to install: serving is part of Sealstack.", err=True)
    elif pipeline is None:
        raise click.UsageError("--pipeline is missing")
    elif serve:
        _serve(pipeline, host, port, parameters["device"])
    elif source is None:
        raise click.UsageError("--input is missing")
    else:
        with plain_errors():
            given = {name: value for name, value in parameters.items() if value is not None}
            given.pop("paddlex_config", None)
            _run(create_pipeline(pipeline, **given), source, save_path)


# -ip and -workers are what rapidocr_api has
@click.command("rapidocr_api")
@click.option("-ip", "--ip", default=_EVERYWHERE, show_default=True, help="The address to listen on.")
@click.option("-p", "--port", type=click.IntRange(1, 65535), default=RAPIDOCR_PORT, show_default=True)
@click.option("-workers", "--workers", type=click.IntRange(1, 256), help="Worker processes.")
def rapidocr_api(ip: str, port: int, workers: int | None) -> None:
    """As `rapidocr_api`: serve until stopped."""
    run_service({"OCR_HOST": ip, "OCR_PORT": port, "OCR_WORKERS": workers})


def _serve(pipeline: str, host: str, port: int, device: str | None) -> None:
    with plain_errors():
        found = find_configuration(pipeline)
    named = device or found.values.get("device")
    run_service(
        {"OCR_HOST": host, "OCR_PORT": port, "OCR_DEVICE": named, "OCR_MAX_PDF_PAGES": found.pdf_pages}
    )


def _run(pipeline: Any, source: str, save_path: Path | None) -> None:
    """Show the result of every page, and save it when a folder is named."""

    def work(page: Page) -> None:
        result: Result = pipeline.read_page(page)
        if in_terminal():
            result.print()
        else:
            say_json(result.json)
        if save_path is not None:
            _save(result, save_path)
            _say_saved(save_path)

    for_every_page([source], work)


def _save(result: Result, folder: Path) -> None:
    try:
        result.save_to_json(folder)
        result.save_to_img(folder)
    except OSError as error:
        raise OutputError(f"{folder} cannot be written to: {reason_of(error)}") from None


def _say_saved(folder: Path) -> None:
    """Say where results are, to people only."""
    if in_terminal():
        say(click.style(f"saved to {folder}", dim=True))
