"""Decodes pictures here and in the service's processes by turns, and tells how much longer the latter takes.

    python -m bench.decoding
    python -m bench.decoding --rounds 500

Both are timed in one run, a file here and then there, so that what else the machine does meets both alike.
The last two columns are processor time, there that of this process and of the one that decodes together.
"""

from __future__ import annotations

import argparse
import io
import statistics
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np
from PIL import Image as PillowImage
from PIL import ImageDraw

from sealstack.service.intake.decode import Decoded, decode
from sealstack.service.intake.isolation.pool import DecoderPool

_MOST = 50_000_000
_TICKS = 100  # a second, in /proc


def main() -> None:
    """Print a table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=100, help="how often each file is decoded each way")
    rounds = parser.parse_args().rounds
    pool = DecoderPool(1, max_pixels=_MOST)
    pool.wait_until_ready(60)
    print("| file | here, ms | there, ms | longer by, ms | here, CPU ms | there, CPU ms |")
    print("|---|---|---|---|---|---|")
    for name, content in files().items():
        print(f"| {name} | " + " | ".join(f"{value:.1f}" for value in compare(pool, content, rounds)) + " |")
    pool.close()


def files() -> Mapping[str, bytes]:
    """A photograph of a megapixel, an A4 page at 300 dots an inch, and the page at 150 as a small PNG."""
    page = _page(2480, 3508)
    return {
        "JPEG, 1 megapixel": _as_file(_page(1155, 866), "JPEG", quality=90),
        "JPEG, A4 at 300 dpi": _as_file(page, "JPEG", quality=90),
        "PNG, A4 at 150 dpi": _as_file(page.resize((1240, 1754)), "PNG"),
    }


def compare(pool: DecoderPool, content: bytes, rounds: int) -> tuple[float, float, float, float, float]:
    """Time one file both ways.

    Returns:
        Milliseconds here, there, and the median of their differences; of processor time here and there.
    """
    [other] = pool.processes
    here, there, computed_here, computed_there = [], [], 0.0, 0.0
    for _ in range(rounds):
        started = time.process_time()
        here.append(_timed(lambda: decode(content, max_pixels=_MOST)))
        computed_here += time.process_time() - started
        started, before = time.process_time(), _computed(other)
        there.append(_timed(lambda: pool.decode(content, max_pixels=_MOST)))
        computed_there += time.process_time() - started + _computed(other) - before
    differences = [second - first for first, second in zip(here, there, strict=True)]
    medians = [1000 * statistics.median(seconds) for seconds in (here, there, differences)]
    each = [1000 * computed / rounds for computed in (computed_here, computed_there)]
    return medians[0], medians[1], medians[2], each[0], each[1]


def _timed(act: Callable[[], Decoded]) -> float:
    """Decode, and look at every pixel as a reader does."""
    started = time.perf_counter()
    np.max(act().image)
    return time.perf_counter() - started


def _computed(number: int) -> float:
    """How many seconds a process has computed."""
    fields = Path(f"/proc/{number}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


def _page(width: int, height: int) -> PillowImage.Image:
    """Paper with grain and lines of something."""
    noise = np.random.default_rng(1).integers(225, 255, (height, width, 3), np.uint8)
    page = PillowImage.fromarray(noise)
    draw = ImageDraw.Draw(page)
    for top in range(100, height - 100, 60):
        for left in range(100, width - 100, 37):
            draw.rectangle((left, top, left + 21, top + 29), outline=(40, 40, 60), width=4)
    return page


def _as_file(picture: PillowImage.Image, kind: str, **options: int) -> bytes:
    stream = io.BytesIO()
    picture.save(stream, kind, **options)
    return stream.getvalue()


if __name__ == "__main__":
    main()
