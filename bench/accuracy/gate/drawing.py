"""Draw the gate's fixed pictures anew.

    python -m bench.accuracy.gate.drawing bench/accuracy/fixed

They lie in the repository as files, and are not drawn when they are measured: the generator grows, and
fonts and libraries draw a pixel here and there otherwise, but figures can be compared with last year's on
the same pictures only. They are lossy WebP, which is small, and of which every decoder makes the same
pixels. Whoever draws them anew measures the version before on the new ones, too, and sets the floors by that.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from bench.documents.sheets import DocumentSheet, letter, receipt, table
from bench.forms.conditions import SCANS, make_query
from bench.forms.drawing import fill_in
from bench.forms.kinds import KINDS
from bench.generator.degradations import Degradation, degrade
from bench.generator.designs import SHAPES
from bench.generator.difficulty import DIFFICULTIES
from bench.generator.labels import record, write_labels
from bench.generator.scenes import Scene, make_scene
from sealstack.models.values import Image

_SEED = 2_611_000_000
"""No other run of the generator draws these."""

_QUALITY = 88
"""Of the WebP files, 0..100: like a JPEG of 90 or more in two thirds of its size."""

_TRIES = 400
_LEFT_OUT = ("tags", "pose", "paths")
"""What the truth of a seal need not say here."""


@dataclass(frozen=True)
class Wanted:
    """What one picture of seals shall be like.

    Attributes:
        kind: `crop` or `page`.
        difficulty: `easy`, `medium` or `hard`.
        shape: of all its seals; as chance has it when None.
        grey: a grey copy.
        sealed: whether there are seals on it.
    """

    kind: str
    difficulty: str
    shape: str | None = None
    grey: bool = False
    sealed: bool = True


def wanted_scenes() -> list[Wanted]:
    """List the pictures of seals: every shape at every level, grey copies, pages, and some without a seal."""
    levels = list(DIFFICULTIES)
    shapes = [shape for shape in SHAPES for _ in range(3 if shape == "round" else 2)]
    crops = [Wanted("crop", level, shape) for shape in shapes for level in levels]
    grey = [Wanted("crop", level, shape, grey=True) for shape in ("round", "rectangle") for level in levels]
    pages = [Wanted("page", level, grey=number == 3) for level in levels for number in range(4)]
    bare = [Wanted("crop", level, sealed=False) for level in levels for _ in range(2)]
    bare_pages = [Wanted("page", level, sealed=False) for level in levels]
    return [*crops, *grey, *pages, *bare, *bare_pages]


def main(arguments: list[str] | None = None) -> None:
    """Read the command line and draw everything, with its truth, into a folder."""
    parser = argparse.ArgumentParser(
        prog="python -m bench.accuracy.gate.drawing",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("folder", type=Path, help="for images/ and labels.json")
    folder = parser.parse_args(arguments).folder
    records = [*_seals(folder), *_texts(folder), *_forms(folder)]
    print(f"{len(records)} records, {write_labels(records, folder)}")


def draw_scene(number: int, wanted: Wanted) -> Scene:
    """Draw a picture of seals: the first that chance makes such as it is wanted.

    Args:
        number: another number, another picture.
        wanted: what it shall be like.

    Raises:
        RuntimeError: none of some hundreds was.
    """
    for attempt in range(_TRIES):
        scene = make_scene(
            _SEED + number * _TRIES + attempt,
            wanted.difficulty,
            wanted.kind,
            shape=wanted.shape,
            grey=wanted.grey,
            bundled_only=True,
        )
        if bool(scene.truths) == wanted.sealed:
            return scene
    raise RuntimeError(f"none of {_TRIES} scenes was {wanted}")


def _seals(folder: Path) -> Iterator[dict[str, Any]]:
    for number, wanted in enumerate(wanted_scenes()):
        scene = draw_scene(number, wanted)
        identity = f"seal_{number:02d}"
        label = record(scene, identity, _kept(scene.image, folder, identity))
        label["truth"] = [
            {key: value for key, value in seal.items() if key not in _LEFT_OUT} for seal in label["truth"]
        ]
        yield label


def _texts(folder: Path) -> Iterator[dict[str, Any]]:
    """Scanned pages of print, at 110 dpi and a little worn."""
    for number, (draw, language) in enumerate(((letter, "mixed"), (table, "chinese"), (receipt, "mixed"))):
        rng = np.random.default_rng([_SEED, number])
        sheet: DocumentSheet = draw(rng, 110 / 25.4, language)
        how = Degradation(blur=0.5, noise=0.012, contrast=0.9)
        identity = f"text_{number}"
        file = _kept(degrade(np.asarray(sheet.sheet / 255, np.float32), how, rng), folder, identity)
        yield {"id": identity, "task": "ocr", "file": file, "truth": list(sheet.lines)}


def _forms(folder: Path) -> Iterator[dict[str, Any]]:
    """One form under every condition, the kinds taking turns."""
    kinds = list(KINDS)
    for number, condition in enumerate(SCANS):
        kind = kinds[number % len(kinds)]
        template = fill_in(KINDS[kind](), np.random.default_rng([_SEED, len(kind)]))
        query = make_query(KINDS[kind](), condition, np.random.default_rng([_SEED, 100 + number]))
        counted = query.stamped or query.values
        yield {
            "id": f"form_{number}_{kind}",
            "task": "template",
            "notes": condition,
            "template_file": _kept(template.sheet, folder, f"template_{kind}"),
            "fields": [{"name": name, "quad": quad.round(1).tolist()} for name, quad in template.marks()],
            "query_file": _kept(query.image, folder, f"form_{number}"),
            "truth": {name: value for name, value in query.values.items() if name in counted},
        }


def _kept(image: Image, folder: Path, name: str) -> str:
    """Keep a picture and return its path relative to the folder.

    Raises:
        OSError: it cannot be written.
    """
    file = f"images/{name}.webp"
    (folder / "images").mkdir(parents=True, exist_ok=True)
    if not cv2.imwrite(str(folder / file), image, [cv2.IMWRITE_WEBP_QUALITY, _QUALITY]):
        raise OSError(f"cannot write {folder / file}")
    return file


if __name__ == "__main__":
    main()
