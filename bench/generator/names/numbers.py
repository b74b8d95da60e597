"""Numbers that seals and pages carry."""

from __future__ import annotations

import numpy as np

# GB 32100-2015: the letters a unified social credit code may use, and the weights of its check character
CODE_LETTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
CODE_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)


def digits(rng: np.random.Generator, length: int) -> str:
    """A run of digits."""
    return "".join(map(str, rng.integers(0, 10, length)))


def serial_number(rng: np.random.Generator) -> str:
    """A seal's serial number: 13 digits led by the area's six (GA 241), seldom a shorter one."""
    area = f"{int(rng.integers(11, 66))}{int(rng.integers(1, 30)):02d}{int(rng.integers(1, 85)):02d}"
    if rng.random() < 0.85:
        return area + digits(rng, 7)
    return digits(rng, int(rng.choice([6, 7, 10, 12, 14])))


def tax_number(rng: np.random.Generator) -> str:
    """A unified social credit code, 18 characters, with a right check character (GB 32100-2015)."""
    area = f"{int(rng.integers(11, 66))}{int(rng.integers(1, 30)):02d}{int(rng.integers(1, 85)):02d}"
    stem = "91" + area + "".join(CODE_LETTERS[i] for i in rng.integers(0, len(CODE_LETTERS), 9))
    total = sum(
        CODE_LETTERS.index(letter) * weight for letter, weight in zip(stem, CODE_WEIGHTS, strict=True)
    )
    return stem + CODE_LETTERS[(31 - total % 31) % 31]


def date_text(rng: np.random.Generator, style: str = "any") -> str:
    """A date between 1995 and 2026; style `stamp` (2019.08.21), `line` (2019年8月21日) or `any`."""
    year, month, day = int(rng.integers(1995, 2027)), int(rng.integers(1, 13)), int(rng.integers(1, 29))
    if style == "stamp" or (style == "any" and rng.random() < 0.4):
        mark = str(rng.choice([".", "-", "."]))
        return f"{year}{mark}{month:02d}{mark}{day:02d}"
    if rng.random() < 0.5:
        return f"{year}年{month}月{day}日"
    return f"{year}年{month:02d}月{day:02d}日"
