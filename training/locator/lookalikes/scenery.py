"""Whole pictures without a seal: photographs, posters, packagings, screens, sheets full of marks."""

from __future__ import annotations

import cv2
import numpy as np

from bench.generator.noise import clouds
from sealstack.models.values import Image
from training.locator.lookalikes.charts import chart, table
from training.locator.lookalikes.cutout import Colour, paste, vivid
from training.locator.lookalikes.emblems import emblem
from training.locator.lookalikes.photographs import photograph, snippet
from training.locator.lookalikes.signs import banner, button, heading, price_label, tag
from training.locator.lookalikes.things import thing
from training.locator.lookalikes.words import chinese, latin, written


def scenery(rng: np.random.Generator) -> Image:
    """A picture of any kind, 480 to 900 pixels long."""
    longer = int(rng.integers(480, 900))
    shorter = round(longer * float(rng.uniform(0.55, 1.0)))
    height, width = (longer, shorter) if rng.random() < 0.6 else (shorter, longer)
    kinds = (photograph, poster, poster, packaging, screen, screen, marked_sheet)
    return kinds[int(rng.integers(len(kinds)))](rng, height, width)


def poster(rng: np.random.Generator, height: int, width: int) -> Image:
    """Large words, discs, labels and photographs on a coloured ground."""
    image = _ground(rng, height, width)
    for _ in range(int(rng.integers(0, 5))):
        radius = round(float(rng.uniform(0.03, 0.3)) * width)
        middle = (rng.uniform(0, 1, 2) * [width, height]).astype(int).tolist()
        thickness = -1 if rng.random() < 0.7 else max(2, radius // 8)
        cv2.circle(image, middle, radius, vivid(rng), thickness, cv2.LINE_AA)
    if rng.random() < 0.6:
        paste(image, snippet(rng, round(width * 0.45)), _place(rng, image, 0.3), 1.0)
    for maker in (heading, price_label, banner, button, tag):
        for _ in range(int(rng.integers(0, 3))):
            side = round(width * float(rng.uniform(0.15, 0.6)))
            paste(image, maker(rng, side), _place(rng, image, 0.15), 1.0, float(rng.normal(0, 4)))
    for _ in range(int(rng.integers(1, 5))):
        _thing(rng, image, 0.06, 0.3)
    _lines(rng, image, int(rng.integers(0, 8)))
    return image


def packaging(rng: np.random.Generator, height: int, width: int) -> Image:
    """Boxes with printed faces, seen at a slant before a photograph's ground."""
    image = photograph(rng, height, width)
    for _ in range(int(rng.integers(1, 4))):
        face = poster(rng, 320, 320)
        middle = np.array(_place(rng, image, 0.3))
        reach = float(rng.uniform(0.15, 0.42)) * min(height, width)
        square = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1.0]])
        corners = middle + reach * square * rng.uniform(0.5, 1, 2) + rng.normal(0, 0.12 * reach, (4, 2))
        source = np.array([[0, 0], [320, 0], [320, 320], [0, 320]], np.float32)
        move = cv2.getPerspectiveTransform(source, corners.astype(np.float32))
        laid = cv2.warpPerspective(face, move, (width, height))
        inside = cv2.warpPerspective(np.full((320, 320), 255, np.uint8), move, (width, height))
        image[inside > 127] = laid[inside > 127]
    return image


def screen(rng: np.random.Generator, height: int, width: int) -> Image:
    """A web page or an application: a coloured bar, a logo, words, cards with photographs, buttons."""
    image = np.full((height, width, 3), int(rng.integers(235, 256)), np.uint8)
    bar = round(height * float(rng.uniform(0.05, 0.2)))
    colour = vivid(rng)
    cv2.rectangle(image, (0, 0), (width, bar), colour, -1)
    paste(
        image, emblem(rng, 96) if rng.random() < 0.4 else thing(rng, 96), (bar * 0.7, bar / 2), 0.8 * bar / 96
    )
    x = bar * 1.6
    while x < width * 0.95:
        word = written(rng, chinese(rng, 2, 4), max(8, round(bar * 0.25)))
        _print(image, word, (255, 255, 255), round(x), round(bar * 0.4))
        x += word.shape[1] * 1.6
    columns = int(rng.integers(1, 5))
    step, y = width / columns, bar * 1.3
    while y < height * 0.9:
        tall = float(rng.uniform(0.1, 0.3)) * height
        for column in range(columns):
            _card(
                rng,
                image,
                (round(column * step + 0.05 * step), round(y)),
                (round(0.9 * step), round(tall)),
                colour,
            )
        y += tall * 1.15
    return image


