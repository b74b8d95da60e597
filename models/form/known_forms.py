"""The forms asked about lately, unpacked and planned: queries come in runs of the same few templates."""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass

from sealstack.models.form.describe.features import Form, unpack
from sealstack.models.form.describe.pieces import cut_at_marks
from sealstack.models.form.describe.plan import FieldPlan, plan_fields
from sealstack.models.form.template import FieldMark
from sealstack.models.values import Quad

_KEPT = 16


@dataclass(frozen=True, eq=False)
class KnownForm:
    """A template as reading needs it.

    Attributes:
        form: its picture's features.
        plans: what to look for in each of its fields.
        words: where its own print stands outside of all fields, `(4, 2)` pixels each.
    """

    form: Form
    plans: tuple[FieldPlan, ...]
    words: tuple[Quad, ...]


class KnownForms:
    """The last few templates. May be shared by many threads."""

    def __init__(self, kept: int = _KEPT) -> None:
        self._most = kept
        self._lock = threading.Lock()
        self._known: OrderedDict[bytes, KnownForm] = OrderedDict()

    def of(self, data: bytes, marks: Sequence[FieldMark]) -> KnownForm:
        """A template ready to be read by.

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
            form = unpack(data)
            pieces = cut_at_marks(form.lines, [mark.quad for mark in marks])
            known = KnownForm(
                form,
                tuple(plan_fields(form, marks, pieces)),
                tuple(piece.quad for piece in pieces if piece.owner is None and len(piece.text) > 1),
            )
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
