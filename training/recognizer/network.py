"""An ONNX recognizer as a torch module whose weights can be trained and written back into the same graph.

The module walks the graph node by node, so every parameter keeps the name of its initializer and the trained
network is the old file with other numbers in it: inputs, dynamic axes and metadata stay as they were.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from torch import Tensor, nn

from training.recognizer.operators import OPERATORS

_STATISTICS = (3, 4)  # inputs of BatchNormalization that are kept, not trained: mean and variance


@dataclass
class _Step:
    """One operator to run, and what may be forgotten after it."""

    operator: str
    inputs: list[str]
    output: str
    attributes: Mapping[str, Any]
    done_with: list[str] = field(default_factory=list)


class OnnxNetwork(nn.Module):
    """A network read from an ONNX file; calling it gives logits, before the closing softmax.

    Attributes:
        model: the ONNX model it came from, its weights float32.
    """

    def __init__(self, source: Path | onnx.ModelProto) -> None:
        """Take a model or read its file, one with float16 weights too.

        Raises:
            NotImplementedError: the graph has an operator that is not understood here.
            ValueError: the graph does not end in a softmax.
        """
        super().__init__()
        self.model = widened(source if isinstance(source, onnx.ModelProto) else onnx.load(str(source)))
        graph = self.model.graph
        if graph.node[-1].op_type != "Softmax":
            raise ValueError("a recognizer ends in a softmax")
        constants = {i.name: numpy_helper.to_array(i).copy() for i in graph.initializer}
        steps = _fused(_resolved(graph, constants), constants)
        unknown = {step.operator for step in steps} - OPERATORS.keys()
        if unknown:
            raise NotImplementedError(f"operators not understood: {', '.join(sorted(unknown))}")
        self._input, self._output = graph.input[0].name, steps[-2].output
        self._steps = _with_ends(steps[:-1], self._output)
        self._keys: dict[str, str] = {}
        self._held: dict[str, str] = {}
        self._fixed: dict[str, Tensor] = {}
        self._take(constants)

    def _take(self, constants: Mapping[str, np.ndarray]) -> None:
        """Make parameters of the float arrays, buffers of the rest."""
        statistics = {
            step.inputs[place]
            for step in self._steps
            if step.operator == "BatchNormalization"
            for place in _STATISTICS
        }
        for name in sorted({name for step in self._steps for name in step.inputs if name in constants}):
            value = torch.from_numpy(constants[name])
            if value.is_floating_point() and value.numel() > 1 and name not in statistics:
                key = "w_" + name.replace(".", "_")
                self.register_parameter(key, nn.Parameter(value))
                self._keys[name] = key
            elif value.is_floating_point():
                self._held[name] = "h_" + name.replace(".", "_")
                self.register_buffer(self._held[name], value, persistent=False)
            else:
                self._fixed[name] = value  # shapes and axes: asked for by the host, whatever the device

    def forward(self, strips: Tensor) -> Tensor:
        """Compute logits.

        Args:
            strips: `(N, 3, 48, W)` float32, -1..1.

        Returns:
            `(N, T, C)` float32.
        """
        values: dict[str, Tensor] = {self._input: strips}
        for step in self._steps:
            inputs = [values[name] if name in values else self._constant(name) for name in step.inputs]
            values[step.output] = OPERATORS[step.operator](inputs, step.attributes)
            for name in step.done_with:
                del values[name]
        return values[self._output]

    def _constant(self, name: str) -> Tensor:
        key = self._keys.get(name) or self._held.get(name)
        return self._fixed[name] if key is None else getattr(self, key)

    def closing_weights(self) -> list[nn.Parameter]:
        """The closing matrix `(D, C)` and its bias `(C,)`, one column a character."""
        multiply = next(step for step in reversed(self._steps) if step.operator == "MatMul")
        names = [name for step in self._steps[self._steps.index(multiply) :] for name in step.inputs]
        return [getattr(self, self._keys[name]) for name in names if name in self._keys]

    def trained_model(self) -> onnx.ModelProto:
        """The ONNX model with the weights as they are now."""
        model = onnx.ModelProto()
        model.CopyFrom(self.model)
        for initializer in model.graph.initializer:
            key = self._keys.get(initializer.name)
            if key is not None:
                value = getattr(self, key).detach().cpu().numpy()
                initializer.CopyFrom(numpy_helper.from_array(value, initializer.name))
        return model


def widened(model: onnx.ModelProto) -> onnx.ModelProto:
    """The same model with weights that `export.shrink` keeps as float16 as float32, without their casts."""
    halves = {i.name: i for i in model.graph.initializer if i.data_type == onnx.TensorProto.FLOAT16}
    casts = [n for n in model.graph.node if n.op_type == "Cast" and n.input[0] in halves]
    if not casts:
        return model
    result = onnx.ModelProto()
    result.CopyFrom(model)
    kept = [i for i in result.graph.initializer if i.name not in halves]
    for cast in casts:
        value = numpy_helper.to_array(halves[cast.input[0]]).astype(np.float32)
        kept.append(numpy_helper.from_array(value, cast.output[0]))
    nodes = [n for n in result.graph.node if not (n.op_type == "Cast" and n.input[0] in halves)]
    del result.graph.initializer[:], result.graph.node[:]
    result.graph.initializer.extend(kept)
    result.graph.node.extend(nodes)
    return result


def _resolved(graph: onnx.GraphProto, constants: dict[str, np.ndarray]) -> list[_Step]:
    """The nodes without the `Identity` ones, names seen through them."""
    alias: dict[str, str] = {}
    steps = []
    for node in graph.node:
        inputs = [alias.get(name, name) for name in node.input]
        if node.op_type == "Identity":
            alias[node.output[0]] = inputs[0]
        else:
            attributes = {a.name: onnx.helper.get_attribute_value(a) for a in node.attribute}
            steps.append(_Step(node.op_type, inputs, node.output[0], attributes))
    return steps


def _fused(steps: list[_Step], constants: Mapping[str, np.ndarray]) -> list[_Step]:
    """Join a convolution with the bias added to it, and the five nodes of a GELU: less memory, less time."""
    uses = Counter(name for step in steps for name in step.inputs)
    result: list[_Step] = []
    for step in steps:
        before = result[-1] if result else None
        if _is_bias(step, before, constants, uses):
            assert before is not None
            result[-1] = _Step("Conv", [*before.inputs, step.inputs[1]], step.output, before.attributes)
        elif [s.operator for s in result[-4:]] == ["Div", "Erf", "Add", "Mul"] and _is_gelu(
            [*result[-4:], step], constants
        ):
            source = result[-4].inputs[0]
            del result[-4:]
            result.append(_Step("Gelu", [source], step.output, {}))
        else:
            result.append(step)
    return result


def _is_bias(
    step: _Step, before: _Step | None, constants: Mapping[str, np.ndarray], uses: Mapping[str, int]
) -> bool:
    if before is None or step.operator != "Add" or before.operator != "Conv" or len(before.inputs) > 2:
        return False
    bias = constants.get(step.inputs[1])
    channels = constants[before.inputs[1]].shape[0]
    fits = bias is not None and bias.shape == (1, channels, 1, 1)
    return fits and step.inputs[0] == before.output and uses[before.output] == 1


def _is_gelu(steps: list[_Step], constants: Mapping[str, np.ndarray]) -> bool:
    """Whether five steps say `x * (1 + erf(x / sqrt 2)) / 2`."""
    divide, error, add, multiply, halve = steps
    source = divide.inputs[0]

    def is_constant(name: str, value: float) -> bool:
        return name in constants and np.allclose(constants[name], value, rtol=1e-5)

    return (
        is_constant(divide.inputs[1], 2**0.5)
        and error.inputs == [divide.output]
        and add.inputs[0] == error.output
        and is_constant(add.inputs[1], 1.0)
        and multiply.inputs == [source, add.output]
        and halve.operator == "Mul"
        and halve.inputs[0] == multiply.output
        and is_constant(halve.inputs[1], 0.5)
    )


def _with_ends(steps: list[_Step], output: str) -> list[_Step]:
    """Note at each step the values that no later step needs."""
    seen: set[str] = {output}
    made = {step.output for step in steps}
    for step in reversed(steps):
        step.done_with = [name for name in dict.fromkeys(step.inputs) if name in made and name not in seen]
        seen.update(step.inputs)
    return steps
