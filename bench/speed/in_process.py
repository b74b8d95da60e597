"""Sealstack and its peers reading pictures in a process of their own each, without a wire."""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sealstack.models.runtime.backends import SILENT

_ROOT = Path(__file__).resolve().parents[2]

_TIMED = """
files = [Path(name).read_bytes() for name in sys.argv[1:]]
read(files[0])
readings = []
for content in files:
    started, computed = time.perf_counter(), time.process_time()
    text = read(content)
    readings.append((time.perf_counter() - started, time.process_time() - computed, text))
print(json.dumps(readings))
"""

RAPIDOCR = """
from rapidocr import RapidOCR
engine = RapidOCR(params={"Global.log_level": "error"})
def read(content):
    return "\\n".join(engine(content).txts or ())
"""

_FASTER_PADDLE = """
import faster_paddle
engine = faster_paddle.OcrEngine(model_size="{size}")
def read(content):
    return "\\n".join(line["text"] for line in engine.ocr(content)["bounds"].values())
"""

_SEALSTACK = """
from dataclasses import replace
from sealstack.models import runtime
from sealstack.service.readers.engine import EngineReaders
from sealstack.service.intake.decode import decode
from sealstack.service.settings.environment import read_settings
settings = replace(read_settings(), workers=1, text_model="{model}")
readers = EngineReaders(settings)
def read(content):
    image = decode(content, max_pixels=settings.max_pixels).image
    with runtime.reading():
        return "\\n".join(line.text for line in readers.read_lines(image))
"""


@dataclass(frozen=True)
class TimedReading:
    """What a program read in one picture.

    Attributes:
        seconds: from the picture's file in memory to its text.
        processor_seconds: of all cores together; on a busy machine they say more.
        text: its lines, one below the other.
    """

    seconds: float
    processor_seconds: float
    text: str


def sealstack(model: str) -> str:
    """Code that defines `read` by our networks `accurate` or `fast`."""
    return _SEALSTACK.format(model=model)


def faster_paddle(size: str) -> str:
    """Code that defines `read` by faster-paddle's networks `small` or `tiny`."""
    return _FASTER_PADDLE.format(size=size)


def read_in_process(python: Path | str, code: str, pictures: Sequence[bytes]) -> list[TimedReading]:
    """Let a program read pictures one after the other, after the first to warm up with.

    Args:
        python: the interpreter of the environment that the program is in.
        code: Python that defines `read`, from a picture's file to its text.
        pictures: their files.

    Raises:
        subprocess.CalledProcessError: it failed.
    """
    with tempfile.TemporaryDirectory() as folder:
        files = [Path(folder) / f"{number}.jpg" for number in range(len(pictures))]
        for file, content in zip(files, pictures, strict=True):
            file.write_bytes(content)
        done = subprocess.run(
            [
                *(str(python), "-c", "import json, sys, time\nfrom pathlib import Path\n" + code + _TIMED),
                *map(str, files),
            ],
            check=True,
            capture_output=True,
            cwd=_ROOT,
            env={**os.environ, **SILENT},
            text=True,
        )
    return [TimedReading(*reading) for reading in json.loads(done.stdout.splitlines()[-1])]
