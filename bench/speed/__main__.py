"""Measures Sealstack's speed, beside that of rapidocr_api and faster-paddle on the same pictures.

    python -m bench.speed                # everything; installs the peers into .cache first
    python -m bench.speed --no-peer      # Sealstack alone
    python -m bench.speed --only overhead,start

rapidocr_api runs beside the service, faster-paddle in a process of its own as it has no server. None is asked
at the same time as another: rounds of one and the other take turns, so that what else the machine does
strikes all. `OCR_*` of the environment hold for Sealstack.
"""

from __future__ import annotations

import argparse
import json
import signal
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path

import requests

from bench.service_process import RunningService, running_process
from bench.speed import calls, pictures
from bench.speed.in_process import RAPIDOCR, TimedReading, faster_paddle, read_in_process, sealstack
from bench.speed.load import Load, Send, apply_load
from bench.speed.memory import megabytes_of_family, watched_megabytes
from bench.speed.peer import install_faster_paddle, install_peer, running_peer
from bench.speed.pictures import LabelledPicture

PARTS = ("general", "seals", "templates", "overhead", "start", "memory")
_TIDIED_SECONDS = 10
_PEER = Path(__file__).resolve().parents[2] / ".cache" / "peer"
_FASTER_PADDLE = _PEER.with_name("faster-paddle")

_IN_PROCESS = (("accurate", "small"), ("fast", "tiny"))
"""Our networks and those of faster-paddle that they are compared with."""


ASKED = {
    "**pictures a second ÷ rapidocr_api's**": "≥ 2.2; 1.4 without bf16",
    "**p95 ÷ rapidocr_api's**": "≤ 0.4",
    "**one client: latency ÷ in-process RapidOCR**": "≤ 0.5",
    "**in process, accurate: time ÷ faster-paddle small's**": "≤ 0.95",
    "**in process, fast: time ÷ faster-paddle tiny's**": "≤ 1.0",
    "SealOCR, crop: seconds": "≤ 0.12",
    "SealOCR, A4 page at 150 dpi: seconds": "≤ 0.35",
    "SealOCR, A4 page, 8 clients: pages a second": "≥ 4",
    "template query, 10 fields: seconds": "≤ 0.35",
    "SealOCR with a null engine, 2 MB: seconds": "≤ 0.012",
    "cold start to /readyz: seconds": "≤ 2.5",
    "RSS of the largest worker after the last mixed request, MB": "≤ 600",
}
"""What is wanted of the rows that have a goal; see docs/performance.md."""


class Report:
    """Rows of a table: what, the median over the rounds, the least and the most, and what is asked for."""

    def __init__(self) -> None:
        self.rows: dict[str, dict[str, float]] = {}

    def add(self, name: str, values: Sequence[float]) -> None:
        """Add a row and print it."""
        row = {"median": statistics.median(values), "least": min(values), "most": max(values)}
        self.rows[name] = {key: round(value, 4) for key, value in row.items()}
        spread = f"{row['least']:.3g} – {row['most']:.3g}"
        print(f"| {name} | {row['median']:.3g} | {spread} | {ASKED.get(name, '')} |", flush=True)


def main() -> None:
    """Measure what was asked for and print a table."""
    options = _options()
    # whoever ends the bench ends both servers with it
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    report = Report()
    print("| what | median | spread | asked |\n|---|---|---|---|", flush=True)
    parts = options.only.split(",") if options.only else list(PARTS)
    with ExitStack() as stack:
        service = stack.enter_context(running_process())
        if "general" in parts:
            programs = None if options.no_peer else install_peer(options.peer)
            peer = stack.enter_context(running_peer(programs)) if programs else None
            _general(report, service, peer, programs, options)
            _in_process(report, options)
        if "seals" in parts:
            _seals(report, service, options)
        if "templates" in parts:
            send = calls.template_queries(service.url)
            _alone(report, "template query, 10 fields: seconds", send, options.rounds, 8)
        if "memory" in parts:
            _memory(report, service, options)
    if "overhead" in parts:
        with running_process("bench.speed.null_engine:app") as service:
            send = calls.seals(service.url, [pictures.noisy_photograph()])
            _alone(report, "SealOCR with a null engine, 2 MB: seconds", send, options.rounds, 40)
    if "start" in parts:
        _start(report, options.rounds)
    if options.json:
        options.json.write_text(json.dumps(report.rows, indent=1), encoding="utf-8")


