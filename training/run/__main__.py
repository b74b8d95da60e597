"""Command line of a training run: `python -m training.run --help`."""

from __future__ import annotations

import argparse
import logging
import os
from pathlib import Path

from training.run.catalogue import NETWORKS, Means, subjects_of

_REHEARSAL_MINUTES = 0.7
_MEMORY_SHARE = 0.2  # of a GPU's memory, for samples
_MEMORY_ON_CPU = 3 * 2**30
_PIXELS_ON_GPU, _PIXELS_ON_CPU = 180_000, 3_200
_HELD_OUT, _HELD_OUT_IN_REHEARSAL = 320, 3

_LIGHT = Path(__file__).parents[1] / "weights" / "seal_recognizer_light.onnx"

_log = logging.getLogger("training.run")


def main(arguments: list[str] | None = None) -> None:
    """Train.

    Args:
        arguments: of the command line; the process's own when None.
    """
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", datefmt="%H:%M:%S")
    options = _parser().parse_args(arguments)
    if options.rehearse:
        options.minutes, options.held_out = _REHEARSAL_MINUTES, _HELD_OUT_IN_REHEARSAL
    _run(options)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m training.run",
        description="Draw and train at once, by the clock: minutes on a GPU, hours on two cores.",
    )
    parser.add_argument("--minutes", type=float, default=9.0, help="of training (default 9)")
    parser.add_argument(
        "--networks", type=_names, default=NETWORKS, help=f"of {','.join(NETWORKS)} (default all)"
    )
    parser.add_argument("--device", default="auto", help="auto, cpu or cuda (default auto)")
    parser.add_argument(
        "--out", type=Path, required=True, help="of checkpoints, networks, figures; goes on from them"
    )
    parser.add_argument("--from", dest="sources", type=Path, help="directory of networks to start from")
    parser.add_argument(
        "--stock", type=Path, help="the stock recognizer (default: that of the rapidocr wheel)"
    )
    parser.add_argument(
        "--light", type=Path, help="what the light recognizer starts from when there is none yet"
    )
    parser.add_argument("--processes", type=int, help="that draw (default: one less than there are cores)")
    parser.add_argument("--threads", type=int, default=1, help="of torch, on the CPU (default 1)")
    parser.add_argument("--pixels", type=int, help="strip widths of a batch taken together")
    parser.add_argument("--rates", type=float, help="times the usual ones (default 1 on a GPU, 0.3 on a CPU)")
    parser.add_argument("--untaught", action="store_true", help="the light one learns from labels alone")
    parser.add_argument("--reuse", type=float, help="how often a sample is shown before more are drawn")
    parser.add_argument(
        "--held-out", type=int, default=_HELD_OUT, help="drawings for the figures (default 320)"
    )
    parser.add_argument("--first-seed", type=int, default=20_000_000, help="(default 20000000)")
    parser.add_argument("--rehearse", action="store_true", help="all of it in a minute, to see that it works")
    return parser


def _names(listed: str) -> tuple[str, ...]:
    names = tuple(name.strip() for name in listed.split(",") if name.strip())
    try:
        subjects_of(names)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None
    return names


def _run(options: argparse.Namespace) -> None:
    import torch

    from training.run.drawing import Drawing
    from training.run.session import Clock, Intervals, Session

    torch.set_num_threads(options.threads)
    means = _means(options)
    subjects = subjects_of(options.networks)
    processes = options.processes or max(1, (os.cpu_count() or 2) - 1)
    _log.info("training %s on %s, %d processes draw", ", ".join(options.networks), means.device, processes)
    options.out.mkdir(parents=True, exist_ok=True)
    clock = Clock(options.minutes * 60)
    drawing = Drawing(
        {subject.kind: (subject.artist, subject.drawing) for subject in subjects.values()},
        processes,
        options.first_seed,
        options.held_out,
    )
    try:
        courses = {name: (subject.course(means), subject.device) for name, subject in subjects.items()}
        reuse = options.reuse if options.reuse is not None else 0.0 if means.device.type == "cuda" else 2.0
        session = Session(courses, options.out, clock, Intervals(), reuse)
        session.train(drawing)
    finally:
        drawing.close()
    session.save()
    for path in session.export():
        _log.info("%s: %.1f MB", path, path.stat().st_size / 1e6)
    _log.info("figures and settings: %s", session.write_report(vars(options)))


def _means(options: argparse.Namespace) -> Means:
    import torch

    from sealstack.models.text.weights import find_weights

    name = options.device
    if name == "auto":
        name = "cuda" if torch.cuda.is_available() else "cpu"
    device = torch.device(name)
    on_gpu = device.type == "cuda"
    memory = _MEMORY_ON_CPU
    if on_gpu:
        memory = int(torch.cuda.get_device_properties(device).total_memory * _MEMORY_SHARE)
    return Means(
        device=device,
        memory=memory,
        pixels=options.pixels or (_PIXELS_ON_GPU if on_gpu else _PIXELS_ON_CPU),
        sources=options.sources or options.out,
        stock=options.stock or find_weights().recognizer,
        rates=options.rates or (1.0 if on_gpu else 0.3),
        taught=not options.untaught,
        light=options.light or _LIGHT,
    )


if __name__ == "__main__":
    main()
