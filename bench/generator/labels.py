"""Truth as records of `labels.json`, and back."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import cv2

from bench.generator.scenes import Scene
from bench.generator.truth import UNREADABLE, SealTruth, joined

UNCERTAIN_SHARE = 0.25
"""From this share of unreadable characters on, a title is not scored for its text."""


SLIVER = 0.35
"""A seal of which the picture shows less than this is not scored at all."""


def seal_label(truth: SealTruth) -> dict[str, Any]:
    """One seal as a label: texts with `?` where nobody could read a character, box, shape, colour, pose."""
    body = "".join(path.reading() for path in truth.paths if path.of_body)
    letters = [c for path in truth.paths if path.of_body for c in path.characters]
    lost = sum(c.legibility < UNREADABLE for c in letters)
    label: dict[str, Any] = {
        "body": body,
        "others": list(joined((path, path.reading()) for path in truth.paths)),
        "box": list(truth.box),
        "shape": truth.shape,
        "colour": truth.colour,
        "tags": list(truth.tags),
        "pose": {
            "centre": [round(value, 2) for value in truth.centre],
            "half_axes": [round(value, 4) for value in truth.half_axes],
            "angle": round(truth.angle, 2),
            "homography": [[float(value) for value in row] for row in truth.homography],
        },
        "paths": [
            {
                "kind": path.kind.value,
                "text": path.text,
                "of_body": path.of_body,
                "continues": path.continues,
                "polygon": path.polygon.round(2).tolist(),
                "characters": [
                    {"text": c.text, "quad": c.quad.round(2).tolist(), "legibility": round(c.legibility, 3)}
                    for c in path.characters
                ],
            }
            for path in truth.paths
        ],
    }
    if truth.in_picture < SLIVER:
        label["ignore"] = True
    if truth.shape_alternatives:
        label["shape_alt"] = list(truth.shape_alternatives)
    if lost > UNCERTAIN_SHARE * len(letters):
        label["uncertain"] = True
    return label


def record(scene: Scene, identity: str, file: str) -> dict[str, Any]:
    """A scene as a record of `labels.json`.

    Args:
        scene: the picture and its truth.
        identity: the record's id.
        file: the picture's path relative to `labels.json`.
    """
    return {
        "id": identity,
        "task": "seal",
        "file": file,
        "difficulty": scene.difficulty,
        "tags": list(scene.tags),
        "truth": [seal_label(truth) for truth in scene.truths],
    }


def write_picture(scene: Scene, path: Path) -> None:
    """Keep a scene's picture as PNG or JPEG, by the path's suffix.

    Raises:
        OSError: it cannot be written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    if not cv2.imwrite(str(path), scene.image):
        raise OSError(f"cannot write {path}")


def write_labels(records: list[dict[str, Any]], folder: Path) -> Path:
    """Write `labels.json` into a folder and say where it lies."""
    path = folder / "labels.json"
    path.write_text(json.dumps(records, ensure_ascii=False, indent=1), encoding="utf-8")
    return path
