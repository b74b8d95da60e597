"""A query's picture with what is found in it, each found once, when first asked for."""

from __future__ import annotations

import threading
import weakref
from collections import OrderedDict

import cv2
import numpy as np

from sealstack.models.form.describe.keypoints import SMALL_SIDE, Keypoints, find_keypoints
from sealstack.models.text.engine import TextEngine
from sealstack.models.values import Image, TextLine

_READING_SIDE = 1280
_KEPT = 4


class _Findings:
    """What was found in a picture so far; the picture itself is not kept."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.few_keypoints: Keypoints | None = None
        self.keypoints: Keypoints | None = None
        self.lines: list[TextLine] | None = None


class QueryPicture:
    """A picture that may be compared with several templates.

    Attributes:
        image: `(H, W, 3)` uint8 BGR.
    """

    def __init__(self, image: Image, engine: TextEngine, findings: _Findings | None = None) -> None:
        self.image = image
        self._engine = engine
        self._findings = findings or _Findings()

    @property
    def keypoints_known(self) -> bool:
        """Whether `keypoints` are found already."""
        return self._findings.keypoints is not None

    @property
    def few_keypoints(self) -> Keypoints:
        """Those that a quick look at the picture made small tells, in the picture's own pixels."""
        with self._findings.lock:
            if self._findings.few_keypoints is None:
                self._findings.few_keypoints = find_keypoints(self.image, SMALL_SIDE)
            return self._findings.few_keypoints

    @property
    def keypoints(self) -> Keypoints:
        """Its keypoints, in its own pixels."""
        with self._findings.lock:
            if self._findings.keypoints is None:
                self._findings.keypoints = find_keypoints(self.image)
            return self._findings.keypoints

    @property
    def lines(self) -> list[TextLine]:
        """All its lines with characters, whichever way the page is turned, quads in its own pixels."""
        with self._findings.lock:
            if self._findings.lines is None:
                self._findings.lines = read_lines(self.image, self._engine)
            return self._findings.lines


def read_lines(image: Image, engine: TextEngine) -> list[TextLine]:
    """Read all lines of a form.

    Args:
        image: `(H, W, 3)` uint8 BGR.
        engine: what to read with.

    Returns:
        The lines in reading order, with characters; quads in pixels of `image`, each in its own direction.
    """
    scale = min(1.0, _READING_SIDE / max(image.shape[:2]))
    if scale == 1.0:
        return engine.read(image, characters=True)
    size = (max(1, round(image.shape[1] * scale)), max(1, round(image.shape[0] * scale)))
    small = np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)
    factors = np.array([image.shape[1] / size[0], image.shape[0] / size[1]], np.float32)
    return [
        TextLine(line.quad * factors, line.text, line.score, line.characters)
        for line in engine.read(small, characters=True)
    ]


class RecentPictures:
    """What was found in the last few pictures, so that comparing one with many templates finds it once.

    May be shared by many threads.
    """

    def __init__(self, engine: TextEngine, kept: int = _KEPT) -> None:
        self._engine = engine
        self._most = kept
        self._lock = threading.Lock()
        self._findings: OrderedDict[int, _Findings] = OrderedDict()
        self._last: tuple[weakref.ref[Image], _Findings] | None = None

    def of(self, image: Image) -> QueryPicture:
        """The picture, with what was found in it already when it was asked about lately.

        The very array asked about last is known without being looked at: whoever asks must not change it.
        """
        with self._lock:
            if self._last is not None and self._last[0]() is image:
                return QueryPicture(image, self._engine, self._last[1])
        # Python hashes bytes by SipHash with a key of this process's own (PEP 456), so that nobody can make a
        # picture to be taken for another's; four times as fast as a cryptographic digest
        key = hash((image.shape, image.tobytes()))
        with self._lock:
            findings = self._findings.pop(key, None) or _Findings()
            self._findings[key] = findings
            while len(self._findings) > self._most:
                self._findings.popitem(last=False)
            self._last = (weakref.ref(image), findings)
        return QueryPicture(image, self._engine, findings)
