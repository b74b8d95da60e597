"""Calls SealOCR with the bundled sample picture: `python -m sealstack.serving.sample_call http://127.0.0.1:8000`."""

from __future__ import annotations

import base64
import json
import os
import sys
import time
import urllib.error
import urllib.request
from importlib.resources import files
from typing import Any

SAMPLE = "sample/contract.jpg"

_PATIENCE = 180.0
_PAUSE = 0.25


def call_with_sample(url: str) -> dict[str, Any]:
    """Send the sample picture to SealOCR and return the whole answer.

    Args:
        url: where the service is, such as `http://127.0.0.1:8000`.

    Raises:
        OSError: the service cannot be reached.
    """
    picture = files("sealstack").joinpath(SAMPLE).read_bytes()
    request = urllib.request.Request(
        url + "/",
        data=json.dumps({"ImageBase64": base64.b64encode(picture).decode()}).encode(),
        headers={
            "Content-Type": "application/json",
            "X-TC-Action": "SealOCR",
            "X-TC-Version": "2018-11-19",
            "X-TC-Language": "en-US",
        },
    )
    with _opener().open(request, timeout=_PATIENCE) as response:
        answer: dict[str, Any] = json.load(response)
    return answer


def wait_until_ready(url: str) -> bool:
    """Wait until the service is ready; False when it is not within three minutes, or its process is gone."""
    parent, deadline = os.getppid(), time.monotonic() + _PATIENCE
    while time.monotonic() < deadline and os.getppid() == parent:
        try:
            with _opener().open(url + "/readyz", timeout=_PATIENCE):
                return True
        except (urllib.error.URLError, OSError):
            time.sleep(_PAUSE)
    return False


def _opener() -> urllib.request.OpenerDirector:
    # a proxy of the environment cannot reach this machine's own address
    return urllib.request.build_opener(urllib.request.ProxyHandler({}))


def _main(url: str) -> int:
    if not wait_until_ready(url):
        return 1
    answer = call_with_sample(url)
    text = json.dumps(answer, ensure_ascii=False, indent=2)
    sys.stdout.write(
        f"\nSealOCR reads the bundled picture sealstack/{SAMPLE}:\n\n{text}\n\n"
        f"Sealstack serves at {url} until you press Ctrl-C. A browser shows its console there.\n"
    )
    sys.stdout.flush()
    return 0


if __name__ == "__main__":
    sys.exit(_main(sys.argv[1]))
