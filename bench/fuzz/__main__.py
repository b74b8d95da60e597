"""Sends requests made by chance, and tells which are not answered as they should be.

    python -m bench.fuzz                              # 20,000 requests: a night on two cores
    python -m bench.fuzz --count 400 --blank          # some seconds, with readers that read nothing
    python -m bench.fuzz --seed 7                     # others
    python -m bench.fuzz --only schema                # what schemathesis makes of /openapi.json

Every request must get one right answer in the shape of its dialect, no unforeseen error, no stack trace, and
leave the worker running. Those that do not are kept in `--keep`, to be mended and put into
tests/bench/fuzz/found; what lies there is sent first. The exit status is 1 when there was a fault. `OCR_*` of
the environment hold.
"""

from __future__ import annotations

import argparse
import signal
import sys
from collections import Counter
from pathlib import Path

import numpy as np

from bench.fuzz import schema
from bench.fuzz.judging import fault_of
from bench.fuzz.makers import MAKERS
from bench.fuzz.wire import Request, send
from bench.service_process import RunningService, running_process

_ROOT = Path(__file__).parents[2]
FOUND = _ROOT / "tests" / "bench" / "fuzz" / "found"
"""The requests that were once not answered as they should have been."""

_SHARES = {"pictures": 0.5, "json": 0.3, "headers": 0.1, "signatures": 0.1}
_CLOSED = {"OCR_SECRET_ID": "AKIDbench", "OCR_SECRET_KEY": "secret"}


def main() -> int:
    """Send as many as asked for and print what came of them."""
    options = _options()
    # whoever ends the bench ends the service with it
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    app = "bench.blank_service:app" if options.blank else None
    print("| requests | sent | faults | restarts |\n|---|---|---|---|", flush=True)
    faults = 0
    for name in options.only.split(",") if options.only else [*_SHARES, "schema"]:
        settings = {"OCR_WORKERS": "1", **(_CLOSED if name == "signatures" else {})}
        with running_process(app, settings) as service:
            if name == "schema":
                sent, found = schema.run(service.url, max(5, options.count // 200), options.seed)
            else:
                sent, found = _fuzzed(service, name, options)
            logged = service.log.read_text(encoding="utf-8", errors="replace")
        restarts = logged.count("Booting worker") - 1
        if "Traceback (most recent call last)" in logged:
            found["a traceback in the log"] += logged.count("Traceback (most recent call last)")
            _keep(options.keep, f"{name}.log", logged)
        print(f"| {name} | {sent} | {sum(found.values())} | {restarts} |", flush=True)
        for fault, times in found.most_common(20):
            print(f"- {times} × {fault}")
        faults += sum(found.values()) + restarts
    return 1 if faults else 0


def _fuzzed(service: RunningService, name: str, options: argparse.Namespace) -> tuple[int, Counter[str]]:
    found: Counter[str] = Counter()
    known = [Request.from_json(file.read_text(encoding="ascii")) for file in sorted(FOUND.glob("*.json"))]
    requests = [one for one in known if one.kind == name]
    count = round(options.count * _SHARES[name])
    for number in range(-len(requests), count):
        request = (
            requests[number] if number < 0 else MAKERS[name](np.random.default_rng([options.seed, number]))
        )
        fault = fault_of(request, send(service.url, request))
        if fault:
            found[fault] += 1
            _keep(options.keep, f"{name}-{options.seed}-{number}.json", request.to_json())
    return count + len(requests), found


def _keep(folder: Path, name: str, content: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(content, encoding="utf-8")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--count", type=int, default=20_000, help="requests in all, those of the schema apart"
    )
    parser.add_argument("--seed", type=int, default=1, help="the same seed makes the same requests")
    parser.add_argument("--only", default="", help=f"of {','.join(_SHARES)},schema")
    parser.add_argument("--blank", action="store_true", help="with readers that read nothing")
    parser.add_argument("--keep", type=Path, default=_ROOT / ".cache" / "fuzz", help="where faults are kept")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
