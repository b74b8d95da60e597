"""Calling SealOCR over HTTP, as a client that knows nothing of what is behind it."""

from __future__ import annotations

import base64
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import requests

from bench.accuracy.comparison import Box

SHAPES = {"0": "round", "1": "oval", "2": "rectangle", "3": "diamond", "4": "triangle"}
"""What `SealShape` says in the answer."""

_PATIENCE_SECONDS = 60.0
_NO_SEAL = "FailedOperation.ImageNoText"


class CallFailed(Exception):  # noqa: N818
    """The service gave no usable answer; the message says what it gave."""


@dataclass(frozen=True)
class FoundSeal:
    """One seal of an answer.

    Attributes:
        body: the title.
        others: the other texts.
        box: where it is, pixels.
        shape: its shape in words; what the answer says when that is none of the known ones.
        polygons: the bands its texts stand in, each a list of `(x, y)` pixels; empty unless asked for.
    """

    body: str
    others: tuple[str, ...]
    box: Box
    shape: str
    polygons: tuple[tuple[tuple[float, float], ...], ...] = field(default=())


class SealCaller:
    """Calls one service."""

    def __init__(self, url: str, *, with_polygons: bool = False) -> None:
        """Prepare a connection.

        Args:
            url: where the service is, such as `http://127.0.0.1:8000`.
            with_polygons: ask for the polygons of the texts too, which no cloud gives.
        """
        self._url = url.rstrip("/") + "/"
        self._http = requests.Session()
        self._http.trust_env = False  # a proxy of the environment shall not be measured
        self._extras = {"X-Sealstack-Extras": "1"} if with_polygons else {}

    def find_seals(self, picture: bytes) -> list[FoundSeal]:
        """Have a picture read; an answer that says there is no seal is an empty list.

        Raises:
            CallFailed: any other error, or an answer that is none.
        """
        headers = {
            "X-TC-Action": "SealOCR",
            "X-TC-Version": "2018-11-19",
            "X-TC-Timestamp": str(int(time.time())),
            **self._extras,
        }
        body = {"ImageBase64": base64.b64encode(picture).decode()}
        try:
            reply = self._http.post(self._url, json=body, headers=headers, timeout=_PATIENCE_SECONDS)
            answer = reply.json()["Response"]
            error = answer.get("Error")
            if error is None:
                return [_seal(info) for info in answer["SealInfos"]]
            if error["Code"] == _NO_SEAL:
                return []
        except (requests.RequestException, KeyError, TypeError, ValueError, AttributeError) as failure:
            raise CallFailed(f"{type(failure).__name__}: {failure}") from failure
        raise CallFailed(f"{error['Code']}: {error.get('Message')}")


def _seal(info: Mapping[str, Any]) -> FoundSeal:
    location = info["Location"]
    return FoundSeal(
        body=info["SealBody"],
        others=tuple(info["OtherTexts"]),
        box=(location["X"], location["Y"], location["Width"], location["Height"]),
        shape=SHAPES.get(info["SealShape"], str(info["SealShape"])),
        polygons=tuple(
            tuple((point["X"], point["Y"]) for point in text["Polygon"])
            for text in (info.get("Extras") or {}).get("Texts", ())
        ),
    )
