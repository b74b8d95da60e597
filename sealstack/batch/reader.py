"""What one process of a batch does: files become rows, those that cannot be read rows with an error."""

from __future__ import annotations

import heapq
import logging
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace

import cv2
from sqlalchemy.exc import SQLAlchemyError

from sealstack.batch import rows
from sealstack.batch.job import BatchError, Job, Outcome, Task, Unsure, Work
from sealstack.batch.thumbnails import thumbnail
from sealstack.inputs.files import InputError, file_content, is_url
from sealstack.models.pipelines.seal_page import preprocess_page
from sealstack.models.values import Image
from sealstack.service.intake.decoders import make_decoders
from sealstack.service.intake.errors import DownloadError, IntakeError, NotAPictureError, TooLargeError
from sealstack.service.intake.remote.s3 import ANY_BUCKET, S3Limits, download_s3, is_s3
from sealstack.service.readers.inference import Inference, Overloaded, ReadingTooLongError
from sealstack.service.settings.values import SettingsError
from sealstack.service.templates import TemplateReading
from sealstack.service.templates.errors import ReadingFailedError, TemplateMismatchError
from sealstack.service.templates.local import TemplateNotFoundError, opened_templates

_LOG = logging.getLogger(__name__)

_MOST_BYTES = 1 << 30
_SECONDS = 60.0
_GLANCE_SECONDS = 0.1

_KINDS: tuple[tuple[type[Exception] | tuple[type[Exception], ...], str], ...] = (
    (InputError, "not_there"),
    (NotAPictureError, "not_a_picture"),
    (TooLargeError, "too_large"),
    (DownloadError, "download"),
    (IntakeError, "not_a_picture"),
    ((ReadingTooLongError, TimeoutError, Overloaded), "too_long"),
    (TemplateMismatchError, "no_match"),
)
"""The kinds of errors that a file may have, the narrowest class first; whatever else is `reader_failed`."""


@dataclass
class _Taken:
    """What has been read of a `Work` so far."""

    rows: list[rows.Row] = field(default_factory=list)
    pages: int = 0
    found: int = 0
    errors: Counter[str] = field(default_factory=Counter)
    unsure: list[tuple[float, int, Unsure]] = field(default_factory=list)
    pictures: list[tuple[str, bytes]] = field(default_factory=list)


