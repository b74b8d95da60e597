"""The requests that speed is measured with."""

from __future__ import annotations

import base64
import json
from collections.abc import Sequence

import cv2
import numpy as np
import requests

from bench.forms.conditions import make_query
from bench.forms.drawing import fill_in
from bench.forms.kinds import KINDS
from bench.forms.speed import TEN_FIELDS
from bench.speed.load import Send

_TIMEOUT = 300
_SEAL = {"X-TC-Action": "SealOCR", "X-TC-Version": "2018-11-19"}


def general_text(url: str, pictures: Sequence[bytes]) -> Send:
    """`POST /ocr`, which both servers answer."""

    def send(session: requests.Session, number: int) -> None:
        content = pictures[number % len(pictures)]
        answer = session.post(url + "/ocr", files={"image_file": ("p.jpg", content)}, timeout=_TIMEOUT)
        answer.raise_for_status()
        if not answer.json():
            raise requests.RequestException("no line was read")

    return send


def seals(url: str, pictures: Sequence[bytes]) -> Send:
    """`SealOCR` with the picture as base64."""
    # written beforehand, as what a client takes to write JSON is not the server's
    bodies = [
        json.dumps({"ImageBase64": base64.b64encode(content).decode()}).encode() for content in pictures
    ]
    headers = {**_SEAL, "Content-Type": "application/json"}

    def send(session: requests.Session, number: int) -> None:
        answer = session.post(url + "/", data=bodies[number % len(bodies)], headers=headers, timeout=_TIMEOUT)
        inside = answer.json()["Response"]
        if inside.get("Error", {}).get("Code", "FailedOperation").split(".")[0] != "FailedOperation":
            raise requests.RequestException(str(inside["Error"]))

    return send


def template_queries(url: str, count: int = 4) -> Send:
    """Queries of a template with ten fields; the template is added first."""
    layout = KINDS[TEN_FIELDS]()
    form = fill_in(layout, np.random.default_rng(1))
    template = [[quad.tolist(), field] for field, quad in form.marks()]
    with requests.Session() as session:
        session.trust_env = False
        added = session.post(
            url + "/custom_ocr",
            json={"type": "add", "img": _encoded(form.sheet), "template": template},
            timeout=_TIMEOUT,
        )
        added.raise_for_status()
        identity = added.json()["template_id"]
    queries = [
        _encoded(make_query(layout, "noise", np.random.default_rng([7, number])).image)
        for number in range(count)
    ]

    def send(session: requests.Session, number: int) -> None:
        body = {"type": "query", "template_id": identity, "img": queries[number % count]}
        session.post(url + "/custom_ocr", json=body, timeout=_TIMEOUT).raise_for_status()

    return send


def _encoded(image: np.ndarray[tuple[int, ...], np.dtype[np.uint8]]) -> str:
    return base64.b64encode(cv2.imencode(".jpg", image)[1].tobytes()).decode()
