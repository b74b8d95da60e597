"""Measures a card in five minutes: networks, readings beside each other, and several workers.

python -m bench.gpu                        # needs sealstack[gpu] and a card
python -m bench.gpu --device gpu:1 --seconds 10
python -m bench.gpu --device cpu --short   # to try the bench itself
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import time

from bench.gpu.networks import time_networks
from bench.gpu.readings import PATTERNS, pictures, read_beside_each_other, read_in_processes


def main() -> None:
    """Measure and print."""
    options = _options()
    started = time.monotonic()
    print(_card(), flush=True)
    batches = (1, 2) if options.short else (1, 2, 4, 8, 16, 32)
    print(
        "\n| network | input | bound, ms | unbound, ms | ms an input | apart from the CPU |\n"
        + "|---" * 6
        + "|"
    )
    rounds, page = (1, 160) if options.short else (20, 736)
    for one in time_networks(options.device, batches, rounds, page):
        shape = "×".join(map(str, one.shape))
        each = one.bound / one.shape[0]
        timed = f"{one.bound:.2f} | {one.unbound:.2f} | {each:.2f} | {one.difference:.1e}"
        print(f"| {one.network} | {shape} | {timed} |", flush=True)
    count, side = (1, 240) if options.short else (6, None)
    print("\n| task | readings | together at most | pictures a second |\n|---|---|---|---|", flush=True)
    for task, pattern in PATTERNS.items():
        images = pictures(pattern, count, side)
        for threads, batch in (
            ((1, 2),) if options.short else ((1, 1), (4, 1), (4, 8), (16, 1), (16, 8), (16, 32))
        ):
            rate = read_beside_each_other(
                options.device, task, images, threads=threads, batch=batch, seconds=options.seconds
            )
            print(f"| {task} | {threads} | {batch} | {rate:.2f} |", flush=True)
    print(
        "\n| task | workers on the card | readings of each | pictures a second | memory |\n"
        + "|---" * 5
        + "|"
    )
    for processes in (1,) if options.short else (1, 2, 4, 8):
        threads = 1 if options.short else 4
        rate = read_in_processes(options.device, "seal", processes, threads, 8, options.seconds, count)
        print(f"| seal | {processes} | {threads} | {rate:.2f} | {_memory()} |", flush=True)
    print(f"\n{time.monotonic() - started:.0f} s in all")


def _card() -> str:
    return _asked("name,memory.total,driver_version") or "no card that nvidia-smi knows"


def _memory() -> str:
    return _asked("memory.used") or "-"


def _asked(what: str) -> str:
    program = shutil.which("nvidia-smi")
    if program is None:
        return ""
    command = [program, f"--query-gpu={what}", "--format=csv,noheader"]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--device", default="gpu", help="gpu, gpu:N, or cpu to try the bench")
    parser.add_argument(
        "--seconds", type=float, default=6.0, help="how long each kind of reading is measured"
    )
    parser.add_argument("--short", action="store_true", help="little of each")
    return parser.parse_args()


if __name__ == "__main__":
    main()
