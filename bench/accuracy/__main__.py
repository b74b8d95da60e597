"""Measure how well the service reads seals, over HTTP, as its clients see it.

    python -m bench.accuracy                            drawn pictures, and the real ones when there are some
    python -m bench.accuracy --only drawn --count 400   drawn pictures alone, 400 of them
    python -m bench.accuracy --data DIR                 only the pictures that DIR/labels.json names
    python -m bench.accuracy --worst 20 --overlays DIR  also list the worst titles and draw their pictures
    python -m bench.accuracy --floors bench/accuracy/floors.toml [--whole]
                                                        the gate: no figure may be below its floor
    python -m bench.accuracy --peer paddlex [--data DIR]
                                                        PaddleX on the true seals, beside ours

The service is started with gunicorn on a free port and stopped at the end, unless --url names one that
runs. The same seed gives the same drawn pictures; they are drawn with the bundled font only, so that the
figures can be repeated anywhere, unless --machine-fonts asks for those that this machine has as well.

With --floors the readers are called in this process instead, on pictures that never change: drawn ones that
lie in bench/accuracy/fixed, and a third of the real ones when there are some (with --whole all of them). The
exit status is 1 when a figure is below its floor. --seal-models and --text-models judge other networks by the
same figures.

With --peer the true seals of a folder (the real pictures, else the fixed drawn ones) are cut out and read by
both, and ours reads the whole pictures, too. PaddleX is installed into .cache first.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack, redirect_stdout
from pathlib import Path

from bench.accuracy.calls import SealCaller
from bench.accuracy.figures import Figures, figures_of
from bench.accuracy.gate.command import keep_floors
from bench.accuracy.outcomes import read_picture
from bench.accuracy.peer.command import compare
from bench.accuracy.pictures import REAL_PICTURES, LabelledPicture, read_labels
from bench.accuracy.report import report
from bench.generator.__main__ import main as draw_pictures
from bench.service_process import ServiceFailed, running_service

_OF_THE_SERVICE = ("count", "seed", "kind", "machine_fonts", "data", "url", "peer")
_OF_THE_GATE = ("whole", "seal_models", "text_models")
_NOT_OF_THE_PEER = (
    *("count", "seed", "kind", "machine_fonts", "url", "only", "worst", "overlays"),
    *("whole", "text_models"),
)


def main(arguments: list[str] | None = None) -> int:
    """Read the command line, measure, and print.

    Returns:
        The exit status: 1 when nothing could be measured, or a figure is below its floor.
    """
    options = _options(arguments)
    if options.floors:
        return keep_floors(options)
    if options.peer:
        return compare(options)
    with ExitStack() as cleanup:
        try:
            sets = _sets(options, cleanup)
            url = options.url or cleanup.enter_context(running_service())
        except (ServiceFailed, OSError, ValueError) as error:
            print(f"bench.accuracy: {error}", file=sys.stderr)
            return 1
        caller = SealCaller(url, with_polygons=options.overlays is not None)
        figures = {name: _measured(name, pictures, caller, options) for name, pictures in sets.items()}
    if options.json:
        options.json.write_text(json.dumps(figures, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return 0


def _options(arguments: list[str] | None) -> argparse.Namespace:
    """Read the command line; exits with status 2 when options do not go together."""
    parser = _parser()
    options = parser.parse_args(arguments)
    if options.floors:
        idle = [name for name in _OF_THE_SERVICE if getattr(options, name) != parser.get_default(name)]
        reason = "goes without --floors, which measures fixed pictures in this process"
    elif options.peer:
        idle = [name for name in _NOT_OF_THE_PEER if getattr(options, name) != parser.get_default(name)]
        reason = "goes without --peer, which reads the true seals of a labelled folder in this process"
    else:
        idle = [name for name in _OF_THE_GATE if getattr(options, name)]
        reason = "goes with --floors only (--seal-models with --peer, too): a service has settings of its own"
    if idle:
        parser.error(f"--{idle[0].replace('_', '-')} {reason}")
    return options


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m bench.accuracy",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--only", choices=["drawn", "real"], help="leave the other set out")
    parser.add_argument("--count", type=_positive, default=200, help="how many pictures to draw (200)")
    parser.add_argument("--seed", type=int, default=0, help="another seed, other pictures (0)")
    parser.add_argument(
        "--kind",
        choices=["crop", "page", "mixed"],
        default="mixed",
        help="what to draw; mixed: one page in four",
    )
    parser.add_argument("--machine-fonts", action="store_true", help="draw with this machine's fonts too")
    parser.add_argument(
        "--data", type=Path, metavar="DIR", help="measure on DIR instead, which has labels.json"
    )
    parser.add_argument("--url", help="a service that runs, such as http://127.0.0.1:8000")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures to FILE as well")
    parser.add_argument("--worst", type=_positive, metavar="N", help="list the N titles that were read worst")
    parser.add_argument(
        "--overlays",
        type=Path,
        metavar="DIR",
        help="draw what was found over every picture, or those of --worst, into DIR",
    )
    parser.add_argument("--floors", type=Path, metavar="FILE", help="hold the floors of a TOML file")
    parser.add_argument("--peer", choices=["paddlex"], help="have a peer read the true seals, too")
    parser.add_argument("--whole", action="store_true", help="read every real picture, not a third of them")
    parser.add_argument(
        "--seal-models",
        type=Path,
        metavar="DIR",
        help="networks to judge: a folder with a seal_recognizer.onnx, a seal_locator.onnx or both",
    )
    parser.add_argument(
        "--text-models", type=Path, metavar="DIR", help="the same with PP-OCR networks, as OCR_MODEL_DIR"
    )
    return parser


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("must be at least 1")
    return number


def _sets(options: argparse.Namespace, cleanup: ExitStack) -> dict[str, list[LabelledPicture]]:
    """What to measure on, by name.

    Raises:
        OSError: a folder lacks its labels.
        ValueError: they cannot be understood, or name no picture of a seal.
    """
    if options.data:
        sets = {str(options.data): read_labels(options.data)}
    else:
        sets = {}
        if options.only != "real":
            folder = Path(cleanup.enter_context(tempfile.TemporaryDirectory(prefix="sealstack-drawn-")))
            sets["drawn"] = _drawn(options, folder)
        if options.only == "real" or (options.only is None and (REAL_PICTURES / "labels.json").is_file()):
            sets["real"] = read_labels(REAL_PICTURES)
    for name, pictures in sets.items():
        if not pictures:
            raise ValueError(f"{name} has no pictures labelled for seals")
    return sets


def _drawn(options: argparse.Namespace, folder: Path) -> list[LabelledPicture]:
    wanted = ["--count", str(options.count), "--seed", str(options.seed), "--kind", options.kind]
    with redirect_stdout(sys.stderr):
        draw_pictures(["--out", str(folder), *wanted, *([] if options.machine_fonts else ["--bundled-font"])])
    return read_labels(folder)


def _measured(
    name: str, pictures: Sequence[LabelledPicture], caller: SealCaller, options: argparse.Namespace
) -> Figures:
    """Have a set read, print its table and whatever else is asked for."""
    outcomes = []
    for number, picture in enumerate(pictures, 1):
        outcomes.append(read_picture(picture, caller.find_seals))
        if sys.stderr.isatty():
            print(f"\r{name}: {number} of {len(pictures)}", end="", file=sys.stderr)
    if sys.stderr.isatty():
        print(file=sys.stderr)
    figures = figures_of(outcomes)
    report(name, outcomes, figures, worst=options.worst, overlays=options.overlays)
    return figures


if __name__ == "__main__":
    sys.exit(main())
