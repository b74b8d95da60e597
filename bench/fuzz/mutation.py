"""Changes made by chance to bytes and to JSON."""

from __future__ import annotations

import copy
import json
from typing import Any

import numpy as np

_INTEGERS = (0, 1, 0x7F, 0x80, 0xFF, 0x7FFF, 0xFFFF, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF)

ODD_VALUES: tuple[Any, ...] = (
    *(None, True, False, 0, -1, 1, 10**30, -(10**30), 1e308, 0.1, "", " ", "0", "-1", "true", "NaN"),
    *(
        "\u0000",
        "\ud800",
        "😀" * 50,
        "9" * 5000,
        "a" * 5000,
        "../../etc/passwd",
        "http://127.0.0.1/",
        "s3://a/b",
    ),
    *([], [[]], [[[]]], {}, {"": ""}, [None] * 600, {"9" * 5000: 0.5}, {"regex": "(a+)+$"}),
)
"""Values that are seldom meant."""


def mutated_bytes(rng: np.random.Generator, content: bytes, others: list[bytes]) -> bytes:
    """Change a file in one to eight places.

    Args:
        rng: where chance comes from.
        content: the file.
        others: files of which a piece may be put into it.
    """
    changed = bytearray(content)
    for _ in range(int(rng.integers(1, 9))):
        if len(changed) < 8:
            break
        place = int(rng.integers(0, len(changed)))
        # what decides most stands at the beginning: half of all changes fall there
        if rng.random() < 0.5:
            place = min(place, int(rng.integers(0, 512)), len(changed) - 1)
        _change(rng, changed, place, others)
    return bytes(changed)


def mutated_json(rng: np.random.Generator, document: dict[str, Any]) -> bytes:
    """Put odd values in the place of one to three of an object's values, or spoil its text."""
    changed = copy.deepcopy(document)
    for _ in range(int(rng.integers(1, 4))):
        _replace_one(rng, changed)
    text = json.dumps(changed).encode("ascii")
    drawn = rng.random()
    if drawn < 0.1:
        return text[: int(rng.integers(0, len(text)))]
    if drawn < 0.2:
        return mutated_bytes(rng, text, [text])
    if drawn < 0.23:
        return b"[" * int(rng.integers(1, 200_000)) + text
    return text


def pick(rng: np.random.Generator, choices: Any) -> Any:
    """Take one of several things, as it is."""
    return choices[int(rng.integers(len(choices)))]


def _change(rng: np.random.Generator, content: bytearray, place: int, others: list[bytes]) -> None:
    kind = int(rng.integers(7))
    length = int(rng.integers(1, 65))
    if kind == 0:
        content[place] ^= 1 << int(rng.integers(8))
    elif kind == 1:
        content[place] = int(rng.integers(256))
    elif kind == 2:
        width = int(pick(rng, (1, 2, 4)))
        order = pick(rng, ("little", "big"))
        value = int(pick(rng, _INTEGERS)) & (256**width - 1)
        content[place : place + width] = value.to_bytes(width, order)
    elif kind == 3:
        del content[place : place + length]
    elif kind == 4:
        content[place:place] = content[place : place + length] * int(rng.integers(1, 40))
    elif kind == 5:
        other = pick(rng, others)
        start = int(rng.integers(0, max(1, len(other) - length)))
        content[place : place + length] = other[start : start + length]
    else:
        del content[max(8, place) :]


def _replace_one(rng: np.random.Generator, node: Any) -> None:
    """Replace one value somewhere inside of an object or a list, or add or take away a name."""
    while True:
        keys = list(node) if isinstance(node, dict) else list(range(len(node)))
        if not keys:
            return
        key = pick(rng, keys)
        child = node[key]
        if isinstance(child, dict | list) and child and rng.random() < 0.7:
            node = child
            continue
        drawn = rng.random()
        if drawn < 0.1:
            del node[key]
        elif drawn < 0.2 and isinstance(node, dict):
            node[str(pick(rng, ("type", "Action", "", "a", "template_id", "ImageUrl")))] = pick(
                rng, ODD_VALUES
            )
        else:
            node[key] = copy.deepcopy(pick(rng, ODD_VALUES))
        return
