"""The parts of the bench: each starts a service of its own, does one kind of harm to it, and reports."""

from __future__ import annotations

import base64
import json
import threading
import time
from collections.abc import Callable
from contextlib import suppress

import numpy as np

from bench.hostile.amount import FILES, Amount, bound_restarts, watched
from bench.hostile.broken_models import corrupt_model
from bench.hostile.calling import Answer, NormalCalls, Pulse, call, call_seal_ocr, seal_body
from bench.hostile.crowds import bodies, overload
from bench.hostile.pictures import SLOW, png
from bench.hostile.report import Report
from bench.hostile.slow_clients import KINDS, slow_clients
from bench.hostile.watching import Watch
from bench.service_process import RunningService
from sealstack.service.settings.environment import read_settings

_WORKER_MEGABYTES = 1200
_LEFT_MEGABYTES = 100
_REFUSED_SECONDS = 12
_SLOWDOWN = 2
_CALLS_BESIDE = 3
_SETTLED_SECONDS = 7.0  # freed memory is kept for five
_GIVEN_UP_SECONDS = 40.0
"""How long a hostile call is waited for before its worker is killed, so that the bench goes on."""

_MARKS = [[[[1, 1], [90, 1], [90, 40], [1, 40]], "name"]]


def files(report: Report, amount: Amount) -> None:
    """Send hostile files one after the other, with normal calls between them."""
    with watched(amount) as (service, watch):
        normal = NormalCalls(service.url)
        before = watch.begin().worker
        columns = ("file", "seed", "KB", "s", "core s", "code", "slowdown after", "worker MB", "helpers MB")
        report.section("Hostile files", *columns)
        slowdowns, seconds, processor, peaks = [], [], [], []
        answered = 0
        for seed in range(amount.seeds):
            for name in amount.kinds:
                content = FILES[name](np.random.default_rng(seed))
                watch.begin()
                used = watch.processor_seconds()
                answer = _sent(service, watch, seal_body(content))
                used = watch.processor_seconds() - used
                peak = watch.peak
                slowdown = normal.slowdown()
                size = len(content) / 1024
                report.row(
                    *(name, seed, size, answer.seconds, used, answer.code),
                    *(slowdown, peak.worker, peak.helpers),
                )
                slowdowns.append(slowdown)
                peaks.append(peak.worker)
                answered += answer.is_an_answer
                if name in SLOW:
                    processor.append(used)
                else:
                    seconds.append(answer.seconds)
        time.sleep(_SETTLED_SECONDS)
        count = len(slowdowns)
        report.bound(
            f"of {count} hostile files, answered wrongly or not at all", count - answered, 0, "files"
        )
        report.bound("slowest refusal of a hostile file", max(seconds, default=0.0), _REFUSED_SECONDS, "s")
        report.bound(
            "processor time of the slowest picture", max(processor, default=0.0), 10, "s of one core"
        )
        report.bound("slowest normal calls between them ÷ usual", max(slowdowns), _SLOWDOWN, "times")
        _bound_memory(report, watch, before, max(peaks))
        bound_restarts(report, watch)


def slow(report: Report, amount: Amount) -> None:
    """Keep twice as many slow clients as there are threads, of each kind in turn."""
    count = amount.slow_clients or 2 * read_settings().connection_threads
    report.section(f"{count} slow clients", "kind", "slowest /healthz, s", "normal call, s", "code")
    with watched(amount) as (service, watch):
        normal = NormalCalls(service.url, 3)
        template_id = _large_template(service.url)
        for kind in KINDS:
            with slow_clients(service.url, kind, count, template_id), Pulse(service.url) as pulse:
                answers = [normal.one() for _ in range(_CALLS_BESIDE)]
            slowest = max(answers, key=lambda answer: answer.seconds)
            codes = ", ".join(sorted({answer.code for answer in answers}))
            report.row(kind, pulse.slowest, slowest.seconds, codes)
            report.bound(f"/healthz among {kind}", pulse.slowest, 1, "s")
            wrong = sum(answer.code != "OK" for answer in answers)
            report.bound(f"normal calls not answered among {kind}", wrong, 0, f"of {_CALLS_BESIDE}")
        bound_restarts(report, watch)


def abandoned(report: Report, amount: Amount) -> None:
    """Send a picture that takes long, hang up, and see when its place is free."""
    with watched(amount, OCR_READINGS="1", OCR_QUEUE="0") as (service, watch):
        normal = NormalCalls(service.url, 3)
        content = seal_body(SLOW["hundreds of small seals"](np.random.default_rng(0)))
        call_seal_ocr(service.url, content, patience=1.5)
        started = time.perf_counter()
        while normal.one().code != "OK" and time.perf_counter() - started < _GIVEN_UP_SECONDS:
            time.sleep(0.05)
        free = time.perf_counter() - started
        report.section("Abandoned calls", "place free after, s")
        report.row(free)
        report.bound("an abandoned call's place is free again", free, 4, "s")
        bound_restarts(report, watch)


SECTIONS: dict[str, Callable[[Report, Amount], None]] = {
    "files": files,
    "slow": slow,
    "bodies": bodies,
    "overload": overload,
    "abandoned": abandoned,
    "corrupt-model": lambda report, _: corrupt_model(report),
}
"""Every part, by name."""


def _sent(service: RunningService, watch: Watch, body: bytes) -> Answer:
    """Send a hostile call; when it does not end the worker is killed, so that the bench can go on."""
    answers: list[Answer] = []
    sending = threading.Thread(
        target=lambda: answers.append(call_seal_ocr(service.url, body, _GIVEN_UP_SECONDS + 20)), daemon=True
    )
    started = time.perf_counter()
    sending.start()
    sending.join(_GIVEN_UP_SECONDS)
    if sending.is_alive():
        watch.kill_workers()
        sending.join()
        _wait_until_ready(service.url)
        return Answer(time.perf_counter() - started, "no end", 0)
    if answers[0].status == 0:
        _wait_until_ready(service.url)
    return answers[0]


def _wait_until_ready(url: str) -> None:
    deadline = time.monotonic() + 120
    while call(f"{url}/readyz", None, {}, 10).status != 200 and time.monotonic() < deadline:
        time.sleep(0.2)


def _large_template(url: str) -> str:
    """Add a template with a picture of some megabytes, and give its id."""
    # more than any buffer on the way holds, so that who sends it waits for whoever does not read
    image = np.random.default_rng(1).integers(0, 255, (1250, 1250, 3), np.uint8)
    picture = base64.b64encode(png(image)).decode("ascii")
    body = json.dumps({"type": "add", "img": picture, "template": _MARKS}).encode("ascii")
    with suppress(ValueError):
        return _added(url, body)
    return ""


def _added(url: str, body: bytes) -> str:
    import requests

    with requests.Session() as session:
        session.trust_env = False
        return str(session.post(f"{url}/custom_ocr", data=body, timeout=120).json()["template_id"])


def _bound_memory(report: Report, watch: Watch, before: float, peak: float) -> None:
    after = watch.memory().worker
    report.bound("memory of the worker at its peak", peak, _WORKER_MEGABYTES, "MB")
    report.bound("memory of the worker after, more than before", after - before, _LEFT_MEGABYTES, "MB")
