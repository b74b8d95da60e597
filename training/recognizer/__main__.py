"""Command line of the recognizer's training: `python -m training.recognizer --help`."""

from __future__ import annotations

import argparse
import logging
from pathlib import Path

import cv2


def main(arguments: list[str] | None = None) -> None:
    """Run one step of the training.

    Args:
        arguments: of the command line; the process's own when None.
    """
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", datefmt="%H:%M:%S")
    cv2.setNumThreads(1)
    options = _parser().parse_args(arguments)
    options.run(options)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m training.recognizer",
        description="What goes with `python -m training.run`: strips, and networks extended or measured.",
    )
    steps = parser.add_subparsers(required=True, metavar="STEP")
    strips = steps.add_parser("strips", help="draw strips to measure on")
    strips.add_argument("directory", type=Path)
    strips.add_argument("--first-seed", type=int, default=5000, help="of the first shard (default 5000)")
    strips.add_argument("--shards", type=int, default=60, help="how many, of some 300 strips (default 60)")
    strips.add_argument("--titles", type=int, default=4, help="strips of each title (default 4)")
    strips.set_defaults(run=_strips)

    extend = steps.add_parser("extend", help="give a recognizer the characters of seals, to be trained")
    extend.add_argument("network", type=Path)
    extend.add_argument("characters", type=Path, help="what it knows, one a line")
    extend.add_argument("output", type=Path)
    extend.set_defaults(run=_extend)

    evaluate = steps.add_parser("evaluate", help="measure networks on shards that were held out")
    evaluate.add_argument("directory", type=Path)
    evaluate.add_argument("networks", type=Path, nargs="*", help="ONNX files to compare with the stock one")
    evaluate.add_argument("--threads", type=int, default=1)
    evaluate.set_defaults(run=_evaluate)
    return parser


# the steps import what they need themselves: `strips` nothing beyond the project


def _strips(options: argparse.Namespace) -> None:
    from training.recognizer.generation import make_shards

    make_shards(options.directory, options.first_seed, options.shards, options.titles)


def _extend(options: argparse.Namespace) -> None:
    from training.recognizer.alphabet import extend

    extend(options.network, options.characters, options.output)


def _evaluate(options: argparse.Namespace) -> None:
    from training.recognizer.evaluate import report

    print(report(options.directory, options.networks, options.threads))  # noqa: T201


if __name__ == "__main__":
    main()
