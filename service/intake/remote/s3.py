"""Fetching a picture from an `s3://bucket/key` URL, with the credentials of the environment."""

from __future__ import annotations

import re
import time
from contextlib import closing
from dataclasses import dataclass
from typing import Any

from sealstack.service.intake.errors import DownloadError
from sealstack.service.intake.remote.transfer import CHUNK, Content, TransferLimits
from sealstack.service.texts import Text

SCHEME = "s3://"

ANY_BUCKET = "*"
"""Stands for all buckets that the credentials open."""

_BUCKET = re.compile(r"[a-z0-9][a-z0-9.\-]{1,61}[a-z0-9]")
_LONGEST_KEY = 1024

_NOT_A_URL = Text("应为s3://桶/键。", "s3://bucket/key is expected.")
_NOT_ALLOWED = Text("不允许从该桶读取。", "Nothing is fetched from this bucket.")
_NO_BOTO3 = Text("未安装boto3，无法读取s3地址。", "s3 URLs need the boto3 package: install the `s3` extra.")
_REFUSED = Text("存储服务拒绝了请求：{code}。", "The storage service refused: {code}.")
_UNREACHABLE = Text("无法从存储服务获取完整内容。", "The object could not be fetched whole.")


@dataclass(frozen=True)
class S3Limits(TransferLimits):
    """What a download may cost and where it may go.

    Attributes:
        endpoint: the URL of a server that speaks S3, such as MinIO; empty for Amazon's.
        buckets: the buckets that may be read; `*` among them for any that the credentials can read.
    """

    endpoint: str = ""
    buckets: tuple[str, ...] = ()


def is_s3(url: str) -> bool:
    """Whether a URL names an object in S3."""
    return url.lstrip()[: len(SCHEME)].lower() == SCHEME


def download_s3(url: str, limits: S3Limits) -> bytes:
    """Fetch an object.

    Raises:
        DownloadError: the URL names none, it is refused, or cannot be fetched in time.
        TooLargeError: it has more bytes than allowed.
    """
    bucket, key = _parse(url, limits.buckets)
    deadline = time.monotonic() + limits.max_seconds
    # here, since only those who use it have it
    try:
        from botocore.exceptions import BotoCoreError, ClientError
    except ImportError:
        raise DownloadError(_NO_BOTO3) from None
    try:
        answer = _client(limits).get_object(Bucket=bucket, Key=key)
        return _read(answer, limits, deadline)
    except ClientError as error:
        code = str(error.response.get("Error", {}).get("Code", ""))
        raise DownloadError(_REFUSED.filled(code=re.sub(r"\W", "", code)[:64])) from error
    except (BotoCoreError, OSError, ValueError) as error:
        raise DownloadError(_UNREACHABLE) from error


def _parse(url: str, buckets: tuple[str, ...]) -> tuple[str, str]:
    bucket, _, key = url.strip()[len(SCHEME) :].partition("/")
    if not _BUCKET.fullmatch(bucket) or not key or len(key.encode("utf-8", "replace")) > _LONGEST_KEY:
        raise DownloadError(_NOT_A_URL)
    if bucket not in buckets and ANY_BUCKET not in buckets:
        raise DownloadError(_NOT_ALLOWED)
    return bucket, key


def _client(limits: S3Limits) -> Any:
    import boto3
    from botocore.config import Config

    # a client is made for each download: sessions must not be shared by threads while they are made
    session = boto3.session.Session()
    return session.client(
        "s3",
        endpoint_url=limits.endpoint or None,
        region_name=session.region_name or "us-east-1",
        config=Config(
            connect_timeout=limits.max_seconds,
            read_timeout=limits.max_seconds,
            retries={"total_max_attempts": 1},
            s3={"addressing_style": "path"} if limits.endpoint else {},
        ),
    )


def _read(answer: Any, limits: S3Limits, deadline: float) -> bytes:
    content = Content(limits, answer.get("ContentLength"))
    with closing(answer["Body"]) as body:
        for chunk in body.iter_chunks(CHUNK):
            content.add(chunk)
            if time.monotonic() > deadline:
                raise limits.too_slow()
    return content.whole()
