"""The templates of the last queries, unpacked and planned: queries come in runs of the same few."""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from sealstack.models.form.describe.features import Form, unpack
from sealstack.models.form.describe.pieces import cut_at_marks
from sealstack.models.form.describe.plan import FieldPlan, plan_fields
from sealstack.models.form.template import FieldMark
from sealstack.models.values import Quad

_KEPT = 16


@dataclass(frozen=True, eq=False)
class KnownForm:
    """A template as aligning and reading need it. It is planned when it is first read.

    Attributes:
        form: its picture's features.
        marks: its fields.
    """

    form: Form
    marks: tuple[FieldMark, ...]

    @property
    def values(self) -> list[Quad]:
        """Where its values stand, `(4, 2)` pixels each."""
        return [mark.quad for mark in self.marks]

    @property
    def plans(self) -> tuple[FieldPlan, ...]:
        """What to look for in each of its fields."""
        return self._planned[0]

    @property
    def words(self) -> tuple[Quad, ...]:
        """Where its own print stands outside of all fields, `(4, 2)` pixels each."""
        return self._planned[1]

    @cached_property
    def _planned(self) -> tuple[tuple[FieldPlan, ...], tuple[Quad, ...]]:
        pieces = cut_at_marks(self.form.lines, self.values)
        words = tuple(piece.quad for piece in pieces if piece.owner is None and len(piece.text) > 1)
        return tuple(plan_fields(self.form, self.marks, pieces)), words


class KnownForms:
    """The last few templates. May be shared by many threads."""

    def __init__(self, kept: int = _KEPT) -> None:
        self._most = kept
        self._lock = threading.Lock()
        self._known: OrderedDict[bytes, KnownForm] = OrderedDict()

    def of(self, data: bytes, marks: Sequence[FieldMark]) -> KnownForm:
        """A template, ready to be aligned and read by.

        Args:
            data: its packed features.
            marks: its fields.

        Raises:
            FeaturesCorrupt: the features are damaged or of another version.
        """
        key = _digest(data, marks)
        with self._lock:
            known = self._known.pop(key, None)
        if known is None:
            known = KnownForm(unpack(data), tuple(marks))
        with self._lock:
            self._known[key] = known
            while len(self._known) > self._most:
                self._known.popitem(last=False)
        return known


def _digest(data: bytes, marks: Sequence[FieldMark]) -> bytes:
    digest = hashlib.blake2b(data, digest_size=16)
    for mark in marks:
        digest.update(repr((mark.name, mark.hint, mark.quad.tolist())).encode())
    return digest.digest()
