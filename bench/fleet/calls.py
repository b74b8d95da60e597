"""What clients of the fleet send: signed calls, readings, and templates."""

from __future__ import annotations

import base64
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import cv2
import numpy as np
import requests

from bench.fleet.fleet import Fleet
from bench.fleet.signing import signed
from sealstack.service.accounts import Account, AccountStore, SecretKeyCipher
from sealstack.service.accounts.key_pairs import generate_secret_id, generate_secret_key
from sealstack.templates_store.database import Database

PICTURE = base64.b64encode(
    cv2.imencode(".png", np.random.default_rng(1).integers(0, 255, (60, 80, 3), np.uint8))[1].tobytes()
).decode()

_TIMEOUT = 60


def add_account(fleet: Fleet, **values: Any) -> Account:
    """Put an account into the fleet's database, as `sealstack account add` does on any machine."""
    database = Database(fleet.postgresql.url)
    try:
        cipher = SecretKeyCipher(fleet.account_key, fleet.folder / "account.key")
        account = Account(secret_id=generate_secret_id(), secret_key=generate_secret_key(), **values)
        return AccountStore(database, cipher).add(account)
    finally:
        database.close()


def package_left(fleet: Fleet, account: Account) -> int | None:
    """How many calls an account's package has."""
    database = Database(fleet.postgresql.url)
    try:
        cipher = SecretKeyCipher(fleet.account_key, fleet.folder / "account.key")
        return AccountStore(database, cipher).describe(account.secret_id).package_remaining
    finally:
        database.close()


def read_signed(session: requests.Session, fleet: Fleet, account: Account) -> str:
    """Call SealOCR through the one address, and return the code of its error, or `OK`."""
    parameters = {"ImageBase64": PICTURE}
    headers, body = signed(fleet.host, "SealOCR", parameters, account.secret_id, account.secret_key)
    answer = session.post(fleet.url, headers=headers, data=body, timeout=_TIMEOUT).json()["Response"]
    code: str = answer.get("Error", {}).get("Code", "OK")
    return code


def custom_ocr(session: requests.Session, url: str, **body: Any) -> Any:
    """Call Custom OCR and return what it answers.

    Raises:
        requests.RequestException: there was no answer, or one with an error.
    """
    answer = session.post(f"{url}/custom_ocr", json=body, timeout=_TIMEOUT)
    answer.raise_for_status()
    return answer.json()


@dataclass
class Crowd:
    """Clients that call at the same time until they are stopped.

    Attributes:
        failures: what a client ended with.
    """

    failures: list[BaseException] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)
    _threads: list[threading.Thread] = field(default_factory=list)

    def add(self, clients: int, work: Callable[[requests.Session], bool]) -> None:
        """Let so many clients work again and again; one whose work returns False stops."""

        def run() -> None:
            with requests.Session() as session:
                session.trust_env = False
                try:
                    while not self.over.is_set() and work(session):
                        pass
                except BaseException as error:
                    self.failures.append(error)

        for _ in range(clients):
            thread = threading.Thread(target=run, daemon=True)
            self._threads.append(thread)
            thread.start()

    def wait(self, seconds: float | None = None) -> None:
        """Wait until all have stopped by themselves, or tell them to after so long."""
        deadline = None if seconds is None else time.monotonic() + seconds
        for thread in self._threads:
            thread.join(None if deadline is None else max(0.0, deadline - time.monotonic()))
        self.over.set()
        for thread in self._threads:
            thread.join()
        if self.failures:
            raise self.failures[0]
