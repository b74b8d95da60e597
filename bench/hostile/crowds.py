"""Many calls at once: bodies that fill memory, and more calls than there are places."""

from __future__ import annotations

import statistics
import threading
import time
from datetime import UTC, datetime

import numpy as np

from bench.hostile.amount import Amount, bound_restarts, watched
from bench.hostile.calling import Answer, NormalCalls, Pulse, call
from bench.hostile.report import Report
from bench.hostile.watching import Watch
from bench.service_process import RunningService

_PATIENT_SECONDS = 300.0
_BODY_BYTES = 10 * 1024 * 1024 - 1000  # the most that is taken, and room for what stands around it
_JSON = {"Content-Type": "application/json"}
_FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def bodies(report: Report, amount: Amount) -> None:
    """Send 32 unsigned bodies of 10 MiB at once to a closed service, then lenient JSON of 10 MiB."""
    form = b"ImageBase64=" + b"A" * _BODY_BYTES
    document = b'{"ImageBase64": "' + b"A" * _BODY_BYTES + b'"}'
    trailing = b"[1,2,],"  # the comma before the bracket is what only lenient parsing takes
    lenient = b'{"type": "query", "a": [' + trailing * (_BODY_BYTES // len(trailing)) + b"],}"
    nested = b'{"type": "query", "a": ' + b"[" * (_BODY_BYTES // 2) + b"}"
    action = {"X-TC-Action": "SealOCR", "X-TC-Version": "2018-11-19"}
    closed = {"OCR_SECRET_ID": "AKIDbench", "OCR_SECRET_KEY": "secret"}
    report.section(
        "Bodies of 10 MiB", "what", "at once", "slowest, s", "codes", "slowest /healthz, s", "MB more"
    )
    with watched(amount, **closed) as (service, watch):
        call(f"{service.url}/", b"{}", {**_JSON, **action})
        for name, body, headers in (
            ("unsigned forms", form, _FORM),
            ("unsigned JSON", document, _JSON),
            ("wrongly signed forms", form, {**_FORM, **_wrong_signature()}),
            ("wrongly signed JSON", document, {**_JSON, **_wrong_signature()}),
        ):
            more = _together(report, service, watch, name, body, {**action, **headers}, 32)
            report.bound(f"memory for 32 {name}", more, 300, "MB")
        bound_restarts(report, watch)
    with watched(amount) as (service, watch):
        for name, body in (("lenient JSON", lenient), ("JSON of brackets", nested)):
            _together(report, service, watch, name, body, _JSON, 2, path="/custom_ocr", pulse_most=1)
        bound_restarts(report, watch)


def overload(report: Report, amount: Amount) -> None:
    """Call ten times as often at once as there are places, after calling as often as there are places."""
    report.section(
        "10× overload", "clients", "answered", "p95, s", "refused", "median of refusals, s", "codes"
    )
    settings = {"OCR_QUEUE": "4", "OCR_READINGS": "1"}
    with watched(amount, **settings) as (service, watch):
        normal = NormalCalls(service.url, 3)
        seconds = max(10.0, 40 * normal.usual)
        full = _load(report, normal, 5, seconds)
        crowded = _load(report, normal, 50, seconds)
        refused = [one.seconds for one in crowded if one.code == "RequestLimitExceeded"]
        wrong = sum(one.code not in ("OK", "RequestLimitExceeded") for one in crowded)
        report.bound("calls answered otherwise than read or refused", wrong, 0, "calls")
        report.bound("median of refusals", statistics.median(refused) if refused else 0.0, 0.1, "s")
        ratio = _p95(crowded) / max(_p95(full), 1e-3)
        report.bound("p95 of admitted calls ÷ that of a full house", ratio, 2, "times")
        bound_restarts(report, watch)


def _together(
    report: Report,
    service: RunningService,
    watch: Watch,
    name: str,
    body: bytes,
    headers: dict[str, str],
    count: int,
    path: str = "/",
    pulse_most: float | None = None,
) -> float:
    """Send a body so many times at once; tell how many megabytes more the worker held."""
    before = watch.begin()
    answers: list[Answer] = []
    senders = [
        threading.Thread(target=lambda: answers.append(call(service.url + path, body, headers)))
        for _ in range(count)
    ]
    with Pulse(service.url) as pulse:
        for sender in senders:
            sender.start()
        for sender in senders:
            sender.join()
    more = watch.peak.worker + watch.peak.helpers - before.worker - before.helpers
    codes = ", ".join(sorted({answer.code for answer in answers}))
    slowest = max(answer.seconds for answer in answers)
    report.row(name, count, slowest, codes, pulse.slowest, more)
    report.bound(f"{name}: not answered", sum(not one.is_an_answer for one in answers), 0, f"of {count}")
    if pulse_most is not None:
        report.bound(f"/healthz beside {name}", pulse.slowest, pulse_most, "s")
    return more


def _wrong_signature() -> dict[str, str]:
    """Sign as the account that there is, with another key."""
    now = datetime.now(UTC)
    scope = f"AKIDbench/{now:%Y-%m-%d}/ocr/tc3_request"
    text = f"TC3-HMAC-SHA256 Credential={scope}, SignedHeaders=content-type;host, Signature={'0' * 64}"
    return {"Authorization": text, "X-TC-Timestamp": str(int(now.timestamp()))}


def _load(report: Report, normal: NormalCalls, clients: int, seconds: float) -> list[Answer]:
    """Let so many clients call, one call after the other each, for some time."""
    answers: list[Answer] = []
    until = time.monotonic() + seconds

    def work() -> None:
        while time.monotonic() < until:
            answers.append(normal.one(_PATIENT_SECONDS))  # who hangs up leaves work behind
            if answers[-1].code != "OK":
                time.sleep(1.0)  # as SDKs do before they try again

    threads = [threading.Thread(target=work) for _ in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    refused = [one.seconds for one in answers if one.code != "OK"]
    codes = ", ".join(sorted({one.code for one in answers}))
    median = statistics.median(refused) if refused else 0.0
    report.row(clients, len(answers) - len(refused), _p95(answers), len(refused), median, codes)
    return answers


def _p95(answers: list[Answer]) -> float:
    admitted = [one.seconds for one in answers if one.code == "OK"]
    return float(np.percentile(admitted, 95)) if admitted else 0.0
