"""A document orientation classifier in ONNX form: PP-LCNet_x1_0_doc_ori, or any of its kind.

How PaddleX prepares its input and reads its output (the model's `inference.yml`): the shorter side to 256
pixels, the middle 224 x 224, RGB, 0..1, the mean and deviation of ImageNet taken out; four classes, by how
many degrees anticlockwise the picture must be turned: 0, 90, 180, 270.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from sealstack.models.runtime import Session
from sealstack.models.runtime.network import Network
from sealstack.models.values import Image

_SHORTER_SIDE, _SIDE = 256, 224
_MEAN = np.array([0.485, 0.456, 0.406], np.float32)
_DEVIATION = np.array([0.229, 0.224, 0.225], np.float32)
_CLASSES = (0, 90, 180, 270)


class OrientationNetwork(Network):
    """Tells which way up pages stand. May be shared by many threads."""

    def __init__(self, session: Session) -> None:
        """Take a loaded network.

        Raises:
            ValueError: it does not answer `(1, 3, 224, 224)` with four classes.
        """
        super().__init__(session)
        try:
            answer = session.run(np.zeros((1, 3, _SIDE, _SIDE), np.float32)).shape
        except Exception as error:  # whatever the runtime raises for a picture that the network cannot take
            raise ValueError(f"the orientation model takes no (1, 3, {_SIDE}, {_SIDE}) picture") from error
        if answer != (1, len(_CLASSES)):
            raise ValueError(f"the orientation model answers {answer}, not (1, {len(_CLASSES)})")

    def find(self, image: Image) -> int:
        """Tell by how many degrees anticlockwise a page must be turned: 0, 90, 180 or 270."""
        return _CLASSES[int(self._session.run(_input(image))[0].argmax())]


def _input(image: Image) -> NDArray[np.float32]:
    """The middle of the reduced picture, `(1, 3, 224, 224)` normalised values, RGB."""
    height, width = image.shape[:2]
    scale = _SHORTER_SIDE / min(height, width)
    size = (max(_SIDE, round(width * scale)), max(_SIDE, round(height * scale)))
    reduced = cv2.resize(image, size, interpolation=cv2.INTER_LINEAR)
    left, top = (size[0] - _SIDE) // 2, (size[1] - _SIDE) // 2
    middle = reduced[top : top + _SIDE, left : left + _SIDE, ::-1].astype(np.float32) / 255
    return np.ascontiguousarray(((middle - _MEAN) / _DEVIATION).transpose(2, 0, 1)[None])
