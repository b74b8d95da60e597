"""python -m bench.slow_pictures [--short]: seconds of one core for pictures made to be slow."""

from __future__ import annotations

import argparse
import time

import cv2

from bench.slow_pictures.drawing import slow_pictures
from sealstack.models.runtime import RuntimeOptions
from sealstack.models.seal import SealReader

_SHOWN = 10


def main() -> None:
    """Read every picture on one thread, and print the slowest."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--short", action="store_true", help="a dozen pictures instead of hundreds")
    short = arguments.parse_args().short
    cv2.setNumThreads(1)
    options = RuntimeOptions("cpu", 1)
    reader = SealReader.load(options)
    taken = []
    for name, picture in slow_pictures(short=short):
        begun = time.process_time()
        seals = reader.read(picture)
        taken.append((time.process_time() - begun, len(seals), name))
    taken.sort(reverse=True)
    print(f"{len(taken)} pictures; the slowest, in seconds of one core:")
    for seconds, count, name in taken[:_SHOWN]:
        print(f"{seconds:6.2f} s  {count:4d} seals  {name}")


if __name__ == "__main__":
    main()
