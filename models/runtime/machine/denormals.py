"""Weights too small to matter, which make some processors many times slower, set to zero in a model file.

Training with weight decay leaves channels that nobody uses with weights of 1e-40: denormal numbers, which
many processors multiply a hundred times slower than others (Intel, "64 and IA-32 Architectures Optimization
Reference Manual", section on denormals; measured figures in docs/performance.md). They are smaller than the
rounding of every sum they are added to, so that no output changes.

Nothing in the file moves, as a zero takes the room of the number it replaces.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from sealstack.models.runtime.file.protocol_buffer import fields, number_at

# of onnx.proto: ModelProto.graph, GraphProto.initializer, TensorProto.data_type and .raw_data
_GRAPH, _INITIALIZER, _DATA_TYPE, _RAW_DATA = 7, 5, 2, 9
_FLOAT = 1

# of a float32: all bits but its sign, and the bits of its fraction; a denormal number has no others
_MAGNITUDE, _FRACTION = np.uint32(0x7FFF_FFFF), np.uint32(0x007F_FFFF)


def without_denormals(model: bytes) -> bytes:
    """Set the denormal float32 weights of a network to zero.

    Args:
        model: the content of an ONNX file.

    Returns:
        The content of one of the same length that computes the same; `model` itself when there are no such
        weights or when it cannot be understood, which is for the backend to complain about.
    """
    try:
        weights = list(_float_weights(model))
    except ValueError:
        return model
    result = None
    for start, count in weights:
        magnitudes = np.frombuffer(model, "<u4", count, start) & _MAGNITUDE
        magnitudes -= 1  # zero becomes the largest number of all
        denormal = magnitudes < _FRACTION
        if denormal.any():
            result = result or bytearray(model)
            np.frombuffer(result, "<u4", count, start)[denormal] = 0
    return bytes(result) if result else model


def _float_weights(model: bytes) -> Iterator[tuple[int, int]]:
    """Where float32 weights stand in the file as they are: the first byte, and how many numbers."""
    for graph, begin, end in fields(model, 0, len(model)):
        if graph != _GRAPH:
            continue
        for entry, first, last in fields(model, begin, end):
            if entry == _INITIALIZER:
                yield from _raw_floats(model, first, last)


def _raw_floats(model: bytes, begin: int, end: int) -> Iterator[tuple[int, int]]:
    kind, raw = 0, (0, 0)
    for number, first, last in fields(model, begin, end):
        if number == _DATA_TYPE:
            kind = number_at(model, first, last)
        elif number == _RAW_DATA:
            raw = (first, last)
    if kind == _FLOAT and raw[1] > raw[0]:
        yield raw[0], (raw[1] - raw[0]) // 4
