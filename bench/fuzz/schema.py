"""What schemathesis makes of the service's own description."""

from __future__ import annotations

import importlib.util
import re
import subprocess
import sys
from collections import Counter

_CHECKS = "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance"


def run(url: str, examples: int, seed: int) -> tuple[int, Counter[str]]:
    """Let schemathesis call every operation of `/openapi.json`; nothing where it is not installed.

    Args:
        url: of the service.
        examples: how many calls of each operation at most.
        seed: the same seed makes the same calls.

    Returns:
        How many calls were made, and how often each check failed.
    """
    if importlib.util.find_spec("schemathesis") is None:
        print("- schemathesis is not installed (extra dev): left out")
        return 0, Counter()
    done = subprocess.run(
        [
            *(sys.executable, "-m", "schemathesis.cli", "run", f"{url}/openapi.json"),
            *("--request-timeout", "60"),
            *("--checks", _CHECKS, "--phases", "fuzzing", "--no-color"),
            *("--max-examples", str(examples), "--seed", str(seed)),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    made = re.search(r"(\d+) generated", done.stdout)
    found = (
        Counter(re.findall(r"^- (.+)$", done.stdout, flags=re.MULTILINE)) if done.returncode else Counter()
    )
    if done.returncode and not found:
        found[(done.stdout + done.stderr)[-400:]] += 1
    return int(made[1]) if made else 0, found
