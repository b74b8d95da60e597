"""The path network: a seal's crop in, maps of its text out."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np

from sealstack.models.runtime import RuntimeOptions, Session, open_session
from sealstack.models.seal.detect.ring.fit import Ellipse
from sealstack.models.seal.paths.decode import decode
from sealstack.models.seal.paths.text_path import TextPath
from sealstack.models.values import Image

_SIDES = (256, 320)  # pixels of a crop's longer side as shown, at least and at most
_GRAIN = 32  # the network halves its picture five times


class PathNetwork:
    """Finds the text paths of a seal. Threads may share one: nothing about a call is kept in it."""

    def __init__(self, session: Session) -> None:
        """Take a loaded network: input `(1, 3, H, W)` float32 BGR -1..1, output `(1, 9, H / 4, W / 4)`."""
        self._session = session

    @classmethod
    def load(cls, model: Path, options: RuntimeOptions) -> PathNetwork:
        """Load the network from an ONNX file.

        Raises:
            FileNotFoundError: there is no such file.
            ValueError: it is not an ONNX model.
            DeviceUnavailable: the device asked for cannot be used.
        """
        return cls(open_session(model, options))

    def find(self, crop: Image, rim: Ellipse | None = None) -> list[TextPath]:
        """The text paths of a seal.

        Args:
            crop: `(H, W, 3)` uint8 BGR, the seal filling most of it.
            rim: the rim of a round or oval seal, pixels of the crop.

        Returns:
            Paths in pixels of the crop, see `decode`.
        """
        height, width = crop.shape[:2]
        longer = max(height, width)
        scale = float(np.clip(longer, *_SIDES)) / longer
        size = (max(8, round(width * scale)), max(8, round(height * scale)))
        method = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
        small = cv2.resize(crop, size, interpolation=method)
        right, bottom = (-side % _GRAIN for side in size)
        padded = cv2.copyMakeBorder(small, 0, bottom, 0, right, cv2.BORDER_REPLICATE)
        planes = np.ascontiguousarray(padded.transpose(2, 0, 1), dtype=np.float32)[None] / 127.5 - 1
        maps = self._session.run(planes)[0]
        # pixels are squares whose middles have whole coordinates
        shown = rim.moved(scale, (scale - 1) / 2, (scale - 1) / 2) if rim is not None else None
        back = 1 / scale
        return [path.moved(back, (back - 1) / 2, (back - 1) / 2) for path in decode(maps, shown)]
