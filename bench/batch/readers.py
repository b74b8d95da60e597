"""Readers for batches whose networks are not what is measured: quick, and no two pictures read alike."""

from __future__ import annotations

import os
import time
import zlib
from collections.abc import Sequence

from bench.blank_readers import BlankReaders
from sealstack.models.values import Image, Seal, SealShape
from sealstack.service.settings.settings import Settings

PAUSE = "BENCH_BATCH_PAUSE"
"""The environment variable that says how long a reading takes, in seconds."""

LOG = "BENCH_BATCH_LOG"
"""The environment variable that names a file to which every reading adds a line."""


class DrawnReaders(BlankReaders):
    """Finds one seal in each picture, whose text and score come from its pixels."""

    def read_seals(self, image: Image) -> Sequence[Seal]:
        """Find the seal."""
        pause = float(os.environ.get(PAUSE) or 0)
        if pause:
            time.sleep(pause)
        said = zlib.crc32(image.tobytes())
        if os.environ.get(LOG):
            with open(os.environ[LOG], "a", encoding="utf-8") as log:
                log.write(f"{said}\n")
        height, width = image.shape[:2]
        score = 0.5 + said % 5000 / 10_000
        return [Seal(f"{said}", (), (0, 0, width, height), SealShape.ROUND, score)]


def make_drawn_readers(_: Settings) -> DrawnReaders:
    """Make them; a function of a module travels to other processes."""
    return DrawnReaders()
