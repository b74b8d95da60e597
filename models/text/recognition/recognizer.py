"""The recognizer: strips of one line in, their text out (PP-OCR's CTC recognizers in ONNX form)."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sealstack.models.runtime import RuntimeOptions, Session, open_session
from sealstack.models.text.recognition import ctc, spaces, strips
from sealstack.models.text.recognition.candidates import candidates
from sealstack.models.text.recognition.ctc import Reading
from sealstack.models.values import Image

_WIDEST_BATCH_ON_CPU = 1
"""Pixels. On a CPU a batch takes as long as its strips one by one, has more shapes and needs more memory."""

_WIDEST_BATCH_ON_GPU = 8192


class Recognizer:
    """Reads strips. One may be shared by many threads: nothing about a call is kept in it.

    Attributes:
        alphabet: the text of each class: the blank (""), the characters, the space.
        provider: what really computes.
    """

    def __init__(self, session: Session, *, widest_batch: int = _WIDEST_BATCH_ON_CPU) -> None:
        """Take a loaded network.

        Args:
            session: input `(N, 3, 48, W)`, output `(N, W / stride, C)` probabilities; its metadata hold the
                characters under the key `character`.
            widest_batch: how many pixels of strip to read in one call, unless one strip alone is wider.

        Raises:
            ValueError: there are no characters in the metadata, or not as many as the network has classes.
        """
        if "character" not in session.metadata:
            raise ValueError("this recognizer has no `character` list in its metadata")
        self._session = session
        self._widest_batch = widest_batch
        self.alphabet = ctc.alphabet_of(session.metadata["character"])
        self.provider = session.provider
        blank_strip = np.zeros((1, 3, strips.HEIGHT, strips.NARROWEST), np.float32)
        _, columns, classes = session.run(blank_strip).shape
        if classes != len(self.alphabet):
            raise ValueError(f"the network has {classes} classes, its list names {len(self.alphabet)}")
        self._stride: int = strips.NARROWEST // columns

    @classmethod
    def load(cls, model: Path, options: RuntimeOptions) -> Recognizer:
        """Load a recognizer from an ONNX file.

        Raises:
            FileNotFoundError: there is no such file.
            ValueError: it is not a recognizer.
            DeviceUnavailable: the device asked for cannot be used.
        """
        widest_batch = _WIDEST_BATCH_ON_GPU if options.on_gpu else _WIDEST_BATCH_ON_CPU
        return cls(open_session(model, options), widest_batch=widest_batch)

    def read(self, images: Sequence[Image], *, characters: bool = False) -> list[Reading]:
        """Read strips.

        Args:
            images: strips, crops of one line each, `(H, W, 3)` uint8 BGR of any size.
            characters: whether to give each character by itself.

        Returns:
            A reading for each strip, in the same order. A strip without any ink is not shown to the network.

        Raises:
            ValueError: a strip has no pixel or is not such an array.
        """
        readings = [Reading("", 0.0)] * len(images)
        # decoded as they come: a column has a probability for each of thousands of characters
        for index, table in self._tables(images, skip_blank=True):
            path = spaces.best_path(table, self.alphabet, images[index])
            readings[index] = ctc.decode(table, self.alphabet, characters=characters, path=path)
        return readings

    def read_candidates(self, images: Sequence[Image], counts: Sequence[int]) -> list[list[Reading]]:
        """Read strips, some of them in several ways.

        Args:
            images: strips, `(H, W, 3)` uint8 BGR of any size.
            counts: for each strip how many readings are wanted at most, at least 1.

        Returns:
            For each strip its readings with characters, the likeliest first; see `candidates`.

        Raises:
            ValueError: a strip has no pixel or is not such an array.
        """
        readings = [[Reading("", 0.0)] for _ in images]
        for index, table in self._tables(images, skip_blank=True):
            path = spaces.best_path(table, self.alphabet, images[index])
            readings[index] = candidates(table, self.alphabet, counts[index], path)
        return readings

    def decode(self, probabilities: NDArray[np.float32], *, characters: bool = False) -> Reading:
        """Read the likeliest text out of `(T, C)` column probabilities; see `ctc.decode`."""
        return ctc.decode(probabilities, self.alphabet, characters=characters)

    def probabilities(self, images: Sequence[Image]) -> list[NDArray[np.float32]]:
        """Compute what the network says of every column, before any decision.

        Args:
            images: strips, `(H, W, 3)` uint8 BGR of any size.

        Returns:
            For each strip `(T, C)` float32, each row summing to 1, the columns spread evenly over the
            strip's own width (padding is cut off). With PP-OCRv6's 18,710 classes a column, 8 pixels of a
            strip 48 high, takes 75 kB: mind how many strips you ask for at once.

        Raises:
            ValueError: a strip has no pixel or is not such an array.
        """
        result = [np.empty((0, len(self.alphabet)), np.float32)] * len(images)
        for index, table in self._tables(images):
            result[index] = table.copy()  # what the network gave holds the whole batch, with its padding
        return result

    def _tables(
        self, images: Sequence[Image], *, skip_blank: bool = False
    ) -> Iterator[tuple[int, NDArray[np.float32]]]:
        """Each strip's number and its column probabilities, as they become ready."""
        windows = [
            [] if skip_blank and strips.is_blank(strip) else strips.windows_of(index, strip)
            for index, strip in enumerate(map(strips.resize, images))
        ]
        parts: list[list[tuple[int, NDArray[np.float32]]]] = [[] for _ in images]
        batches = list(strips.batches_of(list(chain.from_iterable(windows)), self._widest_batch))
        outputs = self._session.run_all(strips.as_input(batch) for batch in batches)
        for batch, tables in zip(batches, outputs, strict=True):
            for window, table in zip(batch, tables, strict=True):
                own = math.ceil(window.width / self._stride)
                ready = parts[window.strip]
                ready.append((window.start // self._stride, table[:own]))
                if len(ready) == len(windows[window.strip]):
                    yield window.strip, _joined(sorted(ready, key=lambda entry: entry[0]))
                    ready.clear()


def _joined(parts: list[tuple[int, NDArray[np.float32]]]) -> NDArray[np.float32]:
    """Put the overlapping windows of a long strip together: `(first column, (T, C))` in order."""
    _, result = parts[0]
    for start, table in parts[1:]:
        seam = _seam(result[start:, ctc.BLANK], table[: len(result) - start, ctc.BLANK])
        result = np.concatenate([result[: start + seam], table[seam:]])
    return result


def _seam(left: NDArray[np.float32], right: NDArray[np.float32]) -> int:
    """Choose the column of an overlap to change windows at: well inside, where both see a gap.

    Args:
        left: the probability of the blank by the window that ends here, `(K,)`.
        right: the same by the window that begins here.
    """
    blank = np.minimum(left, right)
    # a window may place a character a column off the other's place: want blanks all around
    wide = np.minimum(np.minimum(blank, np.roll(blank, 1)), np.roll(blank, -1))
    margin = len(wide) // 4
    return margin + int(wide[margin : len(wide) - margin].argmax())
