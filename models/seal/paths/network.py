"""The path network: a seal's crop in, maps of its text out."""

from __future__ import annotations

import numpy as np

from sealstack.models.geometry.scaling import fitted
from sealstack.models.runtime.network import Network
from sealstack.models.seal.detect.ring.fit import Ellipse
from sealstack.models.seal.paths.decode import decode
from sealstack.models.seal.paths.text_path import TextPath
from sealstack.models.values import Image

_SIDES = (256, 320)  # pixels of a crop's longer side as shown, at least and at most
_GRAIN = 32  # the network halves its picture five times


class PathNetwork(Network):
    """Finds the text paths of a seal. Threads may share one: nothing about a call is kept in it.

    Its network: input `(1, 3, H, W)` float32 BGR -1..1, output `(1, 9, H / 4, W / 4)`.
    """

    def find(self, crop: Image, rim: Ellipse | None = None) -> list[TextPath]:
        """The text paths of a seal.

        Args:
            crop: `(H, W, 3)` uint8 BGR, the seal filling most of it.
            rim: the rim of a round or oval seal, pixels of the crop.

        Returns:
            Paths in pixels of the crop, see `decode`.
        """
        padded, scale = fitted(crop, _SIDES, _GRAIN)
        planes = np.ascontiguousarray(padded.transpose(2, 0, 1), dtype=np.float32)[None] / 127.5 - 1
        maps = self._session.run(planes)[0]
        # pixels are squares whose middles have whole coordinates
        shown = rim.moved(scale, (scale - 1) / 2, (scale - 1) / 2) if rim is not None else None
        back = 1 / scale
        return [path.moved(back, (back - 1) / 2, (back - 1) / 2) for path in decode(maps, shown)]
