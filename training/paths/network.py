"""The network: a small U-shaped stack of convolutions from a seal's crop to maps of its text paths.

Shaped after Ronneberger, Fischer & Brox, "U-Net: convolutional networks for biomedical image segmentation",
MICCAI 2015, pp. 234-241, with sums instead of concatenations on the way up.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn

from training.paths.samples import CLASSES, STRIDE

LOGITS = len(CLASSES) + 1
"""Maps of the classes, none of them first."""

OUTPUTS = LOGITS + 4
"""Maps in training: class logits; cosine, sine; logarithm of the half height in cells; logit of a centre."""

MAPS = len(CLASSES) + 4
"""Maps of the written network: a probability for each class; cosine, sine; half height in pixels; centre."""

GRAIN = 32
"""Pixels that a crop's sides must be divisible by."""

_WIDTHS = (16, 32, 64, 128, 192)
_DILATIONS = (1, 2, 4)  # at the deepest level, where a crop has eight or nine cells
_NECK = (48, 72, 112)
_RARE = -3.0  # logit of a centre, to begin with


class Layer(nn.Sequential):
    """Convolution, normalisation, rectifier."""

    def __init__(self, before: int, after: int, side: int = 3, stride: int = 1) -> None:
        """A layer from `before` to `after` channels with kernels `side` wide."""
        super().__init__(
            nn.Conv2d(before, after, side, stride, side // 2, bias=False),
            nn.BatchNorm2d(after),
            nn.ReLU(inplace=True),
        )


class Block(nn.Module):
    """Two convolutions beside a short cut (He et al., CVPR 2016)."""

    def __init__(self, width: int, dilation: int = 1) -> None:
        """A block that keeps `width` channels."""
        super().__init__()
        self.first = nn.Conv2d(width, width, 3, padding=dilation, dilation=dilation, bias=False)
        self.first_norm = nn.BatchNorm2d(width)
        self.second = nn.Conv2d(width, width, 3, padding=1, bias=False)
        self.second_norm = nn.BatchNorm2d(width)

    def forward(self, x: Tensor) -> Tensor:
        """`(N, C, H, W)` to the same shape."""
        inner = torch.relu(self.first_norm(self.first(x)))
        return torch.relu(x + self.second_norm(self.second(inner)))


class Context(nn.Module):
    """Adds to every cell what the whole crop is like."""

    def __init__(self, width: int) -> None:
        """A layer that keeps `width` channels."""
        super().__init__()
        self.mix = nn.Conv2d(width, width, 1)

    def forward(self, x: Tensor) -> Tensor:
        """`(N, C, H, W)` to the same shape."""
        return torch.relu(x + self.mix(x.mean(dim=(2, 3), keepdim=True)))


class PathNetwork(nn.Module):
    """Crops to maps of text paths."""

    def __init__(self) -> None:
        """Random weights."""
        super().__init__()
        half, quarter, eighth, sixteenth, deepest = _WIDTHS
        shallow, middle, deep = _NECK
        self.stem = nn.Sequential(Layer(3, half, stride=2), Layer(half, quarter, stride=2))
        self.at_4 = Block(quarter)
        self.at_8 = nn.Sequential(Layer(quarter, eighth, stride=2), Block(eighth), Block(eighth))
        self.at_16 = nn.Sequential(Layer(eighth, sixteenth, stride=2), Block(sixteenth), Block(sixteenth))
        self.at_32 = nn.Sequential(
            Layer(sixteenth, deepest, stride=2), *(Block(deepest, d) for d in _DILATIONS), Context(deepest)
        )
        self.from_32, self.from_16 = nn.Conv2d(deepest, deep, 1), nn.Conv2d(sixteenth, deep, 1)
        self.join_16 = Layer(deep, deep)
        self.up_16, self.from_8 = nn.Conv2d(deep, middle, 1), nn.Conv2d(eighth, middle, 1)
        self.join_8 = Block(middle)
        self.up_8, self.from_4 = nn.Conv2d(middle, shallow, 1), nn.Conv2d(quarter, shallow, 1)
        self.join_4 = Block(shallow)
        self.head = nn.Conv2d(shallow, OUTPUTS, 1)
        bias = torch.zeros(OUTPUTS)
        bias[OUTPUTS - 1] = _RARE
        self.head.bias = nn.Parameter(bias)
        self.larger = nn.Upsample(scale_factor=2, mode="nearest")

    def forward(self, pictures: Tensor) -> Tensor:
        """Where text runs.

        Args:
            pictures: `(N, 3, H, W)` float32 BGR, -1..1, sides divisible by 32.

        Returns:
            `(N, OUTPUTS, H / 4, W / 4)`.
        """
        quarter = self.at_4(self.stem(pictures))
        eighth = self.at_8(quarter)
        sixteenth = self.at_16(eighth)
        x = self.join_16(
            torch.relu(self.from_16(sixteenth) + self.larger(self.from_32(self.at_32(sixteenth))))
        )
        x = self.join_8(torch.relu(self.from_8(eighth) + self.larger(self.up_16(x))))
        x = self.join_4(torch.relu(self.from_4(quarter) + self.larger(self.up_8(x))))
        outputs: Tensor = self.head(x)
        return outputs


def maps_of_outputs(outputs: Tensor) -> Tensor:
    """What the written network gives for its outputs in training.

    Args:
        outputs: `(N, OUTPUTS, H, W)`.

    Returns:
        `(N, MAPS, H, W)`: a probability for each of `CLASSES`; cosine and sine of the direction of reading,
        shorter than 1 where it is unsure; half the band's height, pixels; probability of a centre.
    """
    classes = outputs[:, :LOGITS].softmax(dim=1)[:, 1:]
    direction = outputs[:, LOGITS : LOGITS + 2]
    half_height = STRIDE * outputs[:, LOGITS + 2 : LOGITS + 3].clamp(-4, 5).exp()
    return torch.cat([classes, direction, half_height, outputs[:, LOGITS + 3 :].sigmoid()], dim=1)


def operations(network: nn.Module, side: int = 256) -> float:
    """Operations of a network for one crop, multiplications and additions each counted, in 1e9."""
    total = 0

    def count(layer: nn.Module, _: tuple[Tensor, ...], output: Tensor) -> None:
        nonlocal total
        assert isinstance(layer, nn.Conv2d)
        taps = layer.weight[0].numel()
        total += 2 * taps * output[0].numel()

    hooks = [m.register_forward_hook(count) for m in network.modules() if isinstance(m, nn.Conv2d)]
    training = network.training
    device = next(network.parameters()).device
    with torch.no_grad():
        network.eval()(torch.zeros(1, 3, side, side, device=device))
    network.train(training)
    for hook in hooks:
        hook.remove()
    return total / 1e9
