"""What was acknowledged is there after kill -9, what was deleted stays deleted, and nothing is half kept.

`SEALSTACK_KILLS=200 python -m pytest tests/conformance/test_templates_survive_kills.py` kills more often.
"""

import base64
import os
import random
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
import requests

from tests.conformance.servers import ROOT, clean_environment
from tests.service.pictures import as_file, quartered

KILLS = int(os.environ.get("SEALSTACK_KILLS", "4"))
CLIENTS = 3
PICTURE = base64.b64encode(as_file(quartered(400, 300))).decode()
TEMPLATE = [[[[42, 46], [90, 47], [91, 50], [41, 49]], "名称"]]

SERVICE = """
import socket, sys
from werkzeug.serving import make_server
from tests.conformance.fake_application import app
listener = socket.socket(fileno=int(sys.argv[1]))
server = make_server("127.0.0.1", 0, app, threaded=True, fd=listener.fileno())
print("ready", flush=True)
server.serve_forever()
"""
"""The whole service in one process, so that one signal kills all of it."""


class Record:
    """What clients were told, and what they have asked for and not been told yet."""

    def __init__(self) -> None:
        self.added: set[str] = set()
        self.deleting: set[str] = set()
        self.deleted: set[str] = set()
        self.lock = threading.Lock()


def start(folder: Path) -> tuple[subprocess.Popen, str]:
    listener = socket.create_server(("127.0.0.1", 0), backlog=64)
    process = subprocess.Popen(
        [sys.executable, "-c", SERVICE, str(listener.fileno())],
        cwd=ROOT,
        env=clean_environment(OCR_DATA_DIR=str(folder)),
        pass_fds=[listener.fileno()],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    url = "http://{}:{}/custom_ocr".format(*listener.getsockname())
    listener.close()
    assert process.stdout.readline() == "ready\n"
    return process, url


def work(url: str, record: Record, chance: random.Random) -> None:
    """Add and delete until the service is gone."""
    with requests.Session() as session:
        session.trust_env = False
        while True:
            try:
                with record.lock:
                    known = sorted(record.added - record.deleting)
                if known and chance.random() < 0.4:
                    one = chance.choice(known)
                    with record.lock:
                        record.deleting.add(one)
                    answer = session.post(url, json={"type": "del", "template_id": one}, timeout=30)
                    if answer.status_code == 200:
                        with record.lock:
                            record.deleted.add(one)
                else:
                    body = {"type": "add", "img": PICTURE, "template": TEMPLATE}
                    answer = session.post(url, json=body, timeout=30)
                    with record.lock:
                        record.added.add(answer.json()["template_id"])
            except (requests.RequestException, ValueError):
                return


def check(folder: Path, record: Record) -> None:
    """Look into the file as the killed service has left it."""
    with sqlite3.connect(folder / "sealstack.db") as database:
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []
        kept = {row[0] for row in database.execute("SELECT template_id FROM template")}
        whole = {
            row[0]
            for row in database.execute(
                "SELECT template_id FROM template JOIN template_picture USING (number) "
                "JOIN template_features USING (number)"
            )
        }
    database.close()
    assert kept == whole
    assert record.added - record.deleting <= kept
    assert not record.deleted & kept


@pytest.mark.slow
def test_acknowledged_adds_and_deletes_survive(tmp_path):
    record, chance = Record(), random.Random(7)
    for _ in range(KILLS):
        process, url = start(tmp_path)
        clients = [
            threading.Thread(target=work, args=(url, record, random.Random(chance.random())))
            for _ in range(CLIENTS)
        ]
        before = len(record.added)
        for client in clients:
            client.start()
        while len(record.added) < before + 2 or not record.deleted:  # it is at work
            assert process.poll() is None
            time.sleep(0.002)
        time.sleep(chance.random() * 0.3)  # anywhere in the middle of a call
        process.send_signal(signal.SIGKILL)
        process.wait()
        process.stdout.close()
        for client in clients:
            client.join()
        check(tmp_path, record)
    assert len(record.added) >= 2 * KILLS
