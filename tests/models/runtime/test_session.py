"""Loading a network: what runs it is told truly, and nothing falls back silently."""

from __future__ import annotations

import logging
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from sealstack.models.runtime import DeviceUnavailable, RuntimeOptions, onnx_session, open_session
from sealstack.models.runtime.backends import load_onnxruntime
from sealstack.models.runtime.onnx_session import CPU, CUDA, available_providers
from sealstack.models.text.weights import find_weights

ROOT = Path(__file__).parents[3]

has_no_cuda = pytest.mark.skipif(CUDA in available_providers(), reason="this ONNX Runtime is built with CUDA")


@pytest.fixture(scope="module")
def classifier() -> Path:
    return find_weights().line_classifier


WITHOUT_ENGINE = """
import sys
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

class SlowlyMissing:
    # as where a package is looked for in many folders: long enough for all threads to ask for it
    def find_spec(self, name, path=None, target=None):
        if name == "onnxruntime":
            import time
            time.sleep(0.3)
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)

sys.meta_path.insert(0, SlowlyMissing())

from sealstack.models.runtime import RuntimeOptions, open_session

together = Barrier(3)

def load(_):
    together.wait()
    try:
        open_session(b"", RuntimeOptions())
    except ModuleNotFoundError as error:
        return error.name

with ThreadPoolExecutor(3) as loading:
    print(*loading.map(load, range(3)))
"""


def test_without_the_engine_every_thread_that_loads_is_told_what_is_missing() -> None:
    process = subprocess.run(
        [sys.executable, "-c", WITHOUT_ENGINE], cwd=ROOT, capture_output=True, text=True, timeout=120
    )
    assert (process.stdout, process.stderr) == ("onnxruntime onnxruntime onnxruntime\n", "")


def test_a_network_computes_its_first_output(classifier: Path) -> None:
    session = open_session(classifier, RuntimeOptions())
    output = session.run(np.zeros((2, 3, 48, 192), np.float32))
    assert output.shape == (2, 2)
    assert output.dtype == np.float32
    np.testing.assert_allclose(output.sum(axis=1), 1, atol=1e-5)


def test_bytes_and_path_are_the_same_network(classifier: Path) -> None:
    batch = np.random.default_rng(1).uniform(-1, 1, (1, 3, 48, 192)).astype(np.float32)
    from_path = open_session(classifier, RuntimeOptions()).run(batch)
    from_bytes = open_session(classifier.read_bytes(), RuntimeOptions()).run(batch)
    np.testing.assert_array_equal(from_path, from_bytes)


@pytest.mark.parametrize(("large", "given_back"), [(2 * 4 * 3 * 48 * 192, 0), (2 * 4 * 3 * 48 * 192 - 1, 1)])
def test_what_a_large_call_took_is_given_back_at_once(
    classifier: Path, monkeypatch: pytest.MonkeyPatch, large: int, given_back: int
) -> None:
    times: list[None] = []
    monkeypatch.setattr(onnx_session, "_LARGE", large + 1)
    monkeypatch.setattr(onnx_session, "give_back", lambda: times.append(None))
    open_session(classifier, RuntimeOptions()).run(np.zeros((2, 3, 48, 192), np.float32))
    assert len(times) == given_back


def test_large_calls_wait_for_each_other(classifier: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(onnx_session, "_LARGE", 1)
    session = open_session(classifier, RuntimeOptions())
    with ThreadPoolExecutor(1) as beside:
        with onnx_session._large_calls:
            waiting = beside.submit(session.run, np.zeros((1, 3, 48, 192), np.float32))
            with pytest.raises(TimeoutError):
                waiting.result(0.05)
        assert waiting.result().shape == (1, 2)


def test_the_provider_in_use_is_told_and_logged(classifier: Path, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG, logger="sealstack.models.runtime"):
        session = open_session(classifier, RuntimeOptions(threads=2))
    assert session.provider == CPU
    assert f"{classifier} on {CPU}, 2 thread(s)" in caplog.text


def test_metadata_are_those_of_the_file() -> None:
    session = open_session(find_weights().recognizer, RuntimeOptions())
    assert session.metadata["character"].splitlines()[:3] == ["!", '"', "#"]


@has_no_cuda
def test_a_gpu_that_this_runtime_cannot_use_is_an_error(classifier: Path) -> None:
    with pytest.raises(DeviceUnavailable, match=r"sealstack\[gpu\]"):
        open_session(classifier, RuntimeOptions(device="gpu"))


@has_no_cuda
@pytest.mark.filterwarnings("ignore:Specified provider")
def test_a_session_that_landed_on_the_cpu_instead_is_an_error(
    classifier: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # as with a build that knows CUDA on a machine whose driver does not work
    monkeypatch.setattr(load_onnxruntime(), "get_available_providers", lambda: [CUDA, CPU])
    with pytest.raises(DeviceUnavailable, match="CPUExecutionProvider"):
        open_session(classifier, RuntimeOptions(device="gpu:0"))


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"nothing\.onnx"):
        open_session(tmp_path / "nothing.onnx", RuntimeOptions())


def test_a_file_that_is_no_model_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "text.onnx"
    path.write_text("no model", encoding="utf-8")
    with pytest.raises(ValueError, match=r"text\.onnx is not a usable ONNX model"):
        open_session(path, RuntimeOptions())
