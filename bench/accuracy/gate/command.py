"""What `python -m bench.accuracy --floors FILE` does: measure in this process, and hold the floors."""

from __future__ import annotations

import json
import sys
import time
from argparse import Namespace
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from bench.accuracy.figures import Figures
from bench.accuracy.gate.floors import Held, floors_table, hold, read_floors
from bench.accuracy.gate.measure import FORMS, TEXTS, Measured, Readers, measure
from bench.accuracy.gate.readers import DirectReaders
from bench.accuracy.pictures import REAL_PICTURES
from bench.accuracy.report import report
from sealstack.models.runtime.machine.cores import available_cores

DRAWN, REAL, SAMPLE = "drawn", "real", "sample"
SETS = (DRAWN, REAL, SAMPLE)
"""The sets of pictures that floors are set on."""

FOLDERS: Mapping[str, Path] = {DRAWN: Path(__file__).parents[1] / "fixed", REAL: REAL_PICTURES}
"""Where the pictures lie."""

_SAMPLED = 3
"""Of so many real pictures one is in the sample, so that the gate takes no more than three minutes."""


def keep_floors(
    options: Namespace, folders: Mapping[str, Path] = FOLDERS, readers: Readers | None = None
) -> int:
    """Measure the sets that are there, print their figures, and say which fell below their floors.

    Args:
        options: the command line of `bench.accuracy`.
        folders: where the pictures lie.
        readers: what is measured; the project's own, with the networks that the options name, when None.

    Returns:
        The exit status: 1 when a figure is below its floor, a call failed, or nothing could be measured.
    """
    started = time.perf_counter()
    figures: dict[str, Figures] = {}
    failures: list[str] = []
    try:
        floors = read_floors(options.floors, SETS)
        readers = readers or DirectReaders(options.text_models, options.seal_models)
        for name, measured in _measured(options, folders, readers):
            figures[name] = measured.figures()
            failures += measured.failures
            report(name, measured.seals, figures[name], worst=options.worst, overlays=options.overlays)
            _print_others(measured, figures[name], faults=bool(options.worst))
        held = hold(floors, figures)
    except (OSError, ValueError) as error:
        print(f"bench.accuracy: {error}", file=sys.stderr)
        return 1
    if options.json:
        options.json.write_text(json.dumps(figures, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    _print_verdict(held, failures, time.perf_counter() - started)
    return 1 if failures or any(one.below for one in held) else 0


def _measured(
    options: Namespace, folders: Mapping[str, Path], readers: Readers
) -> Iterator[tuple[str, Measured]]:
    """Measure each set that is wanted; the real one may be left out for not being there."""
    with ThreadPoolExecutor(available_cores(), thread_name_prefix="reading") as threads:
        if options.only != REAL:
            yield DRAWN, measure(folders[DRAWN], readers, threads)
        if options.only == DRAWN:
            return
        if options.only is None and not (folders[REAL] / "labels.json").is_file():
            print("There are no real pictures here, so their floors are not held.")
        elif options.whole:
            yield REAL, measure(folders[REAL], readers, threads)
        else:
            yield SAMPLE, measure(folders[REAL], readers, threads, every=_SAMPLED)


def _print_others(measured: Measured, figures: Figures, *, faults: bool) -> None:
    """Print what was read besides seals, and with `faults` what was read wrongly of it."""
    if TEXTS in figures:
        texts = figures[TEXTS]
        print(f"\nlines of text: {texts['n']:.0f}, found and read {texts['line_recall']:.4f}.")
    if FORMS in figures:
        forms = figures[FORMS]
        print(
            f"\nfields of forms: {forms['n']:.0f}, read without a fault {forms['field_exact']:.4f}; "
            f"forms refused: {forms['refused']:.4f}."
        )
    if not faults:
        return
    for text in measured.texts:
        for line in (line for line, found in text.lines() if not found):
            print(f"\n{text.text.identity}: has no line {line!r}")
    for form in measured.forms:
        for name, truth, value, _ in (field for field in form.fields() if not field[3]):
            print(f"\n{form.pair.identity}: {name} is {truth!r}, read as {value!r}")


def _print_verdict(held: list[Held], failures: list[str], seconds: float) -> None:
    print(f"\n## floors\n\n{floors_table(held)}")
    for line in failures:
        print(f"\nfailed: {line}")
    below = [one.floor.name for one in held if one.below]
    print(
        f"\n{len(held) - len(below)} of {len(held)} floors hold"
        f"{'; below: ' + ', '.join(below) if below else ''}. Measured in {seconds:.0f} s."
    )
