"""Draw the licence and the ticket of docs/cookbook.md: forms, their fields, others to read; always the same.

PYTHONPATH=. python docs/forms/draw.py

The waybill beside them is drawn by `python -m bench.forms --sample docs/forms`.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import cv2
import numpy as np

from bench.forms.conditions import PHOTOGRAPH, SEAL, make_query
from bench.forms.drawing import fill_in
from bench.forms.kinds import KINDS

HERE = Path(__file__).parent

SEEDS = {"licence": (20_241_101, 20_241_102), "ticket": (20_241_103, 20_241_104)}
"""Of the form, and of the one that is read."""

CONDITIONS = {"licence": SEAL, "ticket": PHOTOGRAPH}
"""What befell the one that is read."""


def draw(name: str, folder: Path) -> dict[str, str]:
    """Draw the three files of a form into a folder; gives what is printed in the one that is read."""
    layout = KINDS[name]()
    form = fill_in(layout, np.random.default_rng(SEEDS[name][0]))
    fields = [[np.rint(quad).astype(int).tolist(), field] for field, quad in form.marks()]
    lines = ",\n  ".join(json.dumps(field, ensure_ascii=False) for field in fields)
    (folder / f"{name}.json").write_text(f"[\n  {lines}\n]\n", encoding="utf-8")
    another = make_query(layout, CONDITIONS[name], np.random.default_rng(SEEDS[name][1]))
    for file, image in ((f"{name}.jpg", form.sheet), (f"another_{name}.jpg", another.image)):
        cv2.imwrite(str(folder / file), image, [cv2.IMWRITE_JPEG_QUALITY, 75])
    return dict(another.values)


if __name__ == "__main__":
    for kind in SEEDS:
        sys.stdout.write(json.dumps(draw(kind, HERE), ensure_ascii=False, indent=1) + "\n")
