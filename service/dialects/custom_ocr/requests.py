"""The body of a request: a JSON object, and what is taken out of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

from sealstack.service.dialects.custom_ocr.errors import CustomOcrError
from sealstack.service.http.lenient_json import parse_json
from sealstack.service.intake.base64_text import decode_base64, largest_content
from sealstack.service.intake.remote.download import DownloadLimits, download
from sealstack.service.intake.remote.s3 import S3Limits, download_s3, is_s3
from sealstack.service.settings.settings import Settings
from sealstack.service.templates.names import check_name

Body: TypeAlias = Mapping[str, Any]

DOWNLOAD_SECONDS = 10.0
"""How long a download may take in all; the published service documents no limit of its own."""

_SHOWN = 64


def read_object(content: bytes) -> Body:
    """Parse the body.

    Raises:
        CustomOcrError: it is no JSON object.
    """
    try:
        body = parse_json(content)
    except ValueError:
        raise CustomOcrError("InvalidRequest", "The body is not valid JSON.") from None
    if not isinstance(body, dict):
        raise CustomOcrError("InvalidRequest", "The body must be a JSON object.")
    return body


def type_of(body: Body, known: Mapping[str, object]) -> str:
    """What is asked for; a request that only names a template is a query.

    Raises:
        CustomOcrError: it is none of the known.
    """
    kind = body.get("type")
    if kind is None and body.get("template_id") is not None:
        return "query"
    if not isinstance(kind, str) or kind not in known:
        sent = "is missing" if kind is None else f"is `{str(kind)[:_SHOWN]}`"
        raise CustomOcrError("InvalidType", f"`type` must be one of {', '.join(known)}; it {sent}.")
    return kind


def template_id_of(body: Body) -> str:
    """Take the id of one template.

    Raises:
        CustomOcrError: there is none.
    """
    template_id = body.get("template_id")
    if not isinstance(template_id, str) or not template_id:
        raise CustomOcrError("InvalidParameter", "`template_id` must be the id of a template, a string.")
    return template_id


def template_ids_of(body: Body) -> list[str]:
    """Take one id or a list of them.

    Raises:
        CustomOcrError: there is none, or something else among them.
    """
    sent = body.get("template_id")
    ids = sent if isinstance(sent, list) else [sent]
    texts = [one for one in ids if isinstance(one, str) and one]
    if not texts or len(texts) < len(ids):
        raise CustomOcrError(
            "InvalidParameter", "`template_id` must be the id of a template, or a list of ids."
        )
    return texts


def flag_of(body: Body, name: str) -> bool:
    """Take a flag that may be missing.

    Raises:
        CustomOcrError: it is neither true nor false.
    """
    sent = body.get(name, False)
    if sent is None or isinstance(sent, bool):
        return bool(sent)
    raise CustomOcrError("InvalidParameter", f"`{name}` must be true or false.")


def name_of(body: Body) -> str | None:
    """Take what people shall call a template; None when it is not said.

    Raises:
        CustomOcrError: it is no name.
    """
    sent = body.get("name")
    if sent is None:
        return None
    if not isinstance(sent, str):
        raise CustomOcrError("InvalidParameter", "`name` must be a string.")
    try:
        return check_name(sent.strip())
    except ValueError as error:
        raise CustomOcrError("InvalidParameter", f"`name`: {error}.") from None


def picture_of(body: Body, settings: Settings) -> bytes:
    """Fetch or decode the picture's file; a URL wins over base64.

    Raises:
        CustomOcrError: there is none.
        service.intake.errors.IntakeError: it cannot be had.
    """
    url, base64 = _text(body, "url"), _text(body, "img")
    if url:
        return _fetch(url, settings)
    if base64:
        return decode_base64(base64, limit=settings.max_image_base64)
    raise CustomOcrError("MissingPicture", "A picture is missing: send `url` or `img` (base64).")


def _fetch(url: str, settings: Settings) -> bytes:
    most = largest_content(settings.max_image_base64)
    if is_s3(url):
        return download_s3(url, S3Limits(most, DOWNLOAD_SECONDS, settings.s3_endpoint, settings.s3_buckets))
    return download(url, DownloadLimits(most, DOWNLOAD_SECONDS, settings.allow_private_urls))


def _text(body: Body, name: str) -> str:
    sent = body.get(name)
    if sent is not None and not isinstance(sent, str):
        raise CustomOcrError("InvalidParameter", f"`{name}` must be a string.")
    return (sent or "").strip()
