"""A network between two: what an earlier one knows, and what it learned since.

A network trained on for one fault forgets a little of all else. Weights on the straight line between both
keep nearly all that either knows (Wortsman et al., "Robust fine-tuning of zero-shot models", CVPR 2022,
pp. 7959-7971), and cost nothing when they are used.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
from onnx import numpy_helper


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