def _general(
    report: Report,
    service: RunningService,
    peer: tuple[str, int] | None,
    programs: Path | None,
    options: argparse.Namespace,
) -> None:
    """Eight clients and one, Sealstack and the peer in turns."""
    shown = [picture.content for picture in pictures.general_pictures()]
    ours = calls.general_text(service.url, shown)
    theirs = calls.general_text(peer[0], shown) if peer else None
    for send in filter(None, (ours, theirs)):
        apply_load(send, clients=2, requests_in_all=len(shown))
    many, peers_many, one, direct = [], [], [], []
    for _ in range(options.rounds):
        many.append(apply_load(ours, clients=8, requests_in_all=options.requests))
        if theirs:
            peers_many.append(apply_load(theirs, clients=8, requests_in_all=options.requests))
        one.append(apply_load(ours, clients=1, requests_in_all=len(shown)))
        if programs:
            readings = read_in_process(programs / "python", RAPIDOCR, shown)
            direct.append([reading.seconds for reading in readings])
        rates = [round(loads[-1].rate, 3) for loads in (many, peers_many) if loads]
        print("a round is done; pictures a second:", *rates, file=sys.stderr, flush=True)
    report.add("general text, 8 clients: pictures a second", [load.rate for load in many])
    report.add("general text, 8 clients: p95 seconds", [load.percentile(95) for load in many])
    report.add("general text, 1 client: mean seconds", [statistics.fmean(load.seconds) for load in one])
    if not peer:
        return
    report.add("rapidocr_api, 8 clients: pictures a second", [load.rate for load in peers_many])
    report.add("rapidocr_api, 8 clients: p95 seconds", [load.percentile(95) for load in peers_many])
    report.add("RapidOCR in process: mean seconds", [statistics.fmean(seconds) for seconds in direct])
    report.add("**pictures a second ÷ rapidocr_api's**", _ratios(many, peers_many, lambda load: load.rate))
    report.add("**p95 ÷ rapidocr_api's**", _ratios(many, peers_many, lambda load: load.percentile(95)))
    report.add(
        "**one client: latency ÷ in-process RapidOCR**",
        [sum(load.seconds) / sum(seconds) for load, seconds in zip(one, direct, strict=True)],
    )
    report.add("rapidocr_api: RSS, MB", megabytes_of_family(peer[1])[:1])


def _ratios(ours: Sequence[Load], theirs: Sequence[Load], figure: Callable[[Load], float]) -> list[float]:
    return [figure(one) / figure(other) for one, other in zip(ours, theirs, strict=True)]


def _in_process(report: Report, options: argparse.Namespace) -> None:
    """Our networks and faster-paddle's of the same size in turns, and how many of the lines each finds."""
    shown = pictures.general_pictures()
    contents = [picture.content for picture in shown]
    theirs = None if options.no_peer else install_faster_paddle(options.faster_paddle) / "python"
    lines = sum(len(picture.legible) for picture in shown)
    for model, size in _IN_PROCESS:
        ours, peers = [], []
        for _ in range(options.rounds):
            ours.append(read_in_process(sys.executable, sealstack(model), contents))
            if theirs:
                peers.append(read_in_process(theirs, faster_paddle(size), contents))
        for name, rounds in ((model, ours), (f"faster-paddle {size}", peers)):
            if rounds:
                report.add(f"in process, {name}: mean seconds", [_seconds(one) / len(one) for one in rounds])
                processor = [_processor_seconds(one) / len(one) for one in rounds]
                report.add(f"in process, {name}: mean processor seconds", processor)
                report.add(f"in process, {name}: of {lines} lines", [_found(shown, one) for one in rounds])
        if peers:
            ratios = [_seconds(one) / _seconds(other) for one, other in zip(ours, peers, strict=True)]
            report.add(f"**in process, {model}: time ÷ faster-paddle {size}'s**", ratios)
            ratios = [
                _processor_seconds(one) / _processor_seconds(other)
                for one, other in zip(ours, peers, strict=True)
            ]
            report.add(f"in process, {model}: processor time ÷ faster-paddle {size}'s", ratios)


