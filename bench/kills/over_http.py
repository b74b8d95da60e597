"""Kills of the service's processes while clients add, update and delete templates over HTTP."""

from __future__ import annotations

import base64
import os
import random
import signal
import threading
import time
from contextlib import suppress

import cv2
import numpy as np
import requests

from bench.kills.expectation import Expectation, kept_templates, torn_rows
from bench.service_process import RunningService, running_process
from bench.speed.memory import children
from sealstack.templates_store.database import Database

_CLIENTS = 3
_AT_WORK_SECONDS = 0.4
_PATIENCE = 60.0
_TARGETS = ("worker", "worker", "master", "both")
_PICTURE = base64.b64encode(
    cv2.imencode(".png", np.random.default_rng(1).integers(0, 255, (90, 120, 3), np.uint8))[1].tobytes()
).decode()


def kill_the_service(database_url: str, kills: int, seed: int) -> tuple[int, list[str]]:
    """Kill the worker, the master, or both at once, again and again under load.

    A killed worker is replaced by the master; after a kill of the master the service is started anew on the
    same database.

    Args:
        database_url: of a migrated database without templates.
        kills: how many times to kill.
        seed: of whom and when.

    Returns:
        How many operations were acknowledged, and what is wrong.
    """
    chance, expectation, faults = random.Random(seed), Expectation(), []
    targets = [_TARGETS[number % len(_TARGETS)] for number in range(kills)]
    database = Database(database_url)
    while targets:
        with running_process(
            "bench.blank_service:app", {"OCR_DATABASE_URL": database_url, "OCR_WORKERS": "1"}
        ) as service:
            while targets:
                target = targets.pop(0)
                _kill_under_load(service, target, expectation, chance)
                faults += expectation.faults(kept_templates(database)) + torn_rows(database)
                if target != "worker":
                    break
    database.close()
    return expectation.acknowledged, faults


def _kill_under_load(
    service: RunningService, target: str, expectation: Expectation, chance: random.Random
) -> None:
    over = threading.Event()
    clients = [
        threading.Thread(target=_work, args=(service.url, expectation, random.Random(chance.random()), over))
        for _ in range(_CLIENTS)
    ]
    before = expectation.acknowledged
    for client in clients:
        client.start()
    deadline = time.monotonic() + _PATIENCE
    while expectation.acknowledged < before + _CLIENTS and time.monotonic() < deadline:
        if not any(client.is_alive() for client in clients):
            break  # nobody calls any more: there is nothing to wait for
        time.sleep(0.002)
    time.sleep(chance.random() * _AT_WORK_SECONDS)
    workers = children(service.process)
    for process in {"worker": workers, "master": [service.process]}.get(target, [service.process, *workers]):
        with suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)
    over.set()
    for client in clients:
        client.join()
    _wait_for_the_end(workers)


def _wait_for_the_end(workers: list[int]) -> None:
    """Wait until no worker lives: one whose master was killed may write until it ends."""
    deadline = time.monotonic() + _PATIENCE
    while any(os.path.exists(f"/proc/{one}/fd/0") for one in workers) and time.monotonic() < deadline:
        time.sleep(0.02)


def _work(url: str, expectation: Expectation, chance: random.Random, over: threading.Event) -> None:
    """Add, update and delete until the service is killed."""
    with requests.Session() as session:
        session.trust_env = False
        with suppress(requests.RequestException, KeyError, ValueError):
            while not over.is_set():
                _do_something(session, url + "/custom_ocr", expectation, chance)


def _do_something(
    session: requests.Session, url: str, expectation: Expectation, chance: random.Random
) -> None:
    known, drawn = sorted(expectation.taken()), chance.random()
    if not known or drawn < 0.4:
        marks, value = _marks(chance)
        expectation.begin_add()
        added = session.post(url, json={"type": "add", "img": _PICTURE, "template": marks}, timeout=_PATIENCE)
        expectation.done_add(added.json()["template_id"], value)
        return
    one = chance.choice(known)
    with _AT_ONE:
        if one in _BUSY:
            return
        _BUSY.add(one)
    try:
        if drawn < 0.7:
            marks, value = _marks(chance)
            expectation.begin_update(one, value)
            body = {"type": "update", "template_id": one, "template": marks}
            if session.post(url, json=body, timeout=_PATIENCE).json()["template_id"] == one:
                expectation.done_update(one, value)
        else:
            expectation.begin_delete(one)
            body = {"type": "del", "template_id": one}
            if session.post(url, json=body, timeout=_PATIENCE).json()["template_id"] == one:
                expectation.done_delete(one)
    finally:
        with _AT_ONE:
            _BUSY.discard(one)


_AT_ONE = threading.Lock()
_BUSY: set[str] = set()  # templates that a client is changing: no other does, so that the last one is known


def _marks(chance: random.Random) -> tuple[list[list[object]], str]:
    """Draw the fields of a template, as they are sent and as they are kept."""
    name = f"{chance.random()}"
    marks: list[list[object]] = [[[[1, 1], [30, 1], [30, 9], [1, 9]], name]]
    return marks, name
