"""What to look for in each field: where its value stood on the template, and what is printed around it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sealstack.models.form.describe.features import Form
from sealstack.models.form.describe.pieces import Piece
from sealstack.models.form.describe.surroundings import Free, free_around
from sealstack.models.form.template import FieldMark
from sealstack.models.geometry.boxes import common_length
from sealstack.models.geometry.quads import height_of
from sealstack.models.geometry.warps import Homography, carry
from sealstack.models.values import Quad

_TEXT_IN_MARK = 0.72  # of a mark's height is its text, where the template shows none
_NEAR = 6.0  # letters' heights within which print concerns a field
_SURVEYED = 14.0, 2.5  # letters' heights beside a mark, above and below it, that are searched for print
_BEFORE_PRINT = 0.25  # of the letters' height that a value keeps away from other print
_SAME_ROW = 0.3  # of a mark's height that print beside it must share to stand in its row


@dataclass(frozen=True)
class Box:
    """An upright rectangle of a field's own frame, pixels."""

    left: float
    top: float
    right: float
    bottom: float

    @classmethod
    def around(cls, points: NDArray[np.floating]) -> Box:
        """The smallest one around points, `(N, 2)`."""
        (left, top), (right, bottom) = points.min(axis=0), points.max(axis=0)
        return cls(float(left), float(top), float(right), float(bottom))

    @property
    def width(self) -> float:
        """Its extent along the field."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """Its extent across the field."""
        return self.bottom - self.top

    @property
    def middle(self) -> float:
        """The height of its middle line."""
        return (self.top + self.bottom) / 2

    def rows_shared(self, other: Box) -> float:
        """The height both cover, as a share of the lower of them, 0..1."""
        return max(0.0, self.common_height(other)) / max(min(self.height, other.height), 1e-6)

    def touches(self, other: Box) -> bool:
        """Whether both have a place in common."""
        return self.common_width(other) >= 0 and self.common_height(other) >= 0

    def share_inside(self, other: Box) -> float:
        """How much of this box lies inside another, 0..1."""
        return self._intersection(other) / max(self.width * self.height, 1e-6)

    def intersection_over_union(self, other: Box) -> float:
        """How well both agree: 0 apart, 1 the same."""
        common = self._intersection(other)
        return common / max(self.width * self.height + other.width * other.height - common, 1e-6)

    def common_width(self, other: Box) -> float:
        """The width both cover; minus the gap between them when they lie beside each other."""
        return common_length((self.left, self.right), (other.left, other.right))

    def common_height(self, other: Box) -> float:
        """The height both cover; minus the gap between them when one lies above the other."""
        return common_length((self.top, self.bottom), (other.top, other.bottom))

    def _intersection(self, other: Box) -> float:
        return max(0.0, self.common_width(other)) * max(0.0, self.common_height(other))


@dataclass(frozen=True)
class Label:
    """Print of the template that stands in no mark, as a field sees it.

    Attributes:
        text: what it says.
        box: where, in the field's own frame.
    """

    text: str
    box: Box


@dataclass(frozen=True, eq=False)
class FieldPlan:
    """One field, seen in its own frame: the mark's upper left corner is (0, 0), its upper edge runs right.

    Attributes:
        mark: the field as it was marked.
        width: of the mark, template pixels.
        height: of the mark, template pixels.
        to_form: from the field's frame to pixels of the template.
        text_height: how high its letters' line is, template pixels.
        values: where lines of its value stood on the template.
        said: what each of them says.
        labels: print outside of all marks.
        neighbours: the other marks.
        free: how far nothing at all is printed around the mark.
    """

    mark: FieldMark
    width: float
    height: float
    to_form: Homography
    text_height: float
    values: tuple[Box, ...]
    labels: tuple[Label, ...]
    neighbours: tuple[Box, ...]
    free: Free
    said: tuple[str, ...] = ()

    def room(self, side: int, least: float, most: float, line: Box | None = None) -> float:
        """How far a value may reach out of its mark before it comes to other print.

        Up to a label or a rule, which bounds the field's box; up to another mark, unless the line goes on
        into it: what lies between two fields is then shared.

        Args:
            side: -1 to the left, 1 to the right.
            least: allowed even so, pixels.
            most: never more, pixels.
            line: the one that is read, if known.
        """
        row = Box(0, 0, self.width, self.height)
        gaps = [most, self.free.left if side < 0 else self.free.right]
        for label in self.labels:
            gap = self._gap(row, label.box, side)
            if gap is not None:
                gaps.append(max(gap - _BEFORE_PRINT * self.text_height, gap / 2))
        for other in self.neighbours:
            gap = self._gap(row, other, side)
            if gap is not None:
                into = line is None or line.common_width(other) > 0.5 * self.text_height
                gaps.append(gap / 2 if into else gap)
        return max(min(gaps), least)

    @staticmethod
    def _gap(row: Box, other: Box, side: int) -> float | None:
        """How far other print lies beside a mark on one side; None when it does not stand there."""
        if row.rows_shared(other) < _SAME_ROW:
            return None
        gap = -other.right if side < 0 else other.left - row.width
        # what begins beyond the mark's middle stands on that side
        return gap if gap > -0.5 * other.width else None


def plan_fields(form: Form, marks: Sequence[FieldMark], pieces: Sequence[Piece]) -> list[FieldPlan]:
    """Work out what each mark's surroundings hold.

    Args:
        form: the template's picture.
        marks: its fields.
        pieces: its lines, cut at those.

    Returns:
        A plan for each mark, in the same order.
    """
    inside: list[list[Piece]] = [[] for _ in marks]
    labels: list[tuple[str, Quad]] = []
    for piece in pieces:
        if piece.owner is None:
            labels.append((piece.text, piece.quad))
        else:
            inside[piece.owner].append(piece)
    usual = float(np.median([height_of(line.quad) for line in form.lines])) if form.lines else 0.0
    return [_plan(form, number, marks, inside, labels, usual) for number in range(len(marks))]


def _plan(
    form: Form,
    number: int,
    marks: Sequence[FieldMark],
    inside: Sequence[Sequence[Piece]],
    labels: Sequence[tuple[str, Quad]],
    usual: float,
) -> FieldPlan:
    mark = marks[number]
    to_form, width, height = _frame(mark.quad)
    to_frame = np.linalg.inv(to_form)
    values = tuple(_boxes([piece.quad for piece in inside[number]], to_frame))
    reach = _NEAR * max(height, usual)
    near = Box(-reach - width, -reach, 2 * width + reach, height + reach)
    label_boxes = _boxes([place for _, place in labels], to_frame)
    mark_boxes = _boxes([other.quad for other in marks], to_frame)
    text_height = _text_height(values, width, height, usual)
    return FieldPlan(
        mark=mark,
        width=width,
        height=height,
        to_form=to_form,
        text_height=text_height,
        values=values,
        labels=tuple(
            Label(text, box) for (text, _), box in zip(labels, label_boxes, strict=True) if box.touches(near)
        ),
        neighbours=tuple(
            box for other, box in enumerate(mark_boxes) if other != number and box.touches(near)
        ),
        free=free_around(
            form, to_form, (width, height), (_SURVEYED[0] * text_height, _SURVEYED[1] * text_height)
        ),
        said=tuple(piece.text for piece in inside[number]),
    )


def _boxes(quads: Sequence[Quad], to_frame: Homography) -> list[Box]:
    """The boxes of quads of the template in a field's frame."""
    if not quads:
        return []
    carried = carry(np.stack(quads), to_frame)
    low, high = carried.min(axis=1).tolist(), carried.max(axis=1).tolist()
    return [Box(left, top, right, bottom) for (left, top), (right, bottom) in zip(low, high, strict=True)]


