"""Measure how well forms are aligned and read, on forms drawn for the purpose.

    python -m bench.forms                             every kind of form under every condition, 4 queries each
    python -m bench.forms --count 10 --seed 3         more queries, other values
    python -m bench.forms --kind ticket --condition photograph
    python -m bench.forms --url http://127.0.0.1:8000 over HTTP, as clients see it
    python -m bench.forms --speed                     times, on an otherwise quiet machine
    python -m bench.forms --sample docs/forms         draw the form that docs/templates.md marks and reads
    python -m bench.forms --steps docs/form_other_office.jpg --kind permit --seed 6    draw the steps
    python -m bench.forms --faults 30 --overlays DIR  list what was read wrongly, and draw those queries

Without --url the form reader is called in this process. The same seed gives the same forms; they are drawn
with the bundled font only, so that the figures can be repeated anywhere, unless --machine-fonts is given.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from bench.forms.calls import CallFailed, DirectCaller, FormCaller, HttpCaller
from bench.forms.conditions import CONDITIONS
from bench.forms.figures import faults_table, figures_of, figures_table
from bench.forms.kinds import KINDS
from bench.forms.outcomes import REFUSED, Outcome, run
from bench.forms.overlays import write_overlay
from bench.forms.sample import write_sample
from bench.forms.speed import measure_speed
from bench.forms.steps import write_steps


def main(arguments: list[str] | None = None) -> int:
    """Read the command line, measure, and print; the exit status is 1 when nothing could be measured."""
    options = _parser().parse_args(arguments)
    if options.sample:
        for path in write_sample(options.sample):
            print(path)
        return 0
    if options.steps:
        kind = options.kind[0] if options.kind else "waybill"
        print(write_steps(DirectCaller(options.threads), options.steps, kind, options.seed))
        return 0
    if options.speed:
        for step, seconds in measure_speed(DirectCaller(options.threads)).items():
            print(f"{step}: {seconds:.3f} s")
        return 0
    try:
        outcomes = _outcomes(options)
    except CallFailed as error:
        print(f"bench.forms: {error}", file=sys.stderr)
        return 1
    figures = figures_of(outcomes)
    print(figures_table(figures), flush=True)
    if options.faults:
        print(f"\nRead wrongly:\n\n{faults_table(outcomes, options.faults)}")
    if options.overlays:
        for outcome in outcomes:
            if not options.faults or _faulty(outcome):
                write_overlay(outcome, options.overlays)
    if options.json:
        options.json.write_text(json.dumps(figures, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m bench.forms",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--count", type=int, default=4, help="queries of every kind and condition (4)")
    parser.add_argument("--seed", type=int, default=0, help="another seed, other values (0)")
    parser.add_argument("--kind", choices=list(KINDS), action="append", help="only this kind of form")
    parser.add_argument(
        "--condition", choices=[*CONDITIONS, *REFUSED], action="append", help="only this condition"
    )
    parser.add_argument("--machine-fonts", action="store_true", help="draw with this machine's fonts too")
    parser.add_argument("--threads", type=int, default=1, help="threads that compute one call (1)")
    parser.add_argument("--url", help="a service that runs, such as http://127.0.0.1:8000")
    parser.add_argument("--api-key", help="a key, when the service is closed")
    parser.add_argument("--speed", action="store_true", help="take times instead")
    parser.add_argument(
        "--faults", type=int, metavar="N", help="list the first N fields that were read wrongly"
    )
    parser.add_argument(
        "--overlays", type=Path, metavar="DIR", help="draw queries into DIR, or faulty ones only"
    )
    parser.add_argument("--sample", type=Path, metavar="DIR", help="draw the documents' form into DIR")
    parser.add_argument(
        "--steps", type=Path, metavar="FILE", help="draw how a form of another office is read"
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures to FILE as well")
    return parser


def _outcomes(options: argparse.Namespace) -> list[Outcome]:
    """Ask everything.

    Raises:
        CallFailed: the service does not answer as it ought to.
    """
    caller: FormCaller
    caller = HttpCaller(options.url, options.api_key) if options.url else DirectCaller(options.threads)
    outcomes = []
    conditions = options.condition or [*CONDITIONS, *REFUSED]
    for outcome in run(
        caller,
        options.kind or list(KINDS),
        conditions,
        options.count,
        options.seed,
        not options.machine_fonts,
    ):
        outcomes.append(outcome)
        if sys.stderr.isatty():
            print(f"\r{len(outcomes)} queries", end="", file=sys.stderr)
    return outcomes


def _faulty(outcome: Outcome) -> bool:
    if outcome.condition in REFUSED:
        return outcome.answer is not None
    return outcome.answer is None or not all(same for _, _, _, same in outcome.fields())


if __name__ == "__main__":
    sys.exit(main())
