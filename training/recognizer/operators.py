"""The ONNX operators (opset 11) that PP-OCR's recognizers are made of, as differentiable torch functions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import torch
import torch.nn.functional as functional
from torch import Tensor

Attributes = Mapping[str, Any]
Operator = Callable[[list[Tensor], Attributes], Tensor]


def convolution(inputs: list[Tensor], attributes: Attributes) -> Tensor:
    """`Conv` in two dimensions; inputs are the picture, the weight and, if there is one, the bias."""
    picture, weight = inputs[:2]
    bias = inputs[2].reshape(-1) if len(inputs) > 2 else None
    picture, padding = _padded(picture, attributes, 0.0)
    stride, group = tuple(attributes.get("strides", (1, 1))), attributes.get("group", 1)
    if weight.shape[2:] == (1, 1) and stride == (1, 1) and padding == (0, 0) and group == 1:
        # a matrix product over the channels: with these last in memory a third faster than conv2d
        product = functional.linear(picture.permute(0, 2, 3, 1), weight.flatten(1), bias)
        return product.permute(0, 3, 1, 2)
    return functional.conv2d(picture, weight, bias, stride, padding, 1, group)


def _padded(picture: Tensor, attributes: Attributes, value: float) -> tuple[Tensor, tuple[int, int]]:
    """Pad by hand where torch cannot (unequal sides), else say how torch shall pad."""
    if attributes.get("auto_pad", b"NOTSET") == b"SAME_UPPER":
        if list(attributes.get("strides", (1, 1))) != [1, 1]:
            raise NotImplementedError("SAME_UPPER is understood at stride 1 only")
        high, wide = (size - 1 for size in attributes["kernel_shape"])
        sides = (wide // 2, wide - wide // 2, high // 2, high - high // 2)
        return functional.pad(picture, sides, value=value), (0, 0)
    top, left, bottom, right = attributes.get("pads", (0, 0, 0, 0))
    if (top, left) == (bottom, right):
        return picture, (top, left)
    return functional.pad(picture, (left, right, top, bottom), value=value), (0, 0)


def _max_pool(inputs: list[Tensor], attributes: Attributes) -> Tensor:
    picture, padding = _padded(inputs[0], attributes, float("-inf"))
    return functional.max_pool2d(
        picture, tuple(attributes["kernel_shape"]), tuple(attributes["strides"]), padding
    )


def _average_pool(inputs: list[Tensor], attributes: Attributes) -> Tensor:
    if any(attributes.get("pads", ())):
        raise NotImplementedError("AveragePool is understood without padding only")
    return functional.avg_pool2d(inputs[0], tuple(attributes["kernel_shape"]), tuple(attributes["strides"]))


def _batch_normalization(inputs: list[Tensor], attributes: Attributes) -> Tensor:
    """With the kept statistics, as in inference."""
    picture, scale, shift, mean, variance = inputs
    epsilon = attributes.get("epsilon", 1e-5)
    return functional.batch_norm(picture, mean, variance, scale, shift, False, 0.0, epsilon)


def _slice(inputs: list[Tensor], attributes: Attributes) -> Tensor:
    data, starts, ends = inputs[:3]
    axes = inputs[3].tolist() if len(inputs) > 3 else list(range(len(starts)))
    steps = inputs[4].tolist() if len(inputs) > 4 else [1] * len(starts)
    index: list[slice] = [slice(None)] * data.ndim
    for axis, start, end, step in zip(axes, starts.tolist(), ends.tolist(), steps, strict=True):
        index[axis] = slice(start, end, step)
    return data[tuple(index)]


def _reshape(inputs: list[Tensor], attributes: Attributes) -> Tensor:
    data, target = inputs
    shape = [data.shape[axis] if size == 0 else size for axis, size in enumerate(target.tolist())]
    return data.reshape(shape)


def _squeeze(inputs: list[Tensor], attributes: Attributes) -> Tensor:
    return inputs[0].squeeze(tuple(attributes["axes"]))


def _unsqueeze(inputs: list[Tensor], attributes: Attributes) -> Tensor:
    result = inputs[0]
    for axis in sorted(attributes["axes"]):
        result = result.unsqueeze(axis)
    return result


def _reduce_mean(inputs: list[Tensor], attributes: Attributes) -> Tensor:
    return inputs[0].mean(dim=tuple(attributes["axes"]), keepdim=bool(attributes.get("keepdims", 1)))


def _hard_sigmoid(inputs: list[Tensor], attributes: Attributes) -> Tensor:
    return (inputs[0] * attributes.get("alpha", 0.2) + attributes.get("beta", 0.5)).clamp(0, 1)


OPERATORS: dict[str, Operator] = {
    "Add": lambda inputs, _: inputs[0] + inputs[1],
    "AveragePool": _average_pool,
    "BatchNormalization": _batch_normalization,
    "Concat": lambda inputs, attributes: torch.cat(inputs, dim=attributes["axis"]),
    "Conv": convolution,
    "Div": lambda inputs, _: inputs[0] / inputs[1],
    "Erf": lambda inputs, _: torch.erf(inputs[0]),
    "Gelu": lambda inputs, _: functional.gelu(inputs[0]),
    "HardSigmoid": _hard_sigmoid,
    "Identity": lambda inputs, _: inputs[0],
    "MatMul": lambda inputs, _: inputs[0] @ inputs[1],
    "MaxPool": _max_pool,
    "Mul": lambda inputs, _: inputs[0] * inputs[1],
    "Pow": lambda inputs, _: inputs[0] ** inputs[1],
    "ReduceMean": _reduce_mean,
    "Relu": lambda inputs, _: functional.relu(inputs[0]),
    "Reshape": _reshape,
    "Shape": lambda inputs, _: torch.tensor(inputs[0].shape),
    "Sigmoid": lambda inputs, _: torch.sigmoid(inputs[0]),
    "Slice": _slice,
    "Softmax": lambda inputs, attributes: functional.softmax(inputs[0], dim=attributes["axis"]),
    "Sqrt": lambda inputs, _: torch.sqrt(inputs[0]),
    "Squeeze": _squeeze,
    "Sub": lambda inputs, _: inputs[0] - inputs[1],
    "Transpose": lambda inputs, attributes: inputs[0].permute(attributes["perm"]),
    "Unsqueeze": _unsqueeze,
}
"""What computes each operator; `Gelu` stands for the five nodes that opset 11 writes it in."""
