"""Align: lay a template's form onto a query, and judge whether the query shows that form at all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from sealstack.models.form.align.anchors import anchor
from sealstack.models.form.align.labels import find_labels
from sealstack.models.form.align.structure import Structure, structure_of
from sealstack.models.form.describe.features import Form
from sealstack.models.form.describe.keypoints import WORKING_SIDE, Keypoints, Matches, match_keypoints
from sealstack.models.form.query_picture import QueryPicture
from sealstack.models.form.template import FormMismatchError
from sealstack.models.geometry.warps import Homography, carry, plausible
from sealstack.models.values import Quad

_TOLERANCE = 3.0  # pixels of a picture `WORKING_SIDE` long
_LEAST_INLIERS = 14
_LEAST_AGREEMENT = 0.3
_LEAST_AGREEMENT_SURE = 0.22  # where many keypoints speak for the map
_MANY_INLIERS = 30
_INLIERS_OF_QUICK_LOOK = 90  # from which on a closer look moves no field by a tenth of its height
_LEAST_LETTERS = 16  # of labels found near their places
_LEAST_SHARE = 0.3  # of the letters of all labels
_WHOLE_AGREEMENT = 0.75  # a better one says only that the pictures were taken alike


@dataclass(frozen=True, eq=False)
class Alignment:
    """How a template lies on a query.

    Attributes:
        homography: from pixels of the template's picture to the query's.
        score: how well the query matches, 0..1.
        structure: how the form's print shows in the query; None when it was found by recognised words.
    """

    homography: Homography
    score: float
    structure: Structure | None = None

    @property
    def by_words(self) -> bool:
        """Whether it was found by recognised words rather than by keypoints."""
        return self.structure is None


def align(
    form: Form, picture: QueryPicture, values: Sequence[Quad] = (), *, by_words: bool = True
) -> Alignment:
    """Find where a template's form lies in a query.

    Keypoints first: matches, a homography by MAGSAC++ (Barath et al., "MAGSAC++, a fast, reliable and
    accurate robust estimator", CVPR 2020), judged by its inliers and by how much of the form's print is found
    in its place; those of a quick look when they are plenty, else those of a closer one. Recognised words
    second, where print is too sparse for that.

    Args:
        form: the template's picture.
        picture: the query.
        values: quads on the template where values stand; they do not count as the form's own print.
        by_words: whether to try the second way, for which the whole page is read.

    Returns:
        The alignment.

    Raises:
        FormMismatchError: the query does not show the form.
    """
    for keypoints, least in _looks(picture):
        found = _by_keypoints(form, picture, keypoints, values, least)
        if found is not None:
            return found
    if by_words:
        anchored = anchor(form, picture.lines, values)
        if anchored is not None:
            return Alignment(anchored.homography, anchored.score)
        labels = find_labels(form, values, picture.lines, [])
        if labels is not None and labels.letters >= _LEAST_LETTERS and labels.share >= _LEAST_SHARE:
            return Alignment(labels.base, labels.share)
    raise FormMismatchError("the picture does not show the template's form")


def _looks(picture: QueryPicture) -> Iterator[tuple[Keypoints, int]]:
    """The keypoints of a quick look and of a closer one, each with how many of them must support a map."""
    if not picture.keypoints_known:
        yield picture.few_keypoints, _INLIERS_OF_QUICK_LOOK
    yield picture.keypoints, _LEAST_INLIERS


def _by_keypoints(
    form: Form, picture: QueryPicture, theirs: Keypoints, values: Sequence[Quad], least: int
) -> Alignment | None:
    """The alignment by keypoints, None when fewer than `least` support it or it convinces nobody."""
    matches = match_keypoints(form.keypoints, theirs)
    tolerance = _TOLERANCE * max(picture.image.shape[:2]) / WORKING_SIDE
    fitted = _fit(form.keypoints, theirs, matches, tolerance)
    if fitted is None:
        return None
    homography, inliers = fitted
    if inliers < least or not plausible(homography, form.height, form.width):
        return None
    size = (form.height, form.width)
    structure = structure_of(form.thumbnail, picture.image, homography, size, values, enough=_WHOLE_AGREEMENT)
    agreement = structure.agreement
    if agreement < (_LEAST_AGREEMENT if inliers < _MANY_INLIERS else _LEAST_AGREEMENT_SURE):
        return None
    support = 1 - float(np.exp(-inliers / 30))
    return Alignment(homography, support * min(1.0, agreement / _WHOLE_AGREEMENT), structure)


def _fit(
    ours: Keypoints, theirs: Keypoints, matches: Matches, tolerance: float
) -> tuple[Homography, int] | None:
    """A homography over matches and how many keypoints support it."""
    if len(matches) < _LEAST_INLIERS:
        return None
    source, target = ours.points[matches.ours], theirs.points[matches.theirs]
    homography, kept = cv2.findHomography(
        source, target, cv2.USAC_MAGSAC, tolerance, maxIters=4000, confidence=0.999
    )
    if homography is None or kept is None:
        return None
    fitted: Homography = np.asarray(homography, np.float64)
    near = _near(source, target, fitted, tolerance)
    return fitted, _distinct(source[near])


def _near(
    source: NDArray[np.float32], target: NDArray[np.float32], homography: Homography, tolerance: float
) -> NDArray[np.bool_]:
    """Which points come to lie within the tolerance."""
    return np.asarray(np.linalg.norm(carry(source, homography) - target, axis=1) < tolerance, np.bool_)


def _distinct(points: NDArray[np.float32]) -> int:
    """How many places points stand in; SIFT puts several keypoints of differing directions on one."""
    return len(np.unique(np.round(points / 2), axis=0))
