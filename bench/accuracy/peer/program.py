"""What runs in the peer's environment: PaddleX, which reads one crop after the other.

Nothing of the project is imported here. The file is run with the name of a file of settings (JSON). It writes
a line with the packages' versions when it is ready; then each line of standard input names a crop (`.npy`,
`(H, W, 3)` uint8 BGR), and each answer is a line, too.
"""

from __future__ import annotations

import json
import os
import sys
import time
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from typing import Any, TextIO


def main(settings: Path) -> None:
    """Answer until standard input ends.

    Args:
        settings: a file with `pipeline`, PaddleX's settings, and `engine`, those of ONNX Runtime.
    """
    answers = _alone_on_standard_output()
    wanted = json.loads(settings.read_text(encoding="utf-8"))
    numpy, paddlex = import_module("numpy"), import_module("paddlex")
    import_module("cv2").setNumThreads(1)
    pipeline = paddlex.create_pipeline(
        config=wanted["pipeline"], device="cpu", engine="onnxruntime", engine_config=wanted["engine"]
    )
    _tell(answers, {name: version(name) for name in ("paddlex", "onnxruntime")})
    for line in sys.stdin:
        _tell(answers, _reading(pipeline, numpy.load(line.rstrip("\n"))))


def _reading(pipeline: Any, crop: Any) -> dict[str, Any]:
    """The texts in one crop and how long they took; or why there are none."""
    started, computed = time.perf_counter(), time.process_time()
    try:
        results = list(pipeline.predict(crop))
    except Exception as error:  # whatever it raises is this crop's failure and not the run's
        return {"failure": f"{type(error).__name__}: {error}"}
    return {
        "seconds": time.perf_counter() - started,
        "processor_seconds": time.process_time() - computed,
        "texts": [str(text) for result in results for text in result["rec_texts"]],
    }


def _alone_on_standard_output() -> TextIO:
    """Standard output for the answers; what else is written there goes to standard error."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    return answers


def _tell(answers: TextIO, what: dict[str, Any]) -> None:
    answers.write(json.dumps(what) + "\n")
    answers.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
