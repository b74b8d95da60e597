"""Make labelled pictures of seals, or the sample picture.

    python -m bench.generator --out DIR --count 300 --seed 1 [--kind crop|page|mixed] [--difficulty hard]
    python -m bench.generator --sample sealstack/sample/contract.jpg

The first writes pictures to DIR/images and their truth to DIR/labels.json; the same arguments on a
machine with the same fonts give the same files (with --bundled-font, on any machine). The second draws
the picture that the package carries.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from bench.generator.designs import SHAPES
from bench.generator.difficulty import DIFFICULTIES
from bench.generator.labels import record, write_labels, write_picture
from bench.generator.sample import write_sample
from bench.generator.scenes import make_scene

SEEDS_APART = 1_000_000
"""Two runs with different seeds share no picture as long as they make fewer than this."""


def main(arguments: list[str] | None = None) -> None:
    """Read the command line and write pictures with their labels."""
    raw = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(
        prog="python -m bench.generator", description=__doc__, formatter_class=raw
    )
    target = parser.add_mutually_exclusive_group(required=True)
    target.add_argument("--out", type=Path, help="folder for images/ and labels.json")
    target.add_argument("--sample", type=Path, metavar="PATH", help="draw the sample picture to PATH")
    parser.add_argument("--count", type=int, default=100, help="how many pictures (100)")
    parser.add_argument("--seed", type=int, default=0, help="another seed, other pictures (0)")
    parser.add_argument(
        "--kind", choices=["crop", "page", "mixed"], default="mixed", help="mixed: one page in four"
    )
    parser.add_argument("--difficulty", choices=list(DIFFICULTIES), help="all of one difficulty")
    parser.add_argument("--shape", choices=list(SHAPES), help="all seals of one shape")
    parser.add_argument("--grey", action="store_true", help="grey copies only")
    parser.add_argument("--bundled-font", action="store_true", help="leave the machine's fonts out")
    options = parser.parse_args(arguments)
    if options.sample:
        print(f"{options.sample}: {write_sample(options.sample)} bytes")
        return
    records = []
    for number in range(options.count):
        scene = make_scene(
            options.seed * SEEDS_APART + number,
            options.difficulty,
            _kind(options.kind, number),
            shape=options.shape,
            grey=True if options.grey else None,
            bundled_only=options.bundled_font,
        )
        identity = f"made_{options.seed}_{number:05d}"
        file = f"images/{identity}.png"
        write_picture(scene, options.out / file)
        records.append(record(scene, identity, file))
    print(f"{len(records)} pictures, {write_labels(records, options.out)}")


def _kind(wanted: str, number: int) -> str:
    """What kind the picture of that number is."""
    if wanted == "mixed":
        return "page" if number % 4 == 3 else "crop"
    return wanted


if __name__ == "__main__":
    main()
