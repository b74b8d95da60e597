"""Measure how well the service reads seals, over HTTP, as its clients see it.

    python -m bench.accuracy                            drawn pictures, and the real ones when there are some
    python -m bench.accuracy --only drawn --count 400   drawn pictures alone, 400 of them
    python -m bench.accuracy --data DIR                 only the pictures that DIR/labels.json names
    python -m bench.accuracy --worst 20 --overlays DIR  also list the worst titles and draw their pictures

The service is started with gunicorn on a free port and stopped at the end, unless --url names one that
runs. The same seed gives the same drawn pictures; they are drawn with the bundled font only, so that the
figures can be repeated anywhere, unless --machine-fonts asks for those that this machine has as well.
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
from bench.accuracy.outcomes import Outcome, read_picture, worst_readings
from bench.accuracy.overlays import write_overlay
from bench.accuracy.pictures import REAL_PICTURES, LabelledPicture, read_labels
from bench.accuracy.tables import figures_table, inventions, worst_table
from bench.generator.__main__ import main as draw_pictures
from bench.service_process import ServiceFailed, running_service


def main(arguments: list[str] | None = None) -> int:
    """Read the command line, measure, and print; the exit status is 1 when nothing could be measured."""
    options = _parser().parse_args(arguments)
    with ExitStack() as cleanup:
        try:
            sets = _sets(options, cleanup)
            url = options.url or cleanup.enter_context(running_service())
        except (ServiceFailed, OSError, ValueError) as error:
            print(f"bench.accuracy: {error}", file=sys.stderr)
            return 1
        caller = SealCaller(url, with_polygons=options.overlays is not None)
        report = {name: _measured(name, pictures, caller, options) for name, pictures in sets.items()}
    if options.json:
        options.json.write_text(json.dumps(report, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return 0


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
    print(f"\n## {name}: {len(pictures)} pictures\n\n{figures_table(figures)}", flush=True)
    drawn_over: Sequence[Outcome] = outcomes
    if options.worst:
        readings = worst_readings(outcomes, options.worst)
        print(f"\nRead worst:\n\n{worst_table(readings)}")
        for line in inventions(outcomes):
            print(f"\n{line}")
        drawn_over = list({id(reading.outcome): reading.outcome for reading in readings}.values())
    if options.overlays:
        for outcome in drawn_over:
            write_overlay(outcome, options.overlays / Path(name).name)
        print(f"\n{len(drawn_over)} overlays in {options.overlays / Path(name).name}")
    return figures


if __name__ == "__main__":
    sys.exit(main())
