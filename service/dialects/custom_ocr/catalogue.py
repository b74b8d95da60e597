"""Every error code that the Custom OCR dialect answers with, its HTTP status, and when it is answered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Entry:
    """What the catalogue knows of one code.

    Attributes:
        status: the HTTP status.
        cause: when it is answered.
    """

    status: int
    cause: str


CATALOGUE: Mapping[str, Entry] = {
    "InvalidRequest": Entry(400, "The body is no JSON object, or did not arrive whole."),
    "InvalidType": Entry(400, "`type` is none of those that there are, or is missing."),
    "InvalidParameter": Entry(400, "A parameter has the wrong type, or a name is too long."),
    "MissingPicture": Entry(400, "Neither `url` nor `img` was sent."),
    "InvalidPicture": Entry(
        400, "The base64 does not decode, or the bytes are no whole picture of one page."
    ),
    "DownloadFailed": Entry(
        400, "The URL was refused, could not be fetched, or took longer than 10 seconds."
    ),
    "Unauthorized": Entry(401, "There are keys in `OCR_API_KEYS`, and none of them was sent."),
    "Forbidden": Entry(
        403,
        "There are no keys, and a page of another site requests what changes or lists templates, or the "
        "request names a host that this machine is not.",
    ),
    "TemplateNotFound": Entry(404, "There is no template with this id, or it belongs to another key."),
    "MethodNotAllowed": Entry(405, "The HTTP method is neither POST nor OPTIONS."),
    "PictureTooLarge": Entry(
        413,
        "The picture has more base64 than `OCR_MAX_IMAGE_BASE64`, more pixels than `OCR_MAX_PIXELS`, or a "
        "side above 4096 pixels.",
    ),
    "RequestTooLarge": Entry(
        413, "The body has more bytes than 10 MiB (more when `OCR_MAX_IMAGE_BASE64` is raised)."
    ),
    "TemplateInvalid": Entry(
        422,
        "The template is not as documented; the message names the field by its index, from 0.",
    ),
    "TemplateMismatch": Entry(
        422, "The picture does not show the form of the template, or, with `auto`, of any."
    ),
    "Overloaded": Entry(429, "Every place in the machine's queue is taken; `Retry-After` is sent along."),
    "RateLimitExceeded": Entry(429, "The key is used more often than `OCR_RATE_LIMIT` allows."),
    "ReadingFailed": Entry(500, "The engine failed on this picture."),
    "DatabaseUnavailable": Entry(500, "The database cannot be used at present: `/readyz` says why."),
    "InternalError": Entry(500, "Something unforeseen went wrong."),
    "ServiceUnavailable": Entry(503, "The disk has no room for the body of the request."),
    "ReadingTimeout": Entry(504, "The picture was not read within `OCR_READING_SECONDS`, waiting included."),
}
"""Every code, by name."""
