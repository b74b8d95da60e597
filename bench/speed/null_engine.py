"""The service with readers that read nothing and pictures that are not decoded: what is left is the front."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from sealstack.models.runtime.machine.memory import keep_one_heap
from sealstack.models.values import Image, Seal
from sealstack.service.application import create_app
from sealstack.service.intake.decode import Decoded
from sealstack.service.intake.decoders import DecodersHere


class NullReaders:
    """Finds nothing, at once; only what `SealOCR` asks for is there."""

    loaded = True
    provider = "none"
    alphabet: frozenset[str] = frozenset()
    form_features_version = 0

    def load(self) -> None:
        """Keep memory as the real readers do; there is nothing else to load."""
        keep_one_heap()

    def read_seals(self, image: Image, texts: Any = None) -> Sequence[Seal]:
        """Find no seal."""
        return ()


class NullDecoders(DecodersHere):
    """Takes every file for the same small picture."""

    def decode(self, content: bytes, **_: Any) -> Decoded:
        """Look at nothing."""
        return Decoded(np.zeros((8, 8, 3), np.uint8))


app = create_app(readers=NullReaders(), decoders=NullDecoders())  # type: ignore[arg-type]
