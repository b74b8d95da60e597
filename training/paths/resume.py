"""Going on from a written path network, whose normalisations were folded into its convolutions."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from torch import Tensor, nn

from training.paths.network import GRAIN, PathNetwork
from training.recognizer.network import widened

_LEAST_VARIANCE = 1e-4


def load_folded(network: PathNetwork, path: Path) -> None:
    """Set a network to what a written one computes.

    Each normalisation becomes the addition of a bias; see `renormalise`.

    Args:
        network: of the same shape; changed in place.
        path: an ONNX file that `export` wrote.

    Raises:
        ValueError: the file holds another network.
    """
    model = widened(onnx.load(str(path)))
    arrays = {one.name: numpy_helper.to_array(one) for one in model.graph.initializer}
    written = [node for node in model.graph.node if node.op_type == "Conv"]
    layers = _in_order(network)
    if len(layers) != len(written):
        raise ValueError(f"{path} holds {len(written)} convolutions, not {len(layers)}")
    for (convolution, normalisation), node in zip(layers, written, strict=True):
        weight, bias = arrays[node.input[1]], arrays[node.input[2]]
        if weight.shape != tuple(convolution.weight.shape):
            raise ValueError(f"{path} holds another network: {node.input[1]} is {weight.shape}")
        with torch.no_grad():
            convolution.weight.copy_(torch.from_numpy(weight.astype(np.float32)))
            if normalisation is None:
                assert convolution.bias is not None
                convolution.bias.copy_(torch.from_numpy(bias.astype(np.float32)))
                continue
            normalisation.reset_running_stats()
            normalisation.running_var.fill_(1 - normalisation.eps)  # type: ignore[union-attr,operator]
            nn.init.ones_(normalisation.weight)
            normalisation.bias.copy_(torch.from_numpy(bias.astype(np.float32)))


@torch.no_grad()
def renormalise(network: PathNetwork, pictures: Sequence[Tensor]) -> None:
    """Give a network that `load_folded` set normalisations that normalise; what it computes stays the same.

    Without them small steps throw such a network far off.

    Args:
        network: changed in place.
        pictures: batches as it takes them, from which means and variances are taken.
    """
    layers = [layer for layer in network.modules() if isinstance(layer, nn.BatchNorm2d)]
    seen: dict[nn.Module, list[tuple[Tensor, Tensor]]] = {layer: [] for layer in layers}

    def note(layer: nn.Module, inputs: tuple[Tensor, ...], _: Tensor) -> None:
        variance, mean = torch.var_mean(inputs[0].float(), dim=(0, 2, 3), correction=0)
        seen[layer].append((mean, variance))

    hooks = [layer.register_forward_hook(note) for layer in layers]
    training = network.training
    network.eval()
    for batch in pictures:
        network(batch)
    network.train(training)
    for hook in hooks:
        hook.remove()
    for layer in layers:
        means, variances = (torch.stack(values) for values in zip(*seen[layer], strict=True))
        mean = means.mean(dim=0)
        variance = (variances + (means - mean).square()).mean(dim=0).clamp(min=_LEAST_VARIANCE)
        assert layer.running_mean is not None
        assert layer.running_var is not None
        layer.running_mean.copy_(mean)
        layer.running_var.copy_(variance)
        layer.weight.copy_((variance + layer.eps).sqrt())
        layer.bias += mean


def _in_order(network: PathNetwork) -> list[tuple[nn.Conv2d, nn.BatchNorm2d | None]]:
    """The convolutions in the order in which they compute, each with the normalisation after it."""
    called: list[nn.Module] = []

    def note(module: nn.Module, _: tuple[Tensor, ...], __: Tensor) -> None:
        called.append(module)

    kinds = (nn.Conv2d, nn.BatchNorm2d)
    hooks = [module.register_forward_hook(note) for module in network.modules() if isinstance(module, kinds)]
    training = network.training
    device = next(network.parameters()).device
    with torch.no_grad():
        network.eval()(torch.zeros(1, 3, 2 * GRAIN, 2 * GRAIN, device=device))
    network.train(training)
    for hook in hooks:
        hook.remove()
    layers: list[tuple[nn.Conv2d, nn.BatchNorm2d | None]] = []
    for module in called:
        if isinstance(module, nn.Conv2d):
            layers.append((module, None))
        elif isinstance(module, nn.BatchNorm2d):
            layers[-1] = (layers[-1][0], module)
    return layers
