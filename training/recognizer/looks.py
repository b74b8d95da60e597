"""Further looks at strips, made on the device: poses a little off, other sharpness, fading ink, print across.

What a strip of a seal goes through between paper and recognizer, as arithmetic on whole batches, so that one
drawn strip is never learnt from twice in the same shape. About a third of the rows stay as they were drawn.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
import torch.nn.functional as functional
from torch import Tensor

from training.recognizer.pools import KINDS, Rows

STRIDE = 8
"""Pixels of strip for one column of the network's output."""

_PRINT = KINDS.index("print")
_LEAST_COLUMNS = 1.25  # a character
_STRETCH = (0.84, 1.2)
_SHARES = {"pose": 0.65, "resample": 0.35, "fade": 0.3, "overprint": 0.12, "light": 0.5, "blur": 0.2}
_NOISE = 0.3
_CODED = 0.25


@dataclass(frozen=True)
class Look:
    """A batch as the network is to see it.

    Attributes:
        strips: `(N, 3, 48, W)` float32, -1..1, 0 right of a strip's own width, as inference pads.
        columns: `(N,)` int64, columns of the output that show the strip.
    """

    strips: Tensor
    columns: Tensor


def look_at(rows: Rows) -> Look:
    """Make one look at a batch; every call makes another."""
    picture = rows.pixels.float() / 255
    picture, widths = _posed(picture, rows)
    inside = _inside(picture, widths)
    paper = _paper(picture, inside)
    for change, share in ((_faded, _SHARES["fade"]), (_overprinted, _SHARES["overprint"])):
        picture = _for_some(picture, change(picture, paper), share)
    picture = _for_some(picture, _resampled(picture), _SHARES["resample"])
    picture = _for_some(picture, _blurred(picture), _SHARES["blur"])
    picture = _for_some(picture, _lit(picture), _SHARES["light"])
    picture = _for_some(picture, picture + torch.randn_like(picture) * _each(picture, 0.0, 0.06), _NOISE)
    picture = _for_some(picture, _coded(picture), _CODED).clamp(0, 1)
    return Look((picture * 2 - 1) * inside, -(-widths // STRIDE))


def _each(like: Tensor, low: float, high: float) -> Tensor:
    """A number for each row, `(N, 1, 1, 1)`, even between `low` and `high`."""
    return low + (high - low) * torch.rand((len(like), 1, 1, 1), device=like.device)


def _for_some(before: Tensor, after: Tensor, share: float) -> Tensor:
    """`after` in a share of the rows, `before` in the others."""
    return torch.where(_each(before, 0, 1) < share, after, before)


def _inside(picture: Tensor, widths: Tensor) -> Tensor:
    """1 where a row shows its strip, 0 in the padding, `(N, 1, 1, W)`."""
    places = torch.arange(picture.shape[-1], device=picture.device)
    return (places[None] < widths[:, None]).float()[:, None, None]


def _paper(picture: Tensor, inside: Tensor) -> Tensor:
    """About the colour of each row's paper, `(N, 3, 1, 1)`: brighter than most of it."""
    mean = (picture * inside).sum((2, 3), keepdim=True) / (
        inside.sum((2, 3), keepdim=True) * picture.shape[2]
    )
    bright = torch.where((picture > mean) & (inside > 0), 1.0, 0.0)
    return (picture * bright).sum((2, 3), keepdim=True) / bright.sum((2, 3), keepdim=True).clamp(min=1)


def _posed(picture: Tensor, rows: Rows) -> tuple[Tensor, Tensor]:
    """Stretched along, the band wider or narrower or off, bent as by a rim's centre that is a little off."""
    count, _, height, width = picture.shape
    device = picture.device
    still = (torch.rand(count, device=device) > _SHARES["pose"]).float()

    def chance(spread: float) -> Tensor:
        return (torch.rand((count, 1, 1), device=device) * 2 - 1) * spread * (1 - still[:, None, None])

    least = _LEAST_COLUMNS * STRIDE * rows.lengths
    low, high = _STRETCH
    stretch = 1 + (low - 1 + (high - low) * torch.rand(count, device=device)) * (1 - still)
    widths = torch.maximum((rows.widths * stretch).round(), least).long().clamp(max=width)
    across = torch.arange(width, device=device, dtype=torch.float32)[None, None, :]
    down = torch.arange(height, device=device, dtype=torch.float32)[None, :, None]
    own = widths.float()[:, None, None]
    along = across / own  # 0..1 over the strip
    turn = 2 * torch.pi * torch.rand((count, 1, 1), device=device)
    waves = 0.5 + torch.rand((count, 1, 1), device=device)
    bend = chance(3.2) * torch.sin(turn + 2 * torch.pi * along * waves)
    squeeze = chance(0.012) * torch.sin(turn / 2 + 2 * torch.pi * along * waves)  # share of the length
    middle = (height - 1) / 2
    y = middle + (down - middle) * (1 + chance(0.1)) + chance(2.4) + bend + chance(0.006) * (across - own / 2)
    x = (along + squeeze) * rows.widths.float()[:, None, None] + chance(0.14) * (down - middle)
    last = (rows.widths.float() - 1)[:, None, None]
    x = torch.minimum(x.clamp(min=0), last)
    grid = torch.stack(torch.broadcast_tensors(2 * x / (width - 1) - 1, 2 * y / (height - 1) - 1), dim=-1)
    moved = functional.grid_sample(picture, grid, mode="bilinear", padding_mode="border", align_corners=True)
    return moved, widths


def _field(picture: Tensor, rows: int, columns: int) -> Tensor:
    """A smooth random field for each row, `(N, 1, H, W)`, 0..1."""
    coarse = torch.rand((len(picture), 1, rows, columns), device=picture.device)
    return functional.interpolate(coarse, size=picture.shape[2:], mode="bilinear", align_corners=False)


def _faded(picture: Tensor, paper: Tensor) -> Tensor:
    """Ink thinner here than there, and gone in spots."""
    width = picture.shape[-1]
    thin = 1 - _each(picture, 0.1, 0.75) * _field(picture, 2, max(2, width // 60))
    grain = _field(picture, 16, max(4, width // 3))
    spots = ((grain - _each(picture, 0.08, 0.3)) * 12).clamp(0, 1)
    return paper + (picture - paper) * thin * spots


def _overprinted(picture: Tensor, paper: Tensor) -> Tensor:
    """Print, a rule or a stroke across, darkening what is beneath it; the print is another row's strip."""
    height, width = picture.shape[2:]
    other = picture.roll(1, 0).mean(1, keepdim=True)
    ink = (1 - other / other.amax((2, 3), keepdim=True).clamp(min=1e-3)).clamp(0, 1)
    scale, shift = _each(picture, 1.6, 3.2), _each(picture, -0.9, 0.9)
    device = picture.device
    y = (torch.linspace(-1, 1, height, device=device)[None, None, :, None] - shift) * scale
    x = torch.linspace(-1, 1, width, device=device)[None, None, None, :] * _each(picture, 0.5, 1.0)
    x = x + _each(picture, -0.3, 0.3)
    tilt = _each(picture, -0.15, 0.15) * x
    grid = torch.cat(torch.broadcast_tensors(x, y + tilt), dim=1).permute(0, 2, 3, 1)
    text = functional.grid_sample(ink, grid, mode="bilinear", padding_mode="zeros", align_corners=False)
    distance = (y / scale + tilt).abs() * height / 2
    rule = (1.2 + _each(picture, 0, 1.2) - distance).clamp(0, 1)
    layer = torch.where(_each(picture, 0, 1) < 0.6, (text * 1.6).clamp(0, 1), rule)
    return picture * (1 - _each(picture, 0.35, 0.9) * layer)


def _resampled(picture: Tensor) -> Tensor:
    """As from a seal whose characters are 8 to 30 pixels high: made smaller, then larger again."""
    height, width = picture.shape[2:]
    parts = []
    for part in picture.chunk(4):
        share = float(torch.empty(1).uniform_(0.24, 0.8))
        small = (max(8, round(height * share)), max(16, round(width * share)))
        part = functional.interpolate(part, size=small, mode="area")
        parts.append(functional.interpolate(part, size=(height, width), mode="bicubic", align_corners=False))
    return torch.cat(parts).clamp(0, 1)


def _blurred(picture: Tensor) -> Tensor:
    """Out of focus, a Gaussian of its own for each row."""
    count, channels, height, width = picture.shape
    places = torch.arange(-4, 5, device=picture.device, dtype=torch.float32)
    kernel = torch.exp(-(places**2) / (2 * _each(picture, 0.4, 1.7)[:, 0, 0] ** 2))
    kernel = (kernel / kernel.sum(1, keepdim=True)).repeat_interleave(channels, 0)
    flat = picture.reshape(1, count * channels, height, width)
    flat = functional.conv2d(flat, kernel[:, None, None, :], padding=(0, 4), groups=count * channels)
    flat = functional.conv2d(flat, kernel[:, None, :, None], padding=(4, 0), groups=count * channels)
    return flat.reshape(picture.shape)


def _lit(picture: Tensor) -> Tensor:
    """Other light, contrast and colour; one in four of these grey, one in six with its channels exchanged."""
    channels = torch.randperm(3, device=picture.device)
    mixed = torch.where(_each(picture, 0, 1) < 1 / 6, picture[:, channels], picture)
    grey = mixed.mean(1, keepdim=True)
    mixed = torch.where(_each(picture, 0, 1) < 0.25, grey.expand_as(mixed), mixed)
    lit = mixed.clamp(1e-3, 1) ** torch.exp(_each(picture, -0.5, 0.5))
    fog, gain = _each(picture, 0, 0.35), _each(picture, 0.7, 1.1)
    shade = 1 - _each(picture, 0, 0.3) * _field(picture, 2, 3)
    return (lit * (1 - fog) + fog) * gain * shade


def _coded(picture: Tensor) -> Tensor:
    """Blocks of 8 by 8 pixels with their finer cosines rounded, as JPEG leaves them."""
    count, channels, height, width = picture.shape
    device = picture.device
    k = torch.arange(8, device=device, dtype=torch.float32)
    basis = torch.cos(torch.pi * (2 * k[None] + 1) * k[:, None] / 16) * 0.5
    basis[0] *= 0.5**0.5
    blocks = picture.reshape(count, channels, height // 8, 8, width // 8, 8).permute(0, 1, 2, 4, 3, 5)
    waves = basis @ blocks @ basis.T
    steps = (1 + k[:, None] + k[None]) * _each(picture, 0.006, 0.03)[..., None, None]
    waves = torch.round(waves / steps) * steps
    blocks = basis.T @ waves @ basis
    return blocks.permute(0, 1, 2, 4, 3, 5).reshape(picture.shape)
