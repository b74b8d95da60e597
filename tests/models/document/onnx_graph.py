"""Small ONNX models, written out by hand: field numbers as in the format's own `onnx.proto`."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Node = tuple[str, tuple[str, ...]]
"""An operator and its inputs; its output is called after its place: `1`, `2` ..."""


def model(
    nodes: list[Node],
    constants: dict[str, NDArray[np.float32]],
    input_shape: tuple[int | str, ...],
    output_rank: int,
) -> bytes:
    """A model with one input, `picture`, and as its output that of the last node."""
    last = str(len(nodes))
    graph = b"".join(
        _message(1, b"".join([*(_text(1, name) for name in inputs), _text(2, str(i)), _text(4, operator)]))
        for i, (operator, inputs) in enumerate(nodes, 1)
    )
    graph += _text(2, "graph")
    graph += b"".join(_message(5, _tensor(name, value)) for name, value in constants.items())
    graph += _message(11, _described("picture", input_shape))
    graph += _message(12, _described(last, tuple(f"d{i}" for i in range(output_rank))))
    return _number(1, 8) + _message(7, graph) + _message(8, _text(1, "") + _number(2, 13))


def _tensor(name: str, value: NDArray[np.float32]) -> bytes:
    dimensions = b"".join(_number(1, side) for side in value.shape)
    return dimensions + _number(2, 1) + _text(8, name) + _message(9, value.astype("<f4").tobytes())


def _described(name: str, shape: tuple[int | str, ...]) -> bytes:
    sides = [_number(1, side) if isinstance(side, int) else _text(2, side) for side in shape]
    tensor = _number(1, 1) + _message(2, b"".join(_message(1, side) for side in sides))
    return _text(1, name) + _message(2, _message(1, tensor))


def _text(field: int, text: str) -> bytes:
    return _message(field, text.encode())


def _message(field: int, content: bytes) -> bytes:
    return _varint(field << 3 | 2) + _varint(len(content)) + content


def _number(field: int, value: int) -> bytes:
    return _varint(field << 3) + _varint(value)


def _varint(value: int) -> bytes:
    result = bytearray()
    while value > 127:
        result.append(value & 127 | 128)
        value >>= 7
    return bytes([*result, value])
