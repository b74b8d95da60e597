"""Calls of every dialect on small pictures, and how their answers are compared."""

from __future__ import annotations

import base64
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import cv2
import numpy as np
import requests
from numpy.typing import NDArray
from PIL import Image

from bench.forms.conditions import make_query
from bench.forms.drawing import fill_in
from bench.forms.kinds import KINDS
from bench.generator.scenes import make_scene
from bench.speed.pictures import small_pictures

_TIMEOUT = 600
_ANEW_EACH_TIME = frozenset({"RequestId", "logId", "duration"})
_FORM = "ticket"

Picture = NDArray[np.uint8]


@dataclass(frozen=True)
class Call:
    """One call.

    Attributes:
        name: what it is.
        path: where it goes, perhaps with a query.
        headers: to send.
        body: to send; None for a `GET`.
        files: to send as multipart instead.
    """

    name: str
    path: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes | None = None
    files: Mapping[str, tuple[str, bytes]] | None = None

    def answer(self, session: requests.Session, url: str) -> tuple[int, Any]:
        """Send it, and give the status and the answer without what is new each time.

        Raises:
            requests.RequestException: there was no answer.
        """
        method = "POST" if self.body is not None or self.files else "GET"
        response = session.request(
            method,
            url + self.path,
            headers=self.headers,
            data=self.body,
            files=self.files,
            timeout=_TIMEOUT,
        )
        try:
            return response.status_code, comparable(response.json())
        except ValueError:
            return response.status_code, response.text


def comparable(answer: Any) -> Any:
    """Leave out of an answer what is new each time."""
    if isinstance(answer, dict):
        return {key: comparable(value) for key, value in answer.items() if key not in _ANEW_EACH_TIME}
    return [comparable(item) for item in answer] if isinstance(answer, list) else answer


def mixed_calls(url: str) -> list[Call]:
    """Make the calls; a template is added to the service for those that need one."""
    labels = small_pictures(6)
    seals = [_file(_crop(seed)) for seed in range(4)]
    documents = [_pdf(_crop(5)), _tiff(_crop(6), _crop(7))]
    calls: list[Call] = []
    for number, content in enumerate(seals):
        calls += [
            _tencent("SealOCR", f"seal {number}", ImageBase64=_text(content)),
            _json("/seal-recognition", f"seal {number}", file=_text(content), fileType=1, visualize=False),
        ]
    calls.append(_json("/seal-recognition", "legacy", image=_text(seals[0]), visualize=False))
    for number, content in enumerate(labels):
        action = ("GeneralBasicOCR", "GeneralAccurateOCR", "GeneralFastOCR")[number % 3]
        calls += [
            _tencent(action, f"label {number}", ImageBase64=_text(content)),
            Call(f"/ocr, label {number}", "/ocr", files={"image_file": ("label.jpg", content)}),
        ]
    calls.append(
        _json("/document-preprocessing", "label", file=_text(labels[0]), fileType=1, visualize=False)
    )
    calls += [
        _tencent("SealOCR", "PDF", ImageBase64=_text(documents[0])),
        _tencent("SealOCR", "TIFF, page 2", ImageBase64=_text(documents[1]), PdfPageNumber=2),
    ]
    return calls + _templates(url) + _refused(labels[0])


def _templates(url: str) -> list[Call]:
    layout = KINDS[_FORM]()
    form = fill_in(layout, np.random.default_rng(1))
    marks = [[quad.tolist(), name] for name, quad in form.marks()]
    with requests.Session() as session:
        session.trust_env = False
        body = {"type": "add", "img": _text(_file(form.sheet)), "template": marks}
        template_id = session.post(f"{url}/custom_ocr", json=body, timeout=_TIMEOUT).json()["template_id"]
    query = _text(_file(make_query(layout, "noise", np.random.default_rng(7)).image))
    return [
        _json("/custom_ocr", "query", type="query", template_id=template_id, img=query),
        _json("/custom_ocr", "list", type="list"),
        _json("/custom_ocr", "get", type="get", template_id=template_id),
        _tencent("ListTemplates", "of everyone"),
    ]


def _refused(picture: bytes) -> list[Call]:
    """Calls that are answered with an error, each in its dialect's shape."""
    return [
        _tencent("SealOCR", "no picture", ImageBase64="QUJD"),
        _tencent("DescribeInstances", "unknown", ImageBase64=_text(picture)),
        _json("/custom_ocr", "unknown template", type="query", template_id="0" * 40, img=_text(picture)),
        _json("/seal-recognition", "no file"),
        Call("/ocr, nothing", "/ocr", body=b""),
        Call("an unknown path", "/nowhere"),
    ]


def _tencent(action: str, about: str, **parameters: Any) -> Call:
    headers = {"X-TC-Action": action, "X-TC-Version": "2018-11-19", "Content-Type": "application/json"}
    return Call(f"{action}, {about}", "/", headers, json.dumps(parameters).encode("ascii"))


def _json(path: str, about: str, **values: Any) -> Call:
    headers = {"Content-Type": "application/json"}
    return Call(f"{path}, {about}", path, headers, json.dumps(values).encode("ascii"))


def _crop(seed: int) -> Picture:
    image: Picture = make_scene(seed, "easy", bundled_only=True).image
    scale = 240 / max(image.shape[:2])
    return cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA).astype(np.uint8)


def _file(image: Picture) -> bytes:
    return cv2.imencode(".jpg", image)[1].tobytes()


def _pdf(image: Picture) -> bytes:
    return _saved([image], "PDF")


def _tiff(*images: Picture) -> bytes:
    return _saved(images, "TIFF")


def _saved(images: Sequence[Picture], kind: str) -> bytes:
    first, *others = (Image.fromarray(np.ascontiguousarray(image[..., ::-1])) for image in images)
    written = io.BytesIO()
    first.save(written, kind, save_all=True, append_images=others)
    return written.getvalue()


def _text(content: bytes) -> str:
    return base64.b64encode(content).decode("ascii")
