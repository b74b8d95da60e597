"""Every setting of the service, checked and then frozen; `environment.py` reads them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias, TypeVar

from sealstack.models.runtime import available_cores
from sealstack.service.http.url_encoding import GROWTH
from sealstack.service.settings.values import (
    FAST,
    SettingsError,
    parse_choice,
    parse_choice_of_device,
    parse_file,
    parse_flag,
    parse_folder,
    parse_names,
    parse_number,
    parse_path,
    parse_precision,
    parse_text,
    parse_text_model,
)

Value = TypeVar("Value")
Parse: TypeAlias = Callable[[str, str], Any]

LOG_FORMATS = ("text", "json")
LOG_LEVELS = ("debug", "info", "warning", "error")


def _setting(default: Value, parse: Parse, meaning: str, *, secret: bool = False) -> Value:
    declared: Any = field(default=default, repr=not secret, metadata={"parse": parse, "meaning": meaning})
    return declared  # type: ignore[no-any-return]


def _default_workers() -> int:
    return max(1, min(4, available_cores() // 2))


@dataclass(frozen=True)
class Settings:
    """How one service is set up. Each attribute `name` is read from the variable `OCR_NAME`.

    The attributes are described by the `meaning` that each is declared with, and in docs/settings.md.
    """

    host: str = _setting("127.0.0.1", parse_text, "The address to listen on.")
    port: int = _setting(8000, parse_number(1, 65535), "The port to listen on.")
    workers: int = _setting(
        0, parse_number(0, 256), "Worker processes; 0 means half as many as there are cores, 4 at most."
    )
    threads: int = _setting(
        0,
        parse_number(0, 256),
        "Threads that compute inside a worker; 0 means the cores shared out among the workers. A picture "
        "that is read alone gets all of them, several share them.",
    )
    connection_threads: int = _setting(
        128,
        parse_number(4, 4096),
        "Requests that a worker answers at the same time, those that wait to be read included.",
    )
    readings: int = _setting(
        0,
        parse_number(0, 64),
        "Pictures that a worker reads at the same time; 0 means as many as it has threads.",
    )
    queue: int = _setting(
        32, parse_number(0, 10000), "Pictures that may wait in a worker to be read; more are refused."
    )
    decoders: int = _setting(
        2,
        parse_number(1, 64),
        "Processes of a worker that decode pictures and PDFs, each a file at a time.",
    )
    reading_seconds: int = _setting(
        30,
        parse_number(1, 3600),
        "How long a picture may take, from its place in the queue to the last seal, in seconds; then the "
        "call is answered with an error, and the reading ends at its next step.",
    )
    max_seals: int = _setting(
        50,
        parse_number(1, 100_000),
        "Seals of one page that are read at most, the most prominent. A page costs no more than this number "
        "of clear seals: of many that are hard to read, each is looked at fewer times.",
    )
    max_bodies: int = _setting(
        256 * 1024 * 1024,
        parse_number(1024 * 1024, 1 << 40),
        "Bytes of request bodies that a worker holds at the same time; the largest that still arrive are "
        "refused beyond.",
    )
    device: str = _setting(
        "auto",
        parse_choice_of_device,
        "Where the networks run: `cpu` (ONNX Runtime), `openvino` (OpenVINO on the CPU), `gpu` or "
        "`gpu:<number>`; `auto` takes a GPU where there is one, else OpenVINO for bf16, else `cpu`.",
    )
    precision: str = _setting(
        "auto",
        parse_precision,
        "How exactly the networks compute: `f32`, or `bf16` (OpenVINO, on processors with bf16 "
        "instructions); `auto` means f32.",
    )
    gpu_memory: int = _setting(
        0,
        parse_number(0, 1 << 20),
        "MiB of a card's memory that a worker may take for each network; 0 means any. For several workers on "
        "one card.",
    )
    gpu_batch: int = _setting(
        8,
        parse_number(1, 256),
        "Inputs of different requests that a GPU computes together at most; 1 means none.",
    )
    model_dir: Path | None = _setting(  # noqa: RUF009 (a field specifier, not a shared value)
        None, parse_path, "A folder with other PP-OCR ONNX files; empty means the bundled ones."
    )
    text_model: str = _setting(
        "accurate",
        parse_text_model,
        "Which networks read general text: `accurate`, or `fast`, which take a fraction of the time and read "
        "a little less. GeneralFastOCR always takes the fast ones; seals and forms never do.",
    )
    doc_orientation_model: Path | None = _setting(  # noqa: RUF009
        None,
        parse_file,
        "An ONNX file as PP-LCNet_x1_0_doc_ori that says which way up pages stand; empty means the engine.",
    )
    doc_unwarping_model: Path | None = _setting(  # noqa: RUF009
        None, parse_file, "An ONNX file as UVDoc that makes pages flat; empty means the engine."
    )
    layout_model: Path | None = _setting(  # noqa: RUF009
        None,
        parse_file,
        "An ONNX file of a PicoDet or RT-DETR layout model that finds seals for `/seal-recognition`; empty "
        "means the engine.",
    )
    seal_detection_model: Path | None = _setting(  # noqa: RUF009
        None,
        parse_file,
        "An ONNX file as PP-OCRv4_server_seal_det that finds the lines of seals for `/seal-recognition`; "
        "empty means the engine.",
    )
    data_dir: Path = _setting(  # noqa: RUF009 (a field specifier, not a shared value)
        Path("~/.local/share/sealstack"),
        parse_folder,
        "The folder of the database and of what belongs to it; on a local disk, made when it is not there.",
    )
    database_url: str = _setting(
        "",
        parse_text,
        "`sqlite:////absolute/file.db` or `postgresql://user:password@host/name`; empty means an SQLite file "
        "in `OCR_DATA_DIR`.",
        secret=True,
    )
    migrate: bool = _setting(
        True,
        parse_flag,
        "Bring the database's tables up to this version at the start; `0` refuses to start on others, for "
        "fleets where `sealstack db upgrade` is a step of its own.",
    )
    redis_url: str = _setting(
        "",
        parse_text,
        "A Redis in which all machines count calls together, as `redis://host:6379/0`; empty means that each "
        "machine counts by itself.",
        secret=True,
    )
    account_key: str = _setting(
        "",
        parse_text,
        "The key that the accounts' secret keys are encrypted with: 32 bytes in URL-safe base64; empty means "
        "a file in `OCR_DATA_DIR`, made on first use. A service that has it is closed before there are "
        "accounts.",
        secret=True,
    )
    rate_limit: int | None = _setting(
        None,
        parse_number(0, 1_000_000),
        "Calls a second that an account may make of each Action, and an API key of each path; 0 means any; "
        "empty means as the cloud lets an account make (GeneralBasicOCR 20, GeneralAccurateOCR and "
        "GeneralFastOCR 10, others 5), and any with a key.",
    )
    secret_id: str = _setting("", parse_text, "The SecretId of a single account; closes the Tencent dialect.")
    secret_key: str = _setting("", parse_text, "The SecretKey that belongs to `OCR_SECRET_ID`.", secret=True)
    api_keys: tuple[str, ...] = _setting(
        (),
        parse_names,
        "Keys, comma separated, that close everything but the Tencent dialect and the health pages.",
        secret=True,
    )
    public_hosts: tuple[str, ...] = _setting(
        (), parse_names, "Names, comma separated, that a signature may have signed as host besides `Host`."
    )
    trusted_proxies: int = _setting(
        0,
        parse_number(0, 16),
        "How many proxies stand before the service and add to `X-Forwarded-For`: the log names the caller "
        "that the first of them saw. 0 means that the header is not believed.",
    )
    log_format: str = _setting(
        "text", parse_choice(*LOG_FORMATS), "How the log is written: lines of `text`, or of `json`."
    )
    log_level: str = _setting(
        "info",
        parse_choice(*LOG_LEVELS),
        "The least important lines that are written: `debug`, `info`, `warning` or `error`.",
    )
    traces_url: str = _setting(
        "",
        parse_text,
        "An OpenTelemetry collector that takes OTLP over HTTP, as `http://collector:4318`; empty means that "
        "no traces are sent.",
    )
    allow_private_urls: bool = _setting(
        False, parse_flag, "Fetch pictures from private and loopback addresses too."
    )
    s3_endpoint: str = _setting(
        "", parse_text, "The URL of the server behind `s3://` URLs, such as MinIO's; empty means Amazon's."
    )
    s3_buckets: tuple[str, ...] = _setting(
        (),
        parse_names,
        "Buckets, comma separated, that `s3://` URLs may name; `*` means all that the credentials open, "
        "empty none.",
    )
    max_image_base64: int = _setting(
        7 * 1024 * 1024, parse_number(1024, 1 << 30), "The longest base64 of a picture, in characters."
    )
    max_pixels: int = _setting(
        50_000_000, parse_number(1, 1 << 31), "The largest picture, in pixels, by its header."
    )
    max_upload: int = _setting(
        32 * 1024 * 1024,
        parse_number(1024, 1 << 30),
        "The largest request body of the PaddleX, PaddleOCR and RapidOCR dialects, in bytes.",
    )
    max_pdf_pages: int = _setting(
        10,
        parse_number(0, 100_000),
        "How many pages of a PDF the PaddleX and PaddleOCR dialects read; 0 means all.",
    )
    score_as_number: bool = _setting(
        False, parse_flag, "Let the RapidOCR dialect write scores as numbers instead of strings."
    )
    value_as_list: bool = _setting(
        False, parse_flag, "Let the Custom OCR dialect write values as lists of lines instead of strings."
    )
    strict_parameters: bool = _setting(True, parse_flag, "Refuse parameters that an Action does not have.")
    faults: bool = _setting(
        False, parse_flag, "Let the headers `X-Sealstack-Fault` and `X-Sealstack-Delay` make answers fail."
    )

    def __post_init__(self) -> None:
        if bool(self.secret_id) != bool(self.secret_key):
            raise SettingsError("OCR_SECRET_ID and OCR_SECRET_KEY must be set both, or neither")
        if self.model_dir and self.text_model == FAST:
            raise SettingsError("OCR_TEXT_MODEL cannot be fast where OCR_MODEL_DIR names other networks")

    @property
    def worker_count(self) -> int:
        """How many worker processes to run, at least 1."""
        return self.workers or _default_workers()

    @property
    def thread_count(self) -> int:
        """How many threads compute in a worker; with the workers multiplied never more than the cores."""
        fair = max(1, available_cores() // self.worker_count)
        return min(self.threads, fair) if self.threads else fair

    @property
    def reading_count(self) -> int:
        """How many pictures a worker reads at the same time, at least 1."""
        return self.readings or self.thread_count

    @property
    def max_body(self) -> int:
        """The largest request body, in bytes: 10 MiB, or room for the largest picture and its envelope."""
        return max(10 * 1024 * 1024, self.max_image_base64 + 64 * 1024)

    @property
    def max_form(self) -> int:
        """The largest body that is an URL-encoded form, in bytes: `max_body` with all of it encoded."""
        return GROWTH * self.max_body

    @property
    def longest_body(self) -> int:
        """The longest body that any dialect takes, in bytes."""
        return max(self.max_form, GROWTH * self.max_upload)