def marked_sheet(rng: np.random.Generator, height: int, width: int) -> Image:
    """Paper with lines of print, a red heading and rule, tables, charts, marks and codes."""
    image = np.full((height, width, 3), int(rng.integers(225, 256)), np.uint8)
    if rng.random() < 0.3:
        image = np.clip(image * (1 + 0.04 * clouds(rng, (height, width), 5))[..., None], 0, 255).astype(
            np.uint8
        )
    _lines(rng, image, int(rng.integers(5, 24)), (40, 40, 40))
    if rng.random() < 0.6:
        colour = (40, 30, int(rng.integers(180, 250))) if rng.random() < 0.8 else vivid(rng)
        title = written(rng, chinese(rng, 6, 14), round(width * 0.07), round(width * 0.8))
        _print(image, title, colour, (width - title.shape[1]) // 2, round(height * 0.06))
        cv2.line(
            image, (width // 12, round(height * 0.16)), (width * 11 // 12, round(height * 0.16)), colour, 2
        )
    for maker in (chart, table):
        if rng.random() < 0.4:
            paste(
                image, maker(rng, round(width * float(rng.uniform(0.2, 0.6)))), _place(rng, image, 0.25), 1.0
            )
    for _ in range(int(rng.integers(2, 9))):
        _thing(rng, image, 0.04, 0.25)
    return image


def _ground(rng: np.random.Generator, height: int, width: int) -> Image:
    chance = rng.random()
    if chance < 0.3:
        return photograph(rng, height, width)
    first = np.array(vivid(rng) if chance < 0.75 else (250, 250, 250), np.float32)
    second = np.array(vivid(rng), np.float32) if rng.random() < 0.4 else first
    share = np.linspace(0, 1, height, dtype=np.float32)[:, None, None]
    return np.ascontiguousarray(np.broadcast_to(first + share * (second - first), (height, width, 3))).astype(
        np.uint8
    )


def _card(
    rng: np.random.Generator, image: Image, corner: tuple[int, int], size: tuple[int, int], colour: Colour
) -> None:
    """A photograph, an icon or a field of words, sometimes with a button below."""
    (x, y), (width, height) = corner, size
    chance = rng.random()
    if chance < 0.35:
        part = image[y : y + round(height * 0.7), x : x + width]
        if part.size:
            part[:] = photograph(rng, *part.shape[:2])
    elif chance < 0.65:
        paste(image, thing(rng, 128), (x + width / 2, y + height * 0.35), 0.7 * min(width, height) / 128)
    else:
        for line in np.arange(0.05, 0.7, 0.12):
            text = written(rng, chinese(rng, 4, 16), max(8, round(height * 0.08)), width)
            _print(image, text, (70, 70, 70), x, round(y + line * height))
    if rng.random() < 0.4:
        paste(
            image,
            button(rng, 128),
            (x + width / 2, y + height * 0.85),
            float(rng.uniform(0.3, 0.9)) * width / 128,
        )
    elif rng.random() < 0.5:
        text = written(rng, chinese(rng, 2, 10), max(8, round(height * 0.1)), width)
        _print(image, text, colour if rng.random() < 0.4 else (60, 60, 60), x, round(y + 0.8 * height))


def _lines(rng: np.random.Generator, image: Image, count: int, colour: Colour | None = None) -> None:
    """Lines of print from some height on."""
    height, width = image.shape[:2]
    size = max(8, round(width * float(rng.uniform(0.015, 0.04))))
    y, x = round(height * float(rng.uniform(0.2, 0.6))), round(width * float(rng.uniform(0.05, 0.3)))
    ink = colour or vivid(rng)
    for _ in range(count):
        text = chinese(rng, 8, 30) if rng.random() < 0.85 else latin(rng, 5)
        _print(image, written(rng, text, size, width - x), ink, x, y)
        y += round(size * 1.6)


def _print(image: Image, cover: np.ndarray, colour: Colour, x: int, y: int) -> None:
    """Print a mask with its upper left corner at a place."""
    part = image[max(0, y) : y + cover.shape[0], max(0, x) : x + cover.shape[1]]
    if part.size:
        share = cover[: part.shape[0], : part.shape[1], None].astype(np.float32) / 255
        part[:] = (part * (1 - share) + np.array(colour, np.float32) * share).astype(np.uint8)


def _thing(rng: np.random.Generator, image: Image, smallest: float, largest: float) -> None:
    side = float(np.exp(rng.uniform(np.log(smallest), np.log(largest)))) * max(image.shape[:2])
    turn = float(rng.normal(0, 6)) if rng.random() < 0.5 else 0.0
    paste(image, thing(rng, max(24, round(side))), _place(rng, image, 0.05), 1.0, turn)


def _place(rng: np.random.Generator, image: Image, inset: float) -> tuple[float, float]:
    x, y = rng.uniform(inset, 1 - inset, 2) * image.shape[1::-1]
    return float(x), float(y)
