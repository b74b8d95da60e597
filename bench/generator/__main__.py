"""Make labelled pictures.

python -m bench.generator --out DIR --count 300 --seed 1 [--kind page|crop|mixed] [--difficulty hard]
"""

from __future__ import annotations

import argparse
from pathlib import Path

from bench.generator.labels import record, write_labels, write_picture
from bench.generator.scenes import DIFFICULTIES, make_scene


def main() -> None:
    """Read the command line and write pictures with their labels."""
    raw = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(
        prog="python -m bench.generator", description=__doc__, formatter_class=raw
    )
    parser.add_argument("--out", type=Path, required=True, help="folder for images/ and labels.json")
    parser.add_argument("--count", type=int, default=100, help="how many pictures")
    parser.add_argument("--seed", type=int, default=0, help="pictures take the seeds from here on")
    parser.add_argument(
        "--kind", choices=["crop", "page", "mixed"], default="mixed", help="mixed: one page in four"
    )
    parser.add_argument("--difficulty", choices=list(DIFFICULTIES), help="all of one difficulty")
    parser.add_argument("--bundled-font", action="store_true", help="leave the machine's fonts out")
    options = parser.parse_args()
    records = []
    for number in range(options.count):
        kind = options.kind if options.kind != "mixed" else "page" if number % 4 == 3 else "crop"
        scene = make_scene(
            options.seed * 1_000_000 + number,
            options.difficulty,
            kind,
            bundled_only=options.bundled_font,
        )
        identity = f"made_{options.seed}_{number:05d}"
        file = f"images/{identity}.png"
        write_picture(scene, options.out / file)
        records.append(record(scene, identity, file))
    print(f"{len(records)} pictures, {write_labels(records, options.out)}")


if __name__ == "__main__":
    main()
