"""Which characters a recognizer of seals must know, and how one that lacks some is given them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnx
from onnx import helper, numpy_helper

from sealstack.models.text.weights import find_weights

_LEADS = {"gb2312": range(0xB0, 0xF8), "big5": range(0xA4, 0xC7)}
"""First bytes of the characters of GB 2312-80 (both levels) and of the commoner half of Big5."""

_IDEOGRAPHS = range(0x4E00, 0xA000)
_NOISE = 0.05  # of the spread of the known columns
_CALL = 2.0  # how much less likely than its peers a new character is at first, logits


def ideographs(encoding: str) -> list[str]:
    """The Chinese characters of `gb2312` (6,763) or of the first level of `big5` (5,401), in their order."""
    found = []
    for lead in _LEADS[encoding]:
        for trail in range(0x40, 0x100):
            try:
                character = bytes([lead, trail]).decode(encoding)
            except UnicodeDecodeError:
                continue
            if len(character) == 1 and ord(character) in _IDEOGRAPHS:
                found.append(character)
    return found


def extend(network: Path, characters: Path, output: Path) -> None:
    """Write a recognizer that knows the characters of seals: those of GB 2312 and the commoner ones of Big5.

    Characters that the stock recognizer lacks are left out: who is taught by it cannot learn them.

    Args:
        network: the ONNX file.
        characters: a text file with what it knows, one a line.
        output: the file to write.

    Raises:
        ValueError: the list is not the network's.
    """
    known = characters.read_text(encoding="utf-8").splitlines()
    stock = {e.key: e.value for e in onnx.load(str(find_weights().recognizer)).metadata_props}
    teachable = set(stock["character"].splitlines())
    wanted = [c for c in (*ideographs("gb2312"), *ideographs("big5")) if c in teachable]
    model = extended(onnx.load(str(network)), known, wanted)
    onnx.save(model, str(output))


def extended(model: onnx.ModelProto, characters: Sequence[str], wanted: Sequence[str]) -> onnx.ModelProto:
    """Give a recognizer more characters.

    Args:
        model: a recognizer that ends in a matrix product, a bias and a softmax, float32 weights.
        characters: what it knows, without the blank before and the space after them.
        wanted: what it is to know; those it knows already are passed over.

    Returns:
        A copy that has `characters`, then the new ones in the order of `wanted`, and all of them in its
        metadata. The columns of the new ones are near the mean of the old: training must fill them.

    Raises:
        ValueError: the closing matrix has not one column for each character.
    """
    result = onnx.ModelProto()
    result.CopyFrom(model)
    multiply = next(node for node in reversed(result.graph.node) if node.op_type == "MatMul")
    add = next(node for node in reversed(result.graph.node) if node.op_type == "Add")
    initializers = {one.name: one for one in result.graph.initializer}
    matrix, bias = (initializers[node.input[1]] for node in (multiply, add))
    known = set(characters)
    new = [c for c in dict.fromkeys(wanted) if c not in known]
    weights, offsets = numpy_helper.to_array(matrix), numpy_helper.to_array(bias)
    if weights.shape[1] != len(characters) + 2 or offsets.shape != weights.shape[1:]:
        raise ValueError(f"{weights.shape[1]} columns are not those of {len(characters)} characters")
    rng = np.random.default_rng(0)
    noise = rng.normal(0, _NOISE, (len(weights), len(new))) * weights.std(axis=1, keepdims=True)
    fresh = weights[:, 1:-1].mean(axis=1, keepdims=True) + noise
    weights = np.hstack([weights[:, :-1], fresh, weights[:, -1:]]).astype(np.float32)
    low = np.full(len(new), offsets[1:-1].mean() - _CALL)
    offsets = np.concatenate([offsets[:-1], low, offsets[-1:]]).astype(np.float32)
    matrix.CopyFrom(numpy_helper.from_array(weights, matrix.name))
    bias.CopyFrom(numpy_helper.from_array(offsets, bias.name))
    result.graph.output[0].type.tensor_type.shape.dim[2].dim_value = len(offsets)
    del result.graph.value_info[:], result.metadata_props[:]
    helper.set_model_props(result, {"character": "\n".join([*characters, *new])})
    onnx.checker.check_model(result)
    return result