def _frame(quad: Quad) -> tuple[Homography, float, float]:
    """The upright frame that suits a mark best: its map to the template, its width, its height.

    People mark roughly: a slanted corner says little of the print's perspective, so the frame only turns.
    """
    corners = quad.astype(np.float64)
    along = (corners[1] - corners[0]) + (corners[2] - corners[3])
    length = float(np.linalg.norm(along))
    along = along / length if length > 1e-6 else np.array([1.0, 0.0])
    across = np.array([-along[1], along[0]])
    left, right = corners[[0, 3]].mean(axis=0) @ along, corners[[1, 2]].mean(axis=0) @ along
    top, bottom = corners[[0, 1]].mean(axis=0) @ across, corners[[2, 3]].mean(axis=0) @ across
    origin = left * along + top * across
    to_form = np.array([[along[0], across[0], origin[0]], [along[1], across[1], origin[1]], [0, 0, 1]])
    return to_form, max(float(right - left), 1.0), max(float(bottom - top), 1.0)


def _text_height(values: Sequence[Box], width: float, height: float, usual: float) -> float:
    """How high a line of the field is, template pixels."""
    if values:
        return max(4.0, min(float(np.median([box.height for box in values])), 1.1 * height))
    guess = _TEXT_IN_MARK * min(height, width)
    return max(4.0, min(guess, 1.6 * usual) if usual else guess)
