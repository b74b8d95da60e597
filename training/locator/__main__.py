"""Command line of the locator's training: `python -m training.locator --help`."""

from __future__ import annotations

import argparse
import logging
from pathlib import Path

import cv2

from bench.generator.designs import SHAPES


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
        prog="python -m training.locator",
        description="Train the network that sees where seals lie: scenes, fit, blend, shrink.",
    )
    steps = parser.add_subparsers(required=True, metavar="STEP")
    scenes = steps.add_parser("scenes", help="draw shards of pictures with the seal generator")
    scenes.add_argument("directory", type=Path)
    scenes.add_argument("--first-seed", type=int, default=200_000, help="of the first shard (default 200000)")
    scenes.add_argument("--shards", type=int, default=160, help="how many, of 50 pictures (default 160)")
    scenes.add_argument("--shape", choices=list(SHAPES), help="of all seals (default mixed)")
    scenes.set_defaults(run=_scenes)

    fit = steps.add_parser("fit", help="train; goes on from the last checkpoint in the output directory")
    fit.add_argument("directory", type=Path, help="of the shards")
    fit.add_argument("output", type=Path, help="directory of checkpoints and of latest.onnx")
    fit.add_argument("--steps", type=int, default=2000)
    fit.add_argument("--rate", type=float, default=2e-3, help="highest learning rate (default 2e-3)")
    fit.add_argument("--side", type=int, default=384, help="of a view, pixels (default 384)")
    fit.add_argument("--batch", type=int, default=12, help="views a step (default 12)")
    fit.add_argument("--threads", type=int, default=1)
    fit.add_argument("--seed", type=int, default=1)
    fit.set_defaults(run=_fit)

    blend = steps.add_parser("blend", help="write the network between an earlier one and a later one")
    blend.add_argument("earlier", type=Path)
    blend.add_argument("later", type=Path)
    blend.add_argument("output", type=Path)
    blend.add_argument("--share", type=float, default=0.7, help="of the later one, 0 to 1 (default 0.7)")
    blend.set_defaults(run=_blend)

    shrink = steps.add_parser("shrink", help="keep a network's weights as float16, computing in float32")
    shrink.add_argument("network", type=Path)
    shrink.add_argument("output", type=Path)
    shrink.set_defaults(run=_shrink)
    return parser


# the steps import what they need themselves: only `fit` needs torch


def _scenes(options: argparse.Namespace) -> None:
    from training.locator.scenes import make_shards

    make_shards(options.directory, options.first_seed, options.shards, options.shape)


def _fit(options: argparse.Namespace) -> None:
    from training.locator.fit import Plan, fit

    plan = Plan(
        steps=options.steps,
        rate=options.rate,
        side=options.side,
        batch=options.batch,
        threads=options.threads,
        seed=options.seed,
    )
    fit(options.directory, options.output, plan)


def _blend(options: argparse.Namespace) -> None:
    from training.locator.blend import blend

    blend(options.earlier, options.later, options.share, options.output)


def _shrink(options: argparse.Namespace) -> None:
    from training.export import shrink

    shrink(options.network, options.output)


if __name__ == "__main__":
    main()
