"""The prefilter: which of many templates a picture may show, found by a few kilobytes of each.

A signature is the signs of 128 projections of the template's strongest keypoints (locality-sensitive hashing:
Charikar, "Similarity Estimation Techniques from Rounding Algorithms", STOC 2002): the share of signs that two
keypoints have in common tells the angle between them. Each keypoint of the query votes for the templates
that have its like, the less the more templates do, as rare words count more than common ones.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from sealstack.models.form.describe.keypoints import Keypoints

_BITS = 128
_KEPT = 240
_ASKED = 500
_GRID = 6
_HEADER = struct.Struct(">4sBB")
_MAGIC = b"SLSG"
_VERSION = 1
_CHUNK = 256  # templates compared at once, so that memory has a bound
_LEAST_LIKENESS = 0.4


def signature_of(keypoints: Keypoints) -> bytes:
    """Make a template's signature, at most four kilobytes."""
    chosen = _spread(keypoints, _KEPT)
    signs = _signs(keypoints.descriptors[chosen])
    return _HEADER.pack(_MAGIC, _VERSION, len(chosen)) + np.packbits(signs, axis=1).tobytes()


def rank(query: Keypoints, signatures: Sequence[bytes], count: int) -> list[int]:
    """Put templates in the order in which a query probably shows them.

    Args:
        query: the query's keypoints.
        signatures: the templates'; those that cannot be understood come last.
        count: at most so many are named.

    Returns:
        Numbers of templates, the likeliest first.
    """
    if not len(query) or not signatures:
        return list(range(min(count, len(signatures))))
    asked = _signs(query.descriptors[_spread(query, _ASKED)]).astype(np.float32) * 2 - 1
    likeness = np.zeros((len(asked), len(signatures)), np.float32)
    for start in range(0, len(signatures), _CHUNK):
        chunk = signatures[start : start + _CHUNK]
        likeness[:, start : start + len(chunk)] = _best_likeness(asked, chunk)
    votes = np.maximum(likeness - _LEAST_LIKENESS, 0) ** 2
    common = votes.mean(axis=1, keepdims=True) if len(signatures) > 1 else 0.0
    scores = np.maximum(votes - common, 0).sum(axis=0)
    return [int(number) for number in np.argsort(-scores, kind="stable")[:count]]


def _best_likeness(asked: NDArray[np.float32], signatures: Sequence[bytes]) -> NDArray[np.float32]:
    """For each keypoint asked about, how like the likest of each template is, -1..1."""
    codes = [_codes(signature) for signature in signatures]
    best = np.full((len(asked), len(signatures)), -1.0, np.float32)
    filled = [number for number, code in enumerate(codes) if len(code)]
    if filled:
        together = np.concatenate([codes[number] for number in filled])
        starts = np.cumsum([0, *(len(codes[number]) for number in filled[:-1])])
        best[:, filled] = np.maximum.reduceat(asked @ together.T, starts, axis=1) / _BITS
    return best


def _codes(signature: bytes) -> NDArray[np.float32]:
    """A signature's rows of -1 and 1, `(N, 128)`; none when it is not one."""
    nothing = np.zeros((0, _BITS), np.float32)
    if len(signature) < _HEADER.size:
        return nothing
    magic, version, rows = _HEADER.unpack_from(signature)
    body = signature[_HEADER.size :]
    if magic != _MAGIC or version != _VERSION or len(body) != rows * _BITS // 8:
        return nothing
    bits = np.unpackbits(np.frombuffer(body, np.uint8).reshape(rows, -1), axis=1)
    return np.asarray(bits.astype(np.float32) * 2 - 1, np.float32)


def _signs(descriptors: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """On which side of each plane descriptors lie, `(N, 128)`."""
    rows = descriptors.astype(np.float32)
    rows /= np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1)
    # SIFT's entries are all positive: without their mean the signs would hardly differ
    return np.asarray((rows - rows.mean(axis=1, keepdims=True)) @ _planes() > 0, np.bool_)


@lru_cache(maxsize=1)
def _planes() -> NDArray[np.float32]:
    """The directions projected on, the same in every process and for every version of NumPy."""
    generator = np.random.Generator(np.random.Philox(20240229))
    square = generator.random((_BITS, _BITS)) - 0.5
    orthogonal, _ = np.linalg.qr(square)
    return np.asarray(orthogonal, np.float32)


def _spread(keypoints: Keypoints, most: int) -> NDArray[np.intp]:
    """The strongest keypoints of every part of a picture in turn, so that no corner speaks for all."""
    if len(keypoints) <= most:
        return np.arange(len(keypoints))
    low, high = keypoints.points.min(axis=0), keypoints.points.max(axis=0)
    cells = np.minimum((keypoints.points - low) / np.maximum(high - low, 1) * _GRID, _GRID - 1).astype(int)
    cell = cells[:, 0] * _GRID + cells[:, 1]
    order = np.argsort(cell, kind="stable")
    starts = np.searchsorted(cell[order], cell[order])
    turn = np.empty(len(order), np.intp)
    turn[order] = np.arange(len(order)) - starts  # how many stronger ones its cell has
    return np.sort(np.argsort(turn, kind="stable")[:most])
