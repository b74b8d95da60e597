"""How much the networks compute, counted, and how fast this processor could."""

from __future__ import annotations

import json
import math
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sealstack.models.runtime.backends import load_onnxruntime
from sealstack.models.runtime.file.content import content_of

_SIDE = 1536
_PRODUCTS = ("MatMul", "FusedMatMul", "Gemm")


@dataclass(frozen=True)
class Cost:
    """What a network does with one input, on one thread.

    Attributes:
        operations: multiplications and additions of its convolutions and matrix products.
        seconds: processor time, the least of some runs.
        shares: of that time, by kind of operator, the largest first, 0..1.
    """

    operations: float
    seconds: float
    shares: Mapping[str, float]


def cost_of(model: Path | bytes, batch: NDArray[np.float32], runs: int = 5) -> Cost:
    """Run a network with ONNX Runtime's profiler and count.

    Args:
        model: an ONNX file, or its content.
        batch: its input.
        runs: how often, after one to warm up.
    """
    onnxruntime = load_onnxruntime()
    with tempfile.TemporaryDirectory() as folder:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.enable_profiling = True
        options.profile_file_prefix = str(Path(folder) / "profile")
        session = onnxruntime.InferenceSession(content_of(model)[0], options, ["CPUExecutionProvider"])
        given = {session.get_inputs()[0].name: batch}
        session.run(None, given)
        least = min(_seconds_of(lambda: session.run(None, given)) for _ in range(runs))
        events = json.loads(Path(session.end_profiling()).read_text(encoding="utf-8"))
    nodes = [event for event in events if event.get("cat") == "Node" and "op_name" in event["args"]]
    nodes = [node for node in nodes if node["name"].endswith("_kernel_time")]
    by_kind: dict[str, float] = {}
    for node in nodes:
        kind = node["args"]["op_name"]
        by_kind[kind] = by_kind.get(kind, 0.0) + node["dur"]
    whole = sum(by_kind.values()) or 1.0
    ordered = sorted(by_kind.items(), key=lambda entry: -entry[1])
    operations = sum(_operations(node["args"]) for node in nodes) / (runs + 1)
    return Cost(operations, least, {kind: taken / whole for kind, taken in ordered})


def peak() -> float:
    """Measure how many operations of float32 matrix products one core does in a second, at best."""
    chance = np.random.default_rng(1)
    left, right = chance.standard_normal((2, _SIDE, _SIDE)).astype(np.float32)
    return 2 * _SIDE**3 / min(_seconds_of(lambda: left @ right) for _ in range(5))


def _seconds_of(work: Any) -> float:
    started = time.process_time()
    work()
    return time.process_time() - started


def _operations(node: Mapping[str, Any]) -> float:
    """Two for each multiplication, known from the shapes that the profiler writes down."""
    kind = node["op_name"]
    inputs, outputs = _shapes(node["input_type_shape"]), _shapes(node["output_type_shape"])
    if kind in ("Conv", "FusedConv"):
        return 2.0 * math.prod(outputs[0]) * math.prod(inputs[1][1:])
    if kind == "ConvTranspose":
        # its weights are not among the shapes: kernels are taken to be as large as their stride
        return 2.0 * math.prod(outputs[0]) * inputs[0][1]
    return 2.0 * math.prod(outputs[0]) * inputs[0][-1] if kind in _PRODUCTS else 0.0


def _shapes(listed: Sequence[Mapping[str, Sequence[int]]]) -> list[Sequence[int]]:
    return [shape for entry in listed for shape in entry.values()]