def _seconds(readings: Sequence[TimedReading]) -> float:
    return sum(reading.seconds for reading in readings)


def _processor_seconds(readings: Sequence[TimedReading]) -> float:
    return sum(reading.processor_seconds for reading in readings)


def _found(shown: Sequence[LabelledPicture], readings: Sequence[TimedReading]) -> int:
    return sum(picture.found(reading.text) for picture, reading in zip(shown, readings, strict=True))


def _seals(report: Report, service: RunningService, options: argparse.Namespace) -> None:
    crops, pages = pictures.seal_crops(), pictures.sealed_pages()
    _alone(report, "SealOCR, crop: seconds", calls.seals(service.url, crops), options.rounds, 2 * len(crops))
    send = calls.seals(service.url, pages)
    _alone(report, "SealOCR, A4 page at 150 dpi: seconds", send, options.rounds, 2 * len(pages))
    loads = [
        apply_load(send, clients=8, requests_in_all=max(16, options.requests // 2))
        for _ in range(options.rounds)
    ]
    report.add("SealOCR, A4 page, 8 clients: pages a second", [load.rate for load in loads])


def _alone(report: Report, name: str, send: Send, rounds: int, count: int) -> None:
    """One client; the median of each round."""
    apply_load(send, clients=1, requests_in_all=max(2, count // 2))
    loads = [apply_load(send, clients=1, requests_in_all=count) for _ in range(rounds)]
    report.add(name, [statistics.median(load.seconds) for load in loads])


def _memory(report: Report, service: RunningService, options: argparse.Namespace) -> None:
    """Requests of all kinds, then what the workers hold: at once, and when they have had time to tidy up.

    Eight of nine show small pictures, so that a thousand take minutes and not an hour.
    """
    shown = [picture.content for picture in pictures.general_pictures()]
    sealed = pictures.seal_crops() + pictures.sealed_pages()
    small = calls.general_text(service.url, pictures.small_pictures())
    large = (
        calls.general_text(service.url, shown),
        calls.seals(service.url, sealed),
        calls.template_queries(service.url),
    )

    def send(session: requests.Session, number: int) -> None:
        if number % 9:
            small(session, number)
        else:
            large[number // 9 % 3](session, number // 27)

    with watched_megabytes(service.process) as held:
        apply_load(send, clients=4, requests_in_all=options.mixed)
    report.add(f"RSS of the largest worker during {options.mixed} mixed requests, MB", held)
    for share in range(4):
        quarter = held[share * len(held) // 4 : (share + 1) * len(held) // 4]
        report.add(f"the same, quarter {share + 1}, MB", quarter)
    report.add("RSS of the largest worker after the last mixed request, MB", held[-1:])
    time.sleep(_TIDIED_SECONDS)
    report.add("the same, idle for ten seconds, MB", megabytes_of_family(service.process)[:1])


def _start(report: Report, rounds: int) -> None:
    seconds = []
    for _ in range(rounds):
        with running_process() as service:
            seconds.append(service.ready_after)
    report.add("cold start to /readyz: seconds", seconds)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=3, help="rounds of each, taking turns")
    parser.add_argument("--requests", type=int, default=33, help="requests of eight clients in one round")
    parser.add_argument("--mixed", type=int, default=1000, help="requests before memory is measured")
    parser.add_argument("--only", default="", help=f"of {','.join(PARTS)}")
    parser.add_argument("--no-peer", action="store_true", help="measure Sealstack alone")
    parser.add_argument("--peer", type=Path, default=_PEER, help="the environment that rapidocr_api is in")
    parser.add_argument(
        "--faster-paddle", type=Path, default=_FASTER_PADDLE, help="the environment that faster-paddle is in"
    )
    parser.add_argument("--json", type=Path, help="keep the figures in this file")
    return parser.parse_args()


if __name__ == "__main__":
    main()