class BatchReader:
    """Reads the works of a job in this process, with networks, decoders and a database of its own."""

    def __init__(self, job: Job) -> None:
        """Load the networks.

        Raises:
            BatchError: they cannot be loaded, or the templates cannot be opened.
        """
        self._job = job
        self._opened = ExitStack()
        settings = replace(job.settings, workers=1, decoders=1)
        try:
            readers = job.make_readers(settings)
            readers.load()
            self._inference = Inference(readers, threads=1, queue=1, seconds=settings.reading_seconds)
            self._decoders = make_decoders(settings)
            self._opened.callback(self._decoders.close)
            self._templates = None
            if job.task is Task.TEMPLATE:
                self._templates = self._opened.enter_context(
                    opened_templates(settings, readers, seconds=settings.reading_seconds)
                )
        except (OSError, ValueError, RuntimeError, SettingsError) as error:
            raise BatchError(f"the readers cannot start: {error}") from error

    def close(self) -> None:
        """End what was started."""
        self._opened.close()

    def read(self, work: Work) -> Outcome:
        """Read every file of a work.

        Raises:
            BatchError: the database is out of reach, or the template is gone: no file can be read.
        """
        started = time.perf_counter()
        taken = _Taken()
        try:
            for number, source in enumerate(work.files, work.first):
                self._read_file(source, f"{work.block:08d}-{number:04d}", taken)
        except TemplateNotFoundError as error:
            raise BatchError(f"there is no template {error.template_id}") from None
        except SQLAlchemyError as error:
            raise BatchError(f"the database cannot be used: {error}") from None
        lines = rows.json_lines(taken.rows, self._job.task)
        return Outcome(
            work,
            lines,
            rows.parquet_of(lines, self._job.task) if self._job.with_parquet else None,
            rows=len(taken.rows),
            pages=taken.pages,
            found=taken.found,
            errors=dict(taken.errors),
            unsure=[each for _, _, each in sorted(taken.unsure, reverse=True)],
            pictures=taken.pictures,
            seconds=time.perf_counter() - started,
        )

    def _read_file(self, source: str, stem: str, taken: _Taken) -> None:
        try:
            content = self._content(source)
            count = self._decoders.page_count(content)
            pages: Sequence[int | None] = [None]
            if count is not None:
                pages = range(1, min(count, self._job.pages or count) + 1)
        except (InputError, IntakeError, Overloaded, TimeoutError) as error:
            self._fail(source, None, error, taken)
            return
        for page in pages:
            name = stem if page is None else f"{stem}-{page:04d}"
            try:
                image = self._decoders.decode(
                    content,
                    max_pixels=self._job.settings.max_pixels,
                    pdf_page=page,
                    deadline=time.monotonic() + self._job.settings.reading_seconds,
                    counted=False,
                ).image
                self._read_page(image, {"source": source, "page": page}, name, taken)
                taken.pages += 1
            except (TemplateNotFoundError, SQLAlchemyError):  # no fault of the file
                raise
            except Exception as error:
                self._fail(source, page, error, taken)

    def _content(self, source: str) -> bytes:
        if is_s3(source):
            endpoint = self._job.settings.s3_endpoint
            # who starts a batch names its files: what the credentials open may be read
            return download_s3(source, S3Limits(_MOST_BYTES, _SECONDS, endpoint, (ANY_BUCKET,)))
        return file_content(source)

    def _read_page(self, image: Image, origin: rows.Row, name: str, taken: _Taken) -> None:
        task = self._job.task
        if task is Task.PREPROCESS:
            found = self._inference.run(
                lambda readers: preprocess_page(readers, image, orientation=True, unwarping=True)
            )
            saved = f"pages/{name}.png"
            taken.pictures.append((saved, bytes(cv2.imencode(".png", found.image)[1].tobytes())))
            height, width = found.image.shape[:2]
            taken.rows.append(
                {**origin, "angle": found.angle, "width": width, "height": height, "saved": saved}
            )
            taken.found += 1
            return
        added = list(self._rows(image, origin))
        taken.rows += added
        for row in added:
            if row.get("score") is not None:
                taken.found += 1
                self._keep_unsure(image, row, taken)

    def _rows(self, image: Image, origin: rows.Row) -> Iterator[rows.Row]:
        if self._job.task is Task.SEAL:
            return rows.rows_of_seals(origin, self._inference.run(lambda readers: readers.read_seals(image)))
        if self._job.task is Task.OCR:
            return rows.rows_of_lines(origin, self._inference.run(lambda readers: readers.read_lines(image)))
        reading = self._query(image)
        return rows.rows_of_fields(origin, reading.template_id, reading.fields)

    def _query(self, image: Image) -> TemplateReading:
        """Read a form; a reading before it that took too long has until the deadline to end."""
        assert self._templates is not None
        deadline = time.monotonic() + self._job.settings.reading_seconds
        while True:
            try:
                return self._templates.query(self._job.owner, self._job.template_id, image)
            except Overloaded:
                if time.monotonic() > deadline:
                    raise
                time.sleep(_GLANCE_SECONDS)

    def _keep_unsure(self, image: Image, row: rows.Row, taken: _Taken) -> None:
        """Keep a thumbnail of a result if it is one of the least sure; a heap with the surest on top."""
        score, order = float(row["score"]), len(taken.rows)
        if not self._job.unsure:
            return
        if len(taken.unsure) >= self._job.unsure and -taken.unsure[0][0] <= score:
            return
        text = str(row.get("body") or row.get("text") or row.get("value") or "")
        if "field" in row:
            text = f"{row['field']}: {text or '–'}"
        kept = Unsure(score, row["source"], row["page"], text, thumbnail(image, _box(row)))
        heapq.heappush(taken.unsure, (-score, -order - taken.found, kept))
        if len(taken.unsure) > self._job.unsure:
            heapq.heappop(taken.unsure)

    def _fail(self, source: str, page: int | None, error: Exception, taken: _Taken) -> None:
        kind = next((kind for classes, kind in _KINDS if isinstance(error, classes)), "reader_failed")
        if kind == "not_there" and is_url(source):
            kind = "download"
        message = str(error) or type(error).__name__
        if kind == "reader_failed":
            cause = error.__cause__ if isinstance(error, ReadingFailedError) and error.__cause__ else error
            _LOG.error("%s could not be read", source, exc_info=cause)
            message = f"the readers failed: {type(cause).__name__}"
        taken.errors[kind] += 1
        message = message.removeprefix(f"{source}: ")
        taken.rows.append(rows.row_of_error({"source": source, "page": page}, kind, message))


def _box(row: rows.Row) -> tuple[float, float, float, float]:
    """`(x, y, width, height)` of a row with a box or with corners, in pixels."""
    if "x" in row:
        return (row["x"], row["y"], row["width"], row["height"])
    across, down = [row[f"x{n}"] for n in range(1, 5)], [row[f"y{n}"] for n in range(1, 5)]
    return (min(across), min(down), max(across) - min(across), max(down) - min(down))
