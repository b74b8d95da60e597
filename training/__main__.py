"""Command line for the files of networks, whichever kind: `python -m training --help`."""

from __future__ import annotations

import argparse
from pathlib import Path

from training.blend import average, blend
from training.export import shrink


def main(arguments: list[str] | None = None) -> None:
    """Blend, average or shrink networks.

    Args:
        arguments: of the command line; the process's own when None.
    """
    options = _parser().parse_args(arguments)
    options.run(options)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m training",
        description="What is done with files of networks; `python -m training.run` trains them.",
    )
    steps = parser.add_subparsers(required=True, metavar="STEP")
    blending = steps.add_parser("blend", help="write the network between an earlier one and a later one")
    blending.add_argument("earlier", type=Path)
    blending.add_argument("later", type=Path)
    blending.add_argument("output", type=Path)
    blending.add_argument("--share", type=float, default=0.7, help="of the later one, 0 to 1 (default 0.7)")
    blending.set_defaults(run=lambda given: blend(given.earlier, given.later, given.share, given.output))

    averaging = steps.add_parser("average", help="average the weights of several states of one run")
    averaging.add_argument("output", type=Path)
    averaging.add_argument("networks", type=Path, nargs="+")
    averaging.set_defaults(run=lambda given: average(given.networks, given.output))

    shrinking = steps.add_parser("shrink", help="keep a network's weights as float16, computing in float32")
    shrinking.add_argument("network", type=Path)
    shrinking.add_argument("output", type=Path)
    shrinking.set_defaults(run=lambda given: shrink(given.network, given.output))
    return parser


if __name__ == "__main__":
    main()
