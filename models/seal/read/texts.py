"""Read the texts of one seal: where they run, what they say, which of them is the body."""

from __future__ import annotations

from dataclasses import replace

from sealstack.models.seal.detect.candidate import shape_of
from sealstack.models.seal.detect.frame.fit import Frame
from sealstack.models.seal.detect.ring.fit import Ellipse
from sealstack.models.seal.paths.coverage import without_doubles
from sealstack.models.seal.paths.in_frame import columns_in, find_in_frame
from sealstack.models.seal.paths.in_ring import find_in_ring
from sealstack.models.seal.paths.network import PathNetwork
from sealstack.models.seal.paths.text_path import characters_on
from sealstack.models.seal.read.assemble import Assembly
from sealstack.models.seal.read.assemble_paths import assemble_frame_paths, assemble_ring_paths
from sealstack.models.seal.read.by_paths import read_by_paths, sureness
from sealstack.models.seal.read.vote.bigrams import Bigrams
from sealstack.models.seal.read.vote.strip_reader import StripReader
from sealstack.models.values import Image, SealShape

_SURE, _LEAST_OF_A_NAME = 0.9, 3  # mean score and number of a name's characters


class SealTexts:
    """Reads what stands in a seal. Threads may share one."""

    def __init__(self, paths: PathNetwork, bigrams: Bigrams) -> None:
        """Take what to read with.

        Args:
            paths: the network that sees where text runs.
            bigrams: which characters stand beside each other.
        """
        self._paths, self._bigrams = paths, bigrams

    def of_ring(self, picture: Image, rim: Ellipse, strips: StripReader) -> tuple[Assembly, SealShape]:
        """Read a round or oval seal.

        Args:
            picture: it, cut out, `(H, W, 3)` uint8 BGR.
            rim: pixels of this.
            strips: reads the strips.

        Returns:
            Its texts, polygons in pixels of the picture, and its shape.
        """
        paths = without_doubles(find_in_ring(self._paths, picture, rim), picture.shape[:2])
        assembly = assemble_ring_paths(read_by_paths(picture, paths, strips, self._bigrams))
        return replace(assembly, seen=characters_on(paths)), shape_of(rim)

    def of_frame(self, picture: Image, frame: Frame, strips: StripReader) -> tuple[Assembly, SealShape]:
        """Read a seal with corners.

        Args:
            picture: it, cut out, `(H, W, 3)` uint8 BGR.
            frame: its frame, corners in pixels of this.
            strips: reads the strips.

        Returns:
            Its texts, polygons in pixels of the picture, and its shape: an even frame with text along its
            sides or its diagonals is a diamond, however it was stamped.
        """
        paths = without_doubles(find_in_frame(self._paths, picture, frame), picture.shape[:2])
        read = read_by_paths(picture, paths, strips, self._bigrams)
        if frame.even and sureness(read) < _SURE * _LEAST_OF_A_NAME:
            # the four characters of a name seal stand as close in rows as in columns
            columns = [read_by_paths(picture, pair, strips, self._bigrams) for pair in columns_in(frame)]
            read = max([read, *columns], key=sureness)
        assembly, shape = assemble_frame_paths(read, frame)
        return replace(assembly, seen=characters_on(paths)), shape
