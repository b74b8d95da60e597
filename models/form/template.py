"""What a template of a form is made of: the fields an operator marked, and the features of its picture."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from sealstack.models.values import Field, Quad


class HintKind(Enum):
    """What a field is expected to hold; ranks the recognizer's own candidates, never invents one."""

    DIGITS = "digits"
    DATE = "date"
    AMOUNT = "amount"
    REGEX = "regex"


@dataclass(frozen=True)
class Hint:
    """What an operator knows of a field's value.

    Attributes:
        kind: which sort of hint.
        pattern: the regular expression of `HintKind.REGEX`, else empty.
    """

    kind: HintKind
    pattern: str = ""


@dataclass(frozen=True, eq=False)
class FieldMark:
    """A field as an operator marked it on the template's picture.

    Attributes:
        name: of the field.
        quad: its corners, `(4, 2)` float32 pixels of the template's upright picture.
        hint: what its value should look like, if known.
    """

    name: str
    quad: Quad
    hint: Hint | None = None


@dataclass(frozen=True)
class FormFeatures:
    """What is kept of a template's picture, so that a query never computes it again.

    Depends on the picture only, not on the marks.

    Attributes:
        version: of the extractor; features of another version are to be computed anew.
        signature: a few kilobytes at most, by which the likely templates of a picture are found.
        data: everything that aligning needs.
    """

    version: int
    signature: bytes
    data: bytes


@dataclass(frozen=True, eq=False)
class FormReading:
    """A form that was read.

    Attributes:
        fields: one for each mark, in the order of the marks.
        score: how well the picture matches the template, 0..1.
    """

    fields: tuple[Field, ...]
    score: float


class FormMismatchError(Exception):
    """The picture does not show the template's form."""
