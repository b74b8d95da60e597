"""Calls of the service as clients make them, normal ones and hostile ones, timed."""

from __future__ import annotations

import base64
import json
import statistics
import threading
import time
from dataclasses import dataclass

import numpy as np
import requests

from bench.generator.scenes import make_scene
from bench.hostile.pictures import png

_PATIENCE = 120.0
_NORMAL_PATIENCE = 20.0
_PULSE_PATIENCE = 10.0
_UNFORESEEN = (
    *("FailedOperation.UnKnowError", "FailedOperation.OcrFailed", "InternalError", "ReadingFailed"),
    "Internal server error",
)
_SEAL_OCR = {"X-TC-Action": "SealOCR", "X-TC-Version": "2018-11-19", "Content-Type": "application/json"}


@dataclass(frozen=True)
class Answer:
    """How a call ended.

    Attributes:
        seconds: how long it took.
        code: the error's code, `OK`, or how the connection failed.
        status: the HTTP status; 0 when there was no answer.
    """

    seconds: float
    code: str
    status: int

    @property
    def is_an_answer(self) -> bool:
        """Whether it is an answer that a caller may get: a result, or an error that says what is wrong."""
        return self.status != 0 and self.code not in _UNFORESEEN


def seal_body(content: bytes) -> bytes:
    """Write the body of a `SealOCR` call."""
    return json.dumps({"ImageBase64": base64.b64encode(content).decode("ascii")}).encode("ascii")


def call_seal_ocr(url: str, body: bytes, patience: float = _PATIENCE) -> Answer:
    """Call `SealOCR`."""
    return call(f"{url}/", body, _SEAL_OCR, patience)


def call(url: str, body: bytes | None, headers: dict[str, str], patience: float = _PATIENCE) -> Answer:
    """Send a body, or ask for a page, on a connection of its own."""
    started = time.perf_counter()
    with requests.Session() as session:
        session.trust_env = False
        method = "GET" if body is None else "POST"
        try:
            response = session.request(method, url, data=body, headers=headers, timeout=patience)
        except requests.RequestException as error:
            return Answer(time.perf_counter() - started, type(error).__name__, 0)
    seconds = time.perf_counter() - started
    return Answer(seconds, _code_of(response), response.status_code)


class NormalCalls:
    """Calls as everybody makes them, on one small picture with a seal; measured first on an idle service.

    Attributes:
        usual: seconds.
    """

    def __init__(self, url: str, count: int = 9) -> None:
        """Measure what a call takes on a service that does nothing else."""
        self._url = url
        scene = make_scene(3, "easy", bundled_only=True)
        self._body = seal_body(png(np.ascontiguousarray(scene.image)))
        call_seal_ocr(url, self._body)
        self.usual = statistics.median(self._timed() for _ in range(count))

    def slowdown(self, count: int = 3) -> float:
        """Tell how many times longer than usual calls take now: the least of some."""
        return min(self._timed() for _ in range(count)) / self.usual

    def one(self, patience: float = _NORMAL_PATIENCE) -> Answer:
        """Make one call, and hang up after so many seconds."""
        return call_seal_ocr(self._url, self._body, patience)

    def _timed(self) -> float:
        answer = self.one()
        return answer.seconds if answer.code == "OK" else _NORMAL_PATIENCE


class Pulse:
    """Asks `/healthz` over and over while a block runs.

    Attributes:
        slowest: the longest that it took, seconds.
    """

    def __init__(self, url: str) -> None:
        self._url = f"{url}/healthz"
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._beat, daemon=True)
        self.slowest = 0.0

    def __enter__(self) -> Pulse:
        """Begin."""
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Ask no more."""
        self._over.set()
        self._thread.join()

    def _beat(self) -> None:
        while not self._over.wait(0.2):
            answer = call(self._url, None, {}, _PULSE_PATIENCE)
            self.slowest = max(self.slowest, answer.seconds if answer.status == 200 else _PULSE_PATIENCE)


def _code_of(response: requests.Response) -> str:
    try:
        body = response.json()
    except ValueError:
        return f"HTTP {response.status_code}"
    inside = body.get("Response", body) if isinstance(body, dict) else {}
    error = inside.get("Error") or inside.get("error") or {}
    if isinstance(error, dict) and error:
        return str(error.get("Code") or error.get("code"))
    return "OK" if response.status_code == 200 else str(inside.get("detail", f"HTTP {response.status_code}"))
