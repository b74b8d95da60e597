"""Writing networks as ONNX: modules of pictures and maps, and weights kept in half the bits."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

if TYPE_CHECKING:
    from torch import nn

_LEAST_SIZE = 256  # numbers; smaller arrays are not worth a node

PICTURES, MAPS = "pictures", "maps"
"""Names of the input and the output of a network of pictures."""


def write(module: nn.Module, path: Path) -> None:
    """Write a network of pictures as ONNX.

    Args:
        module: on the CPU, in `eval` mode; takes `(N, 3, H, W)` float32, sides divisible by 32.
        path: the file; all but its channels stays open.
    """
    import torch

    axes = {name: {0: "count", 2: "height", 3: "width"} for name in (PICTURES, MAPS)}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the older exporter writes the plainer graph
        torch.onnx.export(
            module,
            (torch.zeros(1, 3, 64, 96),),
            str(path),
            input_names=[PICTURES],
            output_names=[MAPS],
            dynamic_axes=axes,
            opset_version=17,
            dynamo=False,
        )


def shrink(network: Path, output: Path) -> None:
    """Keep large weights as float16 with a `Cast` behind each; ONNX Runtime folds it when it loads the file.

    Args:
        network: an ONNX file with float32 weights.
        output: the file to write, about half as large.
    """
    model = onnx.load(str(network))
    graph = model.graph
    casts = []
    for initializer in graph.initializer:
        value = numpy_helper.to_array(initializer)
        if value.dtype != np.float32 or value.size < _LEAST_SIZE:
            continue
        name = initializer.name
        half = numpy_helper.from_array(value.astype(np.float16), name + ".half")
        initializer.CopyFrom(half)
        casts.append(helper.make_node("Cast", [half.name], [name], to=TensorProto.FLOAT))
    nodes = list(graph.node)
    del graph.node[:]
    graph.node.extend([*casts, *nodes])
    onnx.checker.check_model(model)
    onnx.save(model, str(output))
