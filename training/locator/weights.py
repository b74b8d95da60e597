"""Going on from a network that was written as ONNX: its weights, back in a network that can be trained."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from training.locator.artist import ViewArtist
from training.locator.network import LocatorNetwork

_SEED = 77
_VIEWS, _SIDE = 24, 256  # to see how far the layers' answers spread


def pictures_of(views: NDArray[np.uint8]) -> Tensor:
    """Views `(N, H, W, 3)` uint8 BGR as the network wants them: `(N, 3, H, W)` float32, -1..1."""
    return torch.from_numpy(views).permute(0, 3, 1, 2).float() / 127.5 - 1


def written_network(path: Path) -> LocatorNetwork:
    """The network of an ONNX file, in `eval` mode, to be trained on.

    What the file holds of each normalisation is folded into the convolution before it. Here it is taken apart
    again: filters of unit length, and how their answers spread on drawn views. So the network gives what the
    file gives, and in training, where a batch's own spread counts, nearly the same.

    Raises:
        FileNotFoundError: there is no such file.
        ValueError: it holds another network.
    """
    network = LocatorNetwork().eval()
    layers = _in_order(network)
    held = _convolutions(path)
    if [weight.shape for weight, _ in held] != [tuple(layer.weight.shape) for layer, _ in layers]:
        raise ValueError(f"{path} holds another network")
    with torch.no_grad():
        for (layer, norm), (weight, bias) in zip(layers, held, strict=True):
            layer.weight.copy_(torch.from_numpy(weight))
            if norm is None:
                layer.bias.copy_(torch.from_numpy(bias))  # type: ignore[union-attr]
            else:
                norm.weight.fill_(1.0)
                norm.bias.copy_(torch.from_numpy(bias))
                norm.running_var.fill_(1 - norm.eps)  # type: ignore[union-attr]
        _unfold(network, [(layer, norm) for layer, norm in layers if norm is not None])
    return network


def _in_order(network: nn.Module) -> list[tuple[nn.Conv2d, nn.BatchNorm2d | None]]:
    """Convolutions as they are computed, each with the normalisation behind it."""
    met: list[nn.Module] = []
    hooks = [
        module.register_forward_hook(lambda module, _in, _out: met.append(module))
        for module in network.modules()
        if isinstance(module, nn.Conv2d | nn.BatchNorm2d)
    ]
    with torch.no_grad():
        network(torch.zeros(1, 3, 32, 32))
    for hook in hooks:
        hook.remove()
    behind = {id(here): there for here, there in pairwise(met)}
    found = []
    for module in met:
        if isinstance(module, nn.Conv2d):
            follower = behind.get(id(module))
            normalised = module.bias is None and isinstance(follower, nn.BatchNorm2d)
            found.append((module, follower if normalised else None))
    return found  # type: ignore[return-value]


def _convolutions(path: Path) -> list[tuple[NDArray[np.float32], NDArray[np.float32]]]:
    """Weights and biases of an ONNX file's convolutions, in the order in which they are computed."""
    import onnx
    from onnx import numpy_helper

    graph = onnx.load(str(path)).graph
    named = {one.name: numpy_helper.to_array(one).astype(np.float32) for one in graph.initializer}
    for node in graph.node:
        if node.op_type == "Cast" and node.input[0] in named:
            named[node.output[0]] = named[node.input[0]]
    return [(named[node.input[1]], named[node.input[2]]) for node in graph.node if node.op_type == "Conv"]


def _unfold(network: nn.Module, layers: list[tuple[nn.Conv2d, nn.BatchNorm2d]]) -> None:
    """Let each normalisation normalise, without a change of what the network answers."""
    drawn = [sample.arrays[0] for sample in ViewArtist(_VIEWS, _SIDE).draw(_SEED)]
    spreads: dict[int, tuple[Tensor, Tensor]] = {}

    def measure(module: nn.Module, _given: object, answers: Tensor) -> None:
        spreads[id(module)] = (answers.mean(dim=(0, 2, 3)), answers.var(dim=(0, 2, 3)))

    hooks = [layer.register_forward_hook(measure) for layer, _ in layers]
    network(pictures_of(np.stack(drawn)))
    for hook in hooks:
        hook.remove()
    for layer, norm in layers:
        mean, variance = spreads[id(layer)]
        scale = 1 / layer.weight.flatten(1).norm(dim=1).clamp_min(1e-6)
        layer.weight.mul_(scale[:, None, None, None])
        norm.bias.add_(mean)
        norm.running_mean.copy_(scale * mean)  # type: ignore[union-attr]
        norm.running_var.copy_(scale**2 * variance)  # type: ignore[union-attr]
        norm.weight.copy_((scale**2 * variance + norm.eps).sqrt() / scale)
