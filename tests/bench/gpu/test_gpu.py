"""`python -m bench.gpu` is ready: all of it runs, here on the CPU, and little of each."""

import subprocess
import sys

import pytest

from tests.conformance.servers import ROOT, clean_environment

pytestmark = pytest.mark.slow


def test_a_short_run_prints_every_table():
    done = subprocess.run(
        [sys.executable, "-m", "bench.gpu", "--device", "cpu", "--short", "--seconds", "0.2"],
        cwd=ROOT,
        env=clean_environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    for start in (
        "| text recognizer | 2×3×48×320 |",
        "| seal | 1 | 2 |",
        "| ocr | 1 | 2 |",
        "| seal | 1 | 1 |",
    ):
        assert start in done.stdout
