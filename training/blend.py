"""A network between two, what an earlier one knows and what it learned since, and the mean of several.

A network trained on for one fault forgets a little of all else. Weights on the straight line between both
keep nearly all that either knows (Wortsman et al., "Robust fine-tuning of zero-shot models", CVPR 2022,
pp. 7959-7971), and cost nothing when they are used.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, numpy_helper


def blend(earlier: Path, later: Path, share: float, output: Path) -> None:
    """Write the network whose convolutions lie between those of two files.

    Args:
        earlier: the ONNX file that training went on from, normalisations folded into the convolutions.
        later: what came of it.
        share: of the later one, 0..1.
        output: the file to write; its graph is that of the later one.

    Raises:
        ValueError: the files hold different networks.
    """
    first, second = onnx.load(str(earlier)), onnx.load(str(later))
    pairs = list(zip(_weights(first.graph), _weights(second.graph), strict=False))
    if len(_weights(first.graph)) != len(_weights(second.graph)) or any(a.dims != b.dims for a, b in pairs):
        raise ValueError(f"{earlier} and {later} hold different networks")
    for before, now in pairs:
        kept, value = numpy_helper.to_array(before), numpy_helper.to_array(now)
        between = (1 - share) * kept.astype(np.float32) + share * value.astype(np.float32)
        now.CopyFrom(numpy_helper.from_array(between.astype(value.dtype), now.name))
    onnx.checker.check_model(second)
    onnx.save(second, str(output))


def average(networks: Sequence[Path], output: Path) -> None:
    """Average the weights of several states of one training run.

    Their mean often lies deeper in the valley that the run went through (Izmailov et al., "Averaging weights
    leads to wider optima and better generalization", UAI 2018, pp. 876-885).

    Args:
        networks: ONNX files of one graph, float32 weights.
        output: the file to write.

    Raises:
        ValueError: the files are of different graphs.
    """
    models = [onnx.load(str(network)) for network in networks]
    weights = [{one.name: one for one in model.graph.initializer} for model in models]
    mean = models[0]
    for initializer in mean.graph.initializer:
        name = initializer.name
        if any(name not in named or named[name].dims != initializer.dims for named in weights):
            raise ValueError(f"not all of these networks have weights {name} of one shape")
        if initializer.data_type == TensorProto.FLOAT:
            values = [numpy_helper.to_array(named[name]) for named in weights]
            initializer.CopyFrom(numpy_helper.from_array(np.mean(values, axis=0, dtype=np.float32), name))
    onnx.checker.check_model(mean)
    onnx.save(mean, str(output))


def _weights(graph: onnx.GraphProto) -> list[onnx.TensorProto]:
    """Weights and biases of the convolutions, in the order in which they are computed."""
    named = {one.name: one for one in graph.initializer}
    # float16 weights reach their convolution through a cast
    given = {node.output[0]: node.input[0] for node in graph.node if node.op_type == "Cast"}
    return [
        named[given.get(name, name)]
        for node in graph.node
        if node.op_type == "Conv"
        for name in node.input[1:]
    ]
