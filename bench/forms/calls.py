"""What is measured: a service over HTTP, or the reader itself in this process."""

from __future__ import annotations

import base64
from dataclasses import dataclass, field
from typing import Protocol, TypeAlias

import cv2
import numpy as np
import requests
from numpy.typing import NDArray

from sealstack.models.form.reader import FormReader
from sealstack.models.form.template import FieldMark, FormFeatures, FormMismatchError
from sealstack.models.runtime import RuntimeOptions
from sealstack.models.text.engine import TextEngine

Picture: TypeAlias = NDArray[np.uint8]
Marks: TypeAlias = list[tuple[str, NDArray[np.float32]]]

_TIMEOUT = 60
_JPEG_QUALITY = 95


@dataclass(frozen=True, eq=False)
class Answer:
    """What was read in a form.

    Attributes:
        values: by the fields' names.
        quads: where each field landed, `(4, 2)` pixels of the query.
        scores: how sure each value is, 0..1.
    """

    values: dict[str, str]
    quads: dict[str, NDArray[np.float32]]
    scores: dict[str, float] = field(default_factory=dict)


class CallFailed(Exception):  # noqa: N818
    """A call that should have been answered was not."""


class FormCaller(Protocol):
    """Adds templates and has queries read."""

    def add(self, image: Picture, marks: Marks) -> str:
        """Register a template and return its id."""
        ...

    def query(self, template: str, image: Picture) -> Answer | None:
        """Read a form; None when it is refused as another."""
        ...


class DirectCaller:
    """Calls the form reader in this process: what the models can do, without the wire."""

    def __init__(self, threads: int = 1) -> None:
        """Load the networks.

        Args:
            threads: how many threads compute one call.
        """
        options = RuntimeOptions("cpu", threads)
        self.engine = TextEngine.load(options)
        self.reader = FormReader.load(self.engine, options)
        self._templates: list[tuple[list[FieldMark], FormFeatures]] = []

    def add(self, image: Picture, marks: Marks) -> str:
        """Describe a template."""
        known = [FieldMark(name, quad) for name, quad in marks]
        self._templates.append((known, self.reader.describe(image)))
        return str(len(self._templates) - 1)

    def query(self, template: str, image: Picture) -> Answer | None:
        """Read a form; None when it is refused as another."""
        marks, features = self._templates[int(template)]
        try:
            reading = self.reader.read(image, marks, features)
        except FormMismatchError:
            return None
        return Answer(
            {field.name: field.value for field in reading.fields},
            {field.name: field.quad for field in reading.fields},
            {field.name: field.score for field in reading.fields},
        )


class HttpCaller:
    """Calls a running service as its clients do."""

    def __init__(self, url: str, api_key: str | None = None) -> None:
        """Take the service's address and, in closed mode, a key."""
        self._url = url.rstrip("/") + "/custom_ocr"
        self._session = requests.Session()
        if api_key:
            self._session.headers["X-Api-Key"] = api_key

    def add(self, image: Picture, marks: Marks) -> str:
        """Register a template.

        Raises:
            CallFailed: the service does not take it.
        """
        template = [[quad.tolist(), name] for name, quad in marks]
        answer = self._post({"type": "add", "img": _encoded(image), "template": template})
        if answer.status_code != 200:
            raise CallFailed(f"add: {answer.status_code} {answer.text[:200]}")
        return str(answer.json()["template_id"])

    def query(self, template: str, image: Picture) -> Answer | None:
        """Read a form; None when it is refused as another.

        Raises:
            CallFailed: the service answers with any other error.
        """
        answer = self._post({"type": "query", "template_id": template, "img": _encoded(image)})
        if answer.status_code == 422 and "TemplateMismatch" in answer.text:
            return None
        if answer.status_code != 200:
            raise CallFailed(f"query: {answer.status_code} {answer.text[:200]}")
        rows = [row for row in answer.json() if "key" in row]
        return Answer(
            {
                row["key"]: row["value"] if isinstance(row["value"], str) else "".join(row["value"])
                for row in rows
            },
            {row["key"]: np.array(row["position"], np.float32) for row in rows if "position" in row},
            {row["key"]: float(row.get("score", 0.0)) / 100 for row in rows},
        )

    def _post(self, body: dict[str, object]) -> requests.Response:
        try:
            return self._session.post(self._url, json=body, timeout=_TIMEOUT)
        except requests.RequestException as error:
            raise CallFailed(str(error)) from error


def _encoded(image: Picture) -> str:
    """The picture as base64 of a good JPEG."""
    kept, data = cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, _JPEG_QUALITY])
    if not kept:
        raise CallFailed("the picture cannot be encoded")
    return base64.b64encode(data.tobytes()).decode()
