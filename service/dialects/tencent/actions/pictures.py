"""The picture of a call: its parameters, and the way from them to what was read."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TypeVar

from marshmallow import Schema

from sealstack.models.values import Image
from sealstack.service.dialects.tencent.actions.action import Context, Parameters
from sealstack.service.dialects.tencent.actions.fields import TextField
from sealstack.service.dialects.tencent.errors import ApiError
from sealstack.service.intake.base64_text import decode_base64, largest_content
from sealstack.service.intake.decode import Decoded
from sealstack.service.intake.errors import (
    DownloadError,
    IntakeError,
    NoSuchPageError,
    NotAPictureError,
    TooLargeError,
)
from sealstack.service.intake.remote.download import DownloadLimits, download
from sealstack.service.openapi.compatibility import served
from sealstack.service.readers.inference import Overloaded, Readers
from sealstack.service.texts import Text

Result = TypeVar("Result")

_LOG = logging.getLogger(__name__)

_ONE_OF_TWO = Text("ImageUrl` 或 `ImageBase64", "ImageUrl` or `ImageBase64")


class PictureRequest(Schema):
    """The parameters with which every Action takes a picture."""

    image_base64 = TextField(
        data_key="ImageBase64",
        load_default="",
        metadata={
            "description": "The picture (or PDF) in base64. One of `ImageBase64` and `ImageUrl` is required.",
            **served(
                "7 MB unless `OCR_MAX_IMAGE_BASE64` says otherwise; the cloud says 7 or 10 MB by Action"
            ),
        },
    )
    image_url = TextField(
        data_key="ImageUrl",
        load_default="",
        metadata={
            "description": "Where to fetch the picture, within 3 seconds. Wins over `ImageBase64`.",
            **served("private addresses only with `OCR_ALLOW_PRIVATE_URLS`"),
        },
    )


def read_picture(
    context: Context,
    parameters: Parameters,
    read: Callable[[Readers, Image], Result],
    *,
    pdf_page: int | None = None,
) -> tuple[Decoded, Result]:
    """Take the picture of a call, and read it.

    Args:
        context: what the Action may use.
        parameters: the call's parameters, with those of `PictureRequest`.
        read: what to read; it runs on an inference thread.
        pdf_page: the page to take when the file is a PDF, counted from 1; None refuses PDFs.

    Returns:
        The picture, and what `read` returned.

    Raises:
        ApiError: no picture was sent, it cannot be had, it is too large, or reading it failed.
    """
    try:
        with context.inference.place() as place:
            content = picture_content(context, parameters)
            picture = context.decoders.decode(
                content,
                max_pixels=context.settings.max_pixels,
                pdf_page=pdf_page,
                deadline=place.deadline,
            )
            return picture, place.run(lambda readers: _guarded(lambda: read(readers, picture.image)))
    except Overloaded as error:
        raise ApiError("RequestLimitExceeded", "overload", limit=error.limit) from None
    except IntakeError as error:
        raise api_error(error) from error


def picture_content(context: Context, parameters: Parameters) -> bytes:
    """Fetch or decode the file of a call's picture.

    Raises:
        ApiError: no picture was sent.
        IntakeError: it cannot be had, or is too large.
    """
    settings = context.settings
    if parameters["image_url"].strip():
        limits = DownloadLimits(
            max_bytes=largest_content(settings.max_image_base64), allow_private=settings.allow_private_urls
        )
        return download(parameters["image_url"], limits)
    if parameters["image_base64"].strip():
        return decode_base64(
            parameters["image_base64"], limit=settings.max_image_base64, from_form=context.from_form
        )
    raise ApiError("MissingParameter", parameter=_ONE_OF_TWO)


def _guarded(reading: Callable[[], Result]) -> Result:
    """Do a reading; what goes wrong in it is raised as a code of this dialect."""
    try:
        return reading()
    except Exception as error:
        _LOG.exception("the engine failed")
        raise ApiError("FailedOperation.OcrFailed") from error


def api_error(error: IntakeError) -> ApiError:
    """The code of this dialect for a failure of the intake."""
    if isinstance(error, NoSuchPageError):
        return ApiError(
            "InvalidParameterValue.InvalidParameterValueLimit", parameter="PdfPageNumber", reason=error.reason
        )
    codes: dict[type[IntakeError], str] = {
        NotAPictureError: "FailedOperation.ImageDecodeFailed",
        TooLargeError: "LimitExceeded.TooLargeFileError",
        DownloadError: "FailedOperation.DownLoadError",
    }
    return ApiError(codes[type(error)], reason=error.reason)
