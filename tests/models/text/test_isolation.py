"""What loading and reading leave alone: the network, and the package whose models are used."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]

SCRIPT = """
import json, os, sys

touched = []

def refuse(event, arguments):
    if event.startswith("socket."):
        touched.append(event)
        raise PermissionError(event)

sys.addaudithook(refuse)

from sealstack.models.runtime import RuntimeOptions
from sealstack.models.text.engine import TextEngine
from tests.models.text import drawing

engine = TextEngine.load(RuntimeOptions())
texts = [line.text for line in engine.read(drawing.page([("合同专用章", 40, 40, 40)], 400, 200))]
descriptors = "/proc/self/fd"
open_files = os.listdir(descriptors) if os.path.isdir(descriptors) else []
sockets = []
for name in open_files:
    try:
        target = os.readlink(os.path.join(descriptors, name))
    except OSError:
        continue
    if target.startswith("socket:") and int(name) > 2:
        sockets.append(target)
imported = [name for name in sys.modules if name.split(".")[0] == "rapidocr"]
print(json.dumps({"texts": texts, "touched": touched, "sockets": sockets, "imported": imported}))
"""


def test_no_socket_is_opened_and_rapidocr_is_not_imported() -> None:
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT], cwd=ROOT, capture_output=True, text=True, timeout=120, check=True
    )
    answer = json.loads(done.stdout.splitlines()[-1])
    assert answer == {"texts": ["合同专用章"], "touched": [], "sockets": [], "imported": []}
