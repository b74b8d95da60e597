"""Fields of chance: clouds and grain, cut from one sheet of noise drawn once."""

from __future__ import annotations

from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

Field = NDArray[np.float32]
SIDE = 1024


@lru_cache(maxsize=1)
def _stock() -> Field:
    """White noise to cut pieces from: drawing it anew for each picture would take most of the time."""
    return np.random.default_rng(20240229).standard_normal((SIDE, SIDE), dtype=np.float32)


def white(rng: np.random.Generator, shape: tuple[int, int]) -> Field:
    """Independent noise, mean 0, deviation 1: a piece of the stock at a place, and mirrored, by chance."""
    stock = _stock()
    if rng.random() < 0.5:
        stock = stock.T
    if rng.random() < 0.5:
        stock = stock[::-1]
    if rng.random() < 0.5:
        stock = stock[:, ::-1]
    height, width = shape
    if height > SIDE or width > SIDE:
        stock = np.tile(stock, (-(-height // SIDE) + 1, -(-width // SIDE) + 1))
    top = int(rng.integers(stock.shape[0] - height + 1))
    left = int(rng.integers(stock.shape[1] - width + 1))
    return np.ascontiguousarray(stock[top : top + height, left : left + width])


def clouds(rng: np.random.Generator, shape: tuple[int, int], cells: float) -> Field:
    """Smooth noise with about `cells` blobs along the longer side, mean 0, deviation about 1."""
    longer = max(shape)
    coarse = (max(2, round(cells * shape[0] / longer) + 2), max(2, round(cells * shape[1] / longer) + 2))
    return _enlarged(rng.standard_normal(coarse, dtype=np.float32), shape)


def grain(rng: np.random.Generator, shape: tuple[int, int], size: float) -> Field:
    """Noise with blobs of `size` pixels, mean 0, deviation about 1."""
    if size <= 1:
        return white(rng, shape)
    return _enlarged(
        white(rng, (int(np.ceil(shape[0] / size)) + 1, int(np.ceil(shape[1] / size)) + 1)), shape
    )


def _enlarged(coarse: Field, shape: tuple[int, int]) -> Field:
    size = (shape[1], shape[0])
    return np.asarray(cv2.resize(coarse, size, interpolation=cv2.INTER_LINEAR), dtype=np.float32)
