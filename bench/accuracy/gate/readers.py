"""The readers behind the service, called in this process: what the gate measures."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

from bench.accuracy.calls import CallFailed, FoundSeal
from bench.accuracy.gate.labels import FormPair
from sealstack.models import runtime
from sealstack.models.form.reader import FormReader
from sealstack.models.form.template import FieldMark, FormMismatchError
from sealstack.models.runtime import RuntimeOptions
from sealstack.models.seal import SealReader
from sealstack.models.text.engine import TextEngine
from sealstack.models.values import Image, Seal
from sealstack.service.intake.decode import decode
from sealstack.service.settings.settings import Settings

Result = TypeVar("Result")


class DirectReaders:
    """Reads what clients send, without the wire. One may be shared by many threads, a core each.

    A reading that fails costs itself and not the run, as in the service: every method raises `CallFailed`
    whatever went wrong.
    """

    def __init__(self, text_models: Path | None = None, seal_models: Path | None = None) -> None:
        """Load the networks.

        Args:
            text_models: a directory with other PP-OCR networks, as `OCR_MODEL_DIR` names one.
            seal_models: a directory with other networks of seals, named as those in `models.weights`.

        Raises:
            OSError: a directory holds no network.
            ValueError: a file is not a usable network.
        """
        options = RuntimeOptions("cpu", threads=1)
        self._engine = TextEngine.load(options, text_models)
        self._seals = SealReader.load(options, seal_models)
        self._forms = FormReader.load(self._engine, options)
        self._most_pixels = Settings().max_pixels

    def find_seals(self, picture: bytes) -> list[FoundSeal]:
        """Find and read the seals of a picture; none when not one of them says anything, as in `SealOCR`.

        Raises:
            CallFailed: the picture cannot be read.
        """
        return _found_seals(self._answer(lambda: self._seals.read(self._decoded(picture))))

    def find_seals_in(self, image: Image) -> list[FoundSeal]:
        """The same of pixels, `(H, W, 3)` uint8 BGR.

        Raises:
            CallFailed: they cannot be read.
        """
        return _found_seals(self._answer(lambda: self._seals.read(image)))

    def read_lines(self, picture: bytes) -> list[str]:
        """Read the lines of a picture, in reading order.

        Raises:
            CallFailed: the picture cannot be read.
        """
        return [line.text for line in self._answer(lambda: self._engine.read(self._decoded(picture)))]

    def read_form(self, pair: FormPair) -> Mapping[str, str] | None:
        """Read a form by its template: values by the fields' names; None when it is refused as another.

        Raises:
            CallFailed: a picture cannot be read.
        """

        def values() -> Mapping[str, str] | None:
            marks = [FieldMark(name, quad) for name, quad in pair.marks]
            features = self._forms.describe(self._decoded(pair.template.read_bytes()))
            try:
                reading = self._forms.read(self._decoded(pair.query.read_bytes()), marks, features)
            except FormMismatchError:
                return None
            return {field.name: field.value for field in reading.fields}

        return self._answer(values)

    def _decoded(self, picture: bytes) -> Image:
        return decode(picture, max_pixels=self._most_pixels).image

    def _answer(self, read: Callable[[], Result]) -> Result:
        try:
            with runtime.reading():
                return read()
        except Exception as error:  # readers are not meant to raise, so anything may come
            raise CallFailed(f"{type(error).__name__}: {error}") from error


def _found_seals(seals: Sequence[Seal]) -> list[FoundSeal]:
    return [_found(seal) for seal in seals] if any(seal.body or seal.others for seal in seals) else []


def _found(seal: Seal) -> FoundSeal:
    return FoundSeal(
        body=seal.body,
        others=seal.others,
        box=seal.box,
        shape=seal.shape.value,
        polygons=tuple(tuple((float(x), float(y)) for x, y in text.polygon) for text in seal.texts),
    )
