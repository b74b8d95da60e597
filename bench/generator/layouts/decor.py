"""What stands on pages and is no seal: logos, pictures, charts, codes, fingerprints, ornaments."""

from __future__ import annotations

import cv2
import numpy as np

from bench.generator.colours import Colour
from bench.generator.layouts.canvas import RED, Canvas
from bench.generator.noise import clouds
from bench.generator.paper import Mask


def any_decor(canvas: Canvas) -> None:
    """One thing that is no seal, somewhere on the page, as chance has it."""
    rng = canvas.rng
    things = (logo, picture, chart, matrix_code, fingerprint, banner, watermark, red_marks)
    thing = things[int(rng.integers(len(things)))]
    size = float(rng.uniform(14, 42))
    x = float(rng.uniform(8, max(9, canvas.width - size - 8)))
    y = float(rng.uniform(8, max(9, canvas.height - size - 8)))
    thing(canvas, x, y, size)


def vivid(rng: np.random.Generator) -> Colour:
    """A colour as logos have it; red as often as not, to mislead."""
    if rng.random() < 0.45:
        return RED
    return rng.uniform(0.05, 0.8, 3).astype(np.float32)


def logo(canvas: Canvas, x: float, y: float, size: float) -> None:
    """A company's mark: a disc, ring or square with a figure, a short word beside it; no words inside."""
    rng, side = canvas.rng, max(8, round(size * 0.6 * canvas.unit))
    mask = np.zeros((side, side), np.uint8)
    middle, radius = (side // 2, side // 2), side // 2 - 1
    kind = int(rng.integers(4))
    if kind == 0:
        cv2.circle(mask, middle, radius, 255, -1, cv2.LINE_AA)
        cv2.ellipse(
            mask,
            middle,
            (radius * 2 // 3, radius // 3),
            float(rng.uniform(0, 180)),
            0,
            360,
            0,
            -1,
            cv2.LINE_AA,
        )
    elif kind == 1:
        cv2.circle(mask, middle, radius, 255, max(2, side // 8), cv2.LINE_AA)
        cv2.line(
            mask, (side // 5, side // 2), (side * 4 // 5, side // 2), 255, max(2, side // 9), cv2.LINE_AA
        )
    elif kind == 2:
        mask[:] = 255
        points = (rng.uniform(0.15, 0.85, (4, 2)) * side).astype(np.int32)
        cv2.fillPoly(mask, [cv2.convexHull(points)], 0, cv2.LINE_AA)
    else:
        for turn in range(0, 360, 120):
            reach = np.array([[0, -0.48], [0.2, -0.1], [-0.2, -0.1]]) * side
            angle = np.radians(turn)
            spin = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
            cv2.fillPoly(mask, [np.round(reach @ spin.T + middle).astype(np.int32)], 255, cv2.LINE_AA)
    colour = vivid(rng)
    canvas.ink(mask, x, y, colour)
    if rng.random() < 0.6:
        word = str(rng.choice(["SEAL", "NOVA", "华远", "天泽", "中科", "EAST"]))
        canvas.text(x + size * 0.66, y + size * 0.4, word, size * 0.3, face=canvas.bold, colour=colour)


def picture(canvas: Canvas, x: float, y: float, size: float) -> None:
    """A coloured photograph: a portrait on a plain ground, or shapes of light."""
    rng = canvas.rng
    height, width = max(8, round(size * 1.3 * canvas.unit)), max(8, round(size * canvas.unit))
    if rng.random() < 0.5:
        ground = np.array([[0.85, 0.4, 0.1], [0.15, 0.1, 0.8], [0.95, 0.95, 0.95]][int(rng.integers(3))])
        image = np.broadcast_to(ground, (height, width, 3)).copy()
        coat = tuple(rng.uniform(0.05, 0.7, 3).tolist())
        cv2.ellipse(image, (width // 2, height), (width * 2 // 5, height * 2 // 5), 0, 0, 360, coat, -1)
        cv2.ellipse(
            image, (width // 2, height * 2 // 5), (width // 5, height // 5), 0, 0, 360, (0.55, 0.68, 0.9), -1
        )
        cv2.ellipse(
            image, (width // 2, height // 3), (width // 5, height // 7), 0, 180, 360, (0.1, 0.1, 0.1), -1
        )
    else:
        planes = [0.5 + 0.25 * clouds(rng, (height, width), float(rng.uniform(2, 8))) for _ in range(3)]
        image = np.dstack(planes)
        for _ in range(int(rng.integers(2, 7))):
            middle = (int(rng.integers(width)), int(rng.integers(height)))
            axes = (int(rng.integers(3, width // 2 + 4)), int(rng.integers(3, height // 3 + 4)))
            cv2.ellipse(image, middle, axes, float(rng.uniform(0, 180)), 0, 360, vivid(rng).tolist(), -1)
    _paste(canvas, (np.clip(image, 0, 1) * 255).astype(np.uint8), x, y)


def chart(canvas: Canvas, x: float, y: float, size: float) -> None:
    """A bar chart or a pie in colours."""
    rng = canvas.rng
    side = max(16, round(size * canvas.unit))
    image = np.full((side, side, 3), 255, np.uint8)
    if rng.random() < 0.5:
        count = int(rng.integers(3, 8))
        for number in range(count):
            left, right = number * side // count, (number + 1) * side // count - 2
            top = int(rng.uniform(0.05, 0.9) * side)
            cv2.rectangle(image, (left, top), (right, side), (vivid(rng) * 255).astype(int).tolist(), -1)
    else:
        edges = np.sort(rng.uniform(0, 360, int(rng.integers(3, 6))))
        for start, end in zip(edges, np.r_[edges[1:], edges[0] + 360], strict=True):
            colour = (vivid(rng) * 255).astype(int).tolist()
            half = side // 2
            cv2.ellipse(image, (half, half), (half - 2, half - 2), 0, start, end, colour, -1, cv2.LINE_AA)
    _paste(canvas, image, x, y)


def matrix_code(canvas: Canvas, x: float, y: float, size: float) -> None:
    """Something like a two-dimensional code."""
    cells = int(canvas.rng.integers(21, 34))
    code = (canvas.rng.random((cells, cells)) < 0.5).astype(np.uint8) * 255
    for row, column in ((0, 0), (0, cells - 7), (cells - 7, 0)):
        code[row : row + 7, column : column + 7] = 255
        code[row + 1 : row + 6, column + 1 : column + 6] = 0
        code[row + 2 : row + 5, column + 2 : column + 5] = 255
    side = max(cells, round(size * 0.7 * canvas.unit))
    canvas.ink(
        cv2.resize(code, (side, side), interpolation=cv2.INTER_NEAREST),
        x,
        y,
        RED if canvas.rng.random() < 0.08 else np.zeros(3, np.float32),
    )


def fingerprint(canvas: Canvas, x: float, y: float, size: float) -> None:
    """A red thumb print: an oval of fine ridges."""
    rng = canvas.rng
    height, width = max(10, round(20 * canvas.unit)), max(8, round(15 * canvas.unit))
    rows = np.linspace(-1, 1, height, dtype=np.float32)[:, None]
    columns = np.linspace(-1, 1, width, dtype=np.float32)[None]
    swirl = np.sqrt((columns * 1.1) ** 2 + (rows - 0.15) ** 2) + 0.1 * clouds(rng, (height, width), 3)
    ridges = 0.5 + 0.5 * np.sin(swirl * rng.uniform(45, 65))
    inside = np.clip((1 - np.sqrt(columns**2 + rows**2)) * 6, 0, 1)
    pressed = np.clip(0.7 + 0.3 * clouds(rng, (height, width), 3), 0, 1)
    canvas.ink((ridges * inside * pressed * 230).astype(np.uint8), x, y, RED)


def banner(canvas: Canvas, x: float, y: float, size: float) -> None:
    """A filled strip with pale words."""
    colour = vivid(canvas.rng)
    width, height = round(size * 2.2 * canvas.unit), max(6, round(size * 0.3 * canvas.unit))
    canvas.ink(np.full((height, width), 255, np.uint8), x, y, colour)


def watermark(canvas: Canvas, x: float, y: float, size: float) -> None:
    """Large pale words aslant across the page."""
    side = round(min(canvas.width, canvas.height) * 0.8 * canvas.unit)
    face = canvas.bold.at(max(8, side // 7))
    words = str(canvas.rng.choice(["仅供参考", "内部资料", "样本", "COPY", "版权所有"]))
    mask, _ = face.getmask2(words, mode="L")
    flat = np.array(mask, np.uint8).reshape(mask.size[1], mask.size[0])
    turn = cv2.getRotationMatrix2D(
        (flat.shape[1] / 2, flat.shape[0] / 2), float(canvas.rng.uniform(20, 45)), 1
    )
    turn[:, 2] += [(side - flat.shape[1]) / 2, (side - flat.shape[0]) / 2]
    slanted = cv2.warpAffine(flat, turn, (side, side))
    pale = np.full(3, canvas.rng.uniform(0.75, 0.9), np.float32)
    middle = (canvas.width - side / canvas.unit) / 2
    canvas.ink(slanted, middle, (canvas.height - side / canvas.unit) / 2, pale)


def red_marks(canvas: Canvas, x: float, y: float, size: float) -> None:
    """Ticks, circles and figures with a red pen."""
    rng = canvas.rng
    side = max(12, round(size * canvas.unit))
    mask: Mask = np.zeros((side, side), np.uint8)
    thick = max(1, round(0.5 * canvas.unit))
    if rng.random() < 0.5:
        points = (np.array([[0.2, 0.55], [0.4, 0.8], [0.9, 0.15]]) * side).astype(np.int32)
        cv2.polylines(mask, [points], False, 240, thick, cv2.LINE_AA)
    else:
        axes = (side // 2 - thick - 1, max(4, side // 4))
        cv2.ellipse(mask, (side // 2, side // 2), axes, 0, 15, 380, 240, thick, cv2.LINE_AA)
    canvas.ink(mask, x, y, RED)


def ornate_border(canvas: Canvas, inset: float, colour: Colour) -> None:
    """A border of interlaced waves around the page, as certificates have it."""
    rng = canvas.rng
    height, width = canvas.sheet.shape[:2]
    mask = np.zeros((height, width), np.uint8)
    depth, edge = float(rng.uniform(5, 10)) * canvas.unit, inset * canvas.unit
    period = float(rng.uniform(4, 9)) * canvas.unit
    count = int(rng.integers(2, 5))
    for start, end in (
        ((edge, edge), (width - edge, edge)),
        ((width - edge, edge), (width - edge, height - edge)),
        ((width - edge, height - edge), (edge, height - edge)),
        ((edge, height - edge), (edge, edge)),
    ):
        along = np.array(end) - np.array(start)
        length = float(np.linalg.norm(along))
        along = along / length
        inward = np.array([-along[1], along[0]])
        steps = np.linspace(0, length, int(length / max(1.0, period / 12)))
        for number in range(count):
            phase = number * 2 * np.pi / count
            wave = depth / 2 * (1 + np.sin(steps * 2 * np.pi / period + phase))
            points = np.array(start) + steps[:, None] * along + wave[:, None] * inward
            cv2.polylines(
                mask,
                [np.round(points).astype(np.int32)],
                False,
                220,
                max(1, round(0.25 * canvas.unit)),
                cv2.LINE_AA,
            )
    canvas.ink(mask, 0, 0, colour)
    canvas.frame(inset, inset, canvas.width - 2 * inset, canvas.height - 2 * inset, 0.6, colour)


def _paste(canvas: Canvas, image: np.ndarray, x: float, y: float) -> None:
    """Lay an opaque picture onto the page, cut at its edge."""
    left, top = max(0, round(x * canvas.unit)), max(0, round(y * canvas.unit))
    part = canvas.sheet[top : top + image.shape[0], left : left + image.shape[1]]
    part[:] = image[: part.shape[0], : part.shape[1]]
