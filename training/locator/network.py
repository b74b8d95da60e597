"""The network: a thin U-shaped stack of convolutions from a picture to maps of where seals lie.

Shaped after Ronneberger, Fischer & Brox, "U-Net: convolutional networks for biomedical image segmentation",
MICCAI 2015, pp. 234-241, with sums instead of concatenations on the way up; the maps it learns are shrunken
kernels beside whole areas, as in Wang et al., "Shape robust text detection with progressive scale expansion
network", CVPR 2019, pp. 9336-9345.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn

from training.locator.targets import MAPS

_WIDTHS = (12, 24, 40, 72, 112)
_DILATIONS = (1, 2, 4)  # at the deepest level: the largest seals fill the picture
_NECK = (16, 32, 48)


class Layer(nn.Sequential):
    """Convolution, normalisation, rectifier."""

    def __init__(self, before: int, after: int, side: int = 3, stride: int = 1, dilation: int = 1) -> None:
        """A layer from `before` to `after` channels with kernels `side` wide."""
        super().__init__(
            nn.Conv2d(before, after, side, stride, dilation * (side // 2), dilation, bias=False),
            nn.BatchNorm2d(after),
            nn.ReLU(inplace=True),
        )


class Block(nn.Module):
    """Two layers beside a short cut (He et al., CVPR 2016)."""

    def __init__(self, width: int, dilation: int = 1) -> None:
        """A block that keeps `width` channels."""
        super().__init__()
        self.first = Layer(width, width, dilation=dilation)
        self.second = nn.Sequential(nn.Conv2d(width, width, 3, padding=1, bias=False), nn.BatchNorm2d(width))

    def forward(self, x: Tensor) -> Tensor:
        """`(N, C, H, W)` to the same shape."""
        return torch.relu(x + self.second(self.first(x)))


class LocatorNetwork(nn.Module):
    """Pictures to maps of seals."""

    def __init__(self) -> None:
        """Random weights."""
        super().__init__()
        half, quarter, eighth, sixteenth, deepest = _WIDTHS
        self.stem = nn.Sequential(Layer(3, half, stride=2), Layer(half, quarter, stride=2))
        self.at_4 = Layer(quarter, quarter)
        self.at_8 = nn.Sequential(Layer(quarter, eighth, stride=2), Block(eighth))
        self.at_16 = nn.Sequential(
            Layer(eighth, sixteenth, stride=2), Block(sixteenth), Layer(sixteenth, sixteenth)
        )
        self.at_32 = nn.Sequential(
            Layer(sixteenth, deepest, stride=2), *(Layer(deepest, deepest, dilation=d) for d in _DILATIONS)
        )
        shallow, middle, deep = _NECK
        self.from_32, self.from_16 = nn.Conv2d(deepest, deep, 1), nn.Conv2d(sixteenth, deep, 1)
        self.join_16 = Layer(deep, deep)
        self.up_16, self.from_8 = nn.Conv2d(deep, middle, 1), nn.Conv2d(eighth, middle, 1)
        self.join_8 = Layer(middle, middle)
        self.up_8, self.from_4 = nn.Conv2d(middle, shallow, 1), nn.Conv2d(quarter, shallow, 1)
        self.join_4 = Layer(shallow, shallow)
        self.head = nn.Conv2d(shallow, MAPS, 1)
        nn.init.constant_(self.head.bias, -3.0)  # seals are rare
        self.larger = nn.Upsample(scale_factor=2, mode="nearest")

    def forward(self, pictures: Tensor) -> Tensor:
        """Where seals lie.

        Args:
            pictures: `(N, 3, H, W)` float32 BGR, -1..1, sides divisible by 32.

        Returns:
            `(N, MAPS, H / 4, W / 4)` logits.
        """
        quarter = self.at_4(self.stem(pictures))
        eighth = self.at_8(quarter)
        sixteenth = self.at_16(eighth)
        x = self.join_16(self.from_16(sixteenth) + self.larger(self.from_32(self.at_32(sixteenth))))
        x = self.join_8(self.from_8(eighth) + self.larger(self.up_16(x)))
        x = self.join_4(self.from_4(quarter) + self.larger(self.up_8(x)))
        logits: Tensor = self.head(x)
        return logits
