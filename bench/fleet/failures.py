"""What a fleet must survive under load: kills, restarts, an upgrade, a lost database, a lost Redis."""

from __future__ import annotations

import json
import random
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

import requests

from bench.fleet.calls import PICTURE, Crowd, custom_ocr
from bench.fleet.fleet import Fleet
from bench.kills.expectation import Expectation, kept_templates, torn_rows
from sealstack.templates_store.database import Database

_TRIES = 8
_PAUSE_SECONDS = 0.25


@dataclass
class Survived:
    """What clients saw while something happened.

    Attributes:
        answered: how many readings were answered.
        tried_again: how many of them were sent again before.
        failed: how many were not answered, tried again or not.
        acknowledged: how many writes were acknowledged.
        faults: what is wrong: acknowledged writes that are lost, and what is half there.
    """

    answered: int = 0
    tried_again: int = 0
    failed: int = 0
    acknowledged: int = 0
    faults: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock, repr=False)


def survive(
    fleet: Fleet, happening: Callable[[Fleet], None], *, readers: int = 4, writers: int = 2, seed: int = 1
) -> Survived:
    """Let something happen while clients read and write through the one address, and look what is left.

    Readers send a call again that was not answered, as the SDKs can; writers do so too, and an addition that
    was sent twice may be there twice.
    """
    survived, chance = Survived(), random.Random(seed)
    crowd, own = Crowd(), threading.Lock()
    database = Database(fleet.postgresql.url)
    expectation = Expectation({one: {said} for one, said in kept_templates(database).items()})

    def read(session: requests.Session) -> bool:
        _read(session, fleet.url, survived)
        return True

    def write(session: requests.Session) -> bool:
        with own:
            drawn = chance.random()
        _write(session, fleet.url, expectation, drawn)
        return True

    crowd.add(readers, read)
    crowd.add(writers, write)
    try:
        happening(fleet)
    finally:
        crowd.wait(0.5)
    try:
        survived.faults += expectation.faults(kept_templates(database)) + torn_rows(database)
    finally:
        database.close()
    survived.acknowledged = expectation.acknowledged
    return survived


def kill_and_restart(fleet: Fleet) -> None:
    """Kill one replica after the other, each in the middle of its calls, and start it again."""
    for replica in fleet.replicas:
        time.sleep(0.7)
        replica.kill()
        time.sleep(0.5)
        replica.start()
        replica.wait_until_ready()


def upgrade(fleet: Fleet) -> None:
    """Replace one replica after the other as a rolling upgrade does: stop it, start it, wait until ready."""
    for replica in fleet.replicas:
        time.sleep(0.5)
        replica.stop()
        replica.start()
        replica.wait_until_ready()


def restart_the_database(fleet: Fleet) -> None:
    """Stop PostgreSQL under load, and start it again."""
    time.sleep(0.7)
    fleet.postgresql.stop()
    time.sleep(1.5)
    fleet.postgresql.start()
    time.sleep(1.5)


def _read(session: requests.Session, url: str, survived: Survived) -> None:
    """Have a picture read by a dialect that keeps nothing, trying again a few times."""
    for number in range(_TRIES):
        try:
            answer = session.post(f"{url}/ocr", data={"image_data": PICTURE}, timeout=30)
            if answer.status_code == 200:
                with survived.lock:
                    survived.answered += 1
                    survived.tried_again += number > 0
                return
        except requests.RequestException:
            pass
        time.sleep(_PAUSE_SECONDS * (number + 1))
    with survived.lock:
        survived.failed += 1


def _write(session: requests.Session, url: str, expectation: Expectation, drawn: float) -> None:
    """Add a template, or delete one that only this client knows of."""
    mine: list[str] = session.__dict__.setdefault("mine", [])
    try:
        if mine and drawn < 0.4:
            template = mine.pop()
            expectation.begin_delete(template)
            custom_ocr(session, url, type="del", template_id=template)
            expectation.done_delete(template)
        else:
            name = f"{drawn}"
            marks = [[[[1, 1], [30, 1], [30, 9], [1, 9]], name]]
            expectation.begin_add()
            template = custom_ocr(session, url, type="add", img=PICTURE, template=marks)["template_id"]
            expectation.done_add(template, name)
            mine.append(template)
    except (requests.RequestException, KeyError, json.JSONDecodeError):
        time.sleep(_PAUSE_SECONDS)
