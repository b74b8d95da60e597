"""OpenVINO behind the session interface: the same numbers as ONNX Runtime, from many threads."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from sealstack.models.runtime import DeviceUnavailable, RuntimeOptions, open_session
from sealstack.models.runtime.choice import Choice, choose
from sealstack.models.runtime.onnx_session import CPU
from sealstack.models.text.weights import find_weights
from tests import needs

needs.extra("openvino", "openvino")

OPENVINO = RuntimeOptions("openvino", 2)


@pytest.fixture(scope="module")
def strips() -> list[np.ndarray]:
    chance = np.random.default_rng(3)
    return [chance.uniform(-1, 1, (1, 3, 48, width)).astype(np.float32) for width in (96, 160, 320)]


def test_the_recognizer_gives_what_onnx_runtime_gives(strips: list[np.ndarray]) -> None:
    recognizer = find_weights().recognizer
    theirs = open_session(recognizer, RuntimeOptions("cpu"))
    ours = open_session(recognizer, OPENVINO)
    for strip in strips:
        np.testing.assert_allclose(ours.run(strip), theirs.run(strip), atol=5e-4)


def test_the_detector_gives_what_onnx_runtime_gives() -> None:
    detector = find_weights().detector
    picture = np.random.default_rng(4).uniform(-1, 1, (1, 3, 160, 224)).astype(np.float32)
    ours = open_session(detector, OPENVINO).run(picture)
    np.testing.assert_allclose(ours, open_session(detector, RuntimeOptions("cpu")).run(picture), atol=5e-4)


def test_many_threads_get_their_own_answers() -> None:
    session = open_session(find_weights().line_classifier, OPENVINO)
    chance = np.random.default_rng(2)
    batches = [chance.uniform(-1, 1, (1, 3, 48, 192)).astype(np.float32) for _ in range(24)]
    alone = [session.run(batch).copy() for batch in batches]
    with ThreadPoolExecutor(4) as threads:
        together = list(threads.map(session.run, batches))
    for one, other in zip(alone, together, strict=True):
        np.testing.assert_allclose(one, other, atol=1e-5)


def test_metadata_are_those_of_the_file() -> None:
    session = open_session(find_weights().recognizer, RuntimeOptions("openvino"))
    theirs = open_session(find_weights().recognizer, RuntimeOptions("cpu"))
    assert dict(session.metadata) == dict(theirs.metadata)


def test_what_computes_is_told() -> None:
    assert open_session(find_weights().line_classifier, OPENVINO).provider == "OpenVINO CPU f32"


def test_auto_takes_onnx_runtime_for_f32(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sealstack.models.runtime.choice._CARDS", ())
    assert open_session(find_weights().line_classifier, RuntimeOptions("auto")).provider == CPU


def test_auto_takes_openvino_for_bf16(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sealstack.models.runtime.choice._CARDS", ())
    monkeypatch.setattr("sealstack.models.runtime.choice.has_bf16", lambda: True)
    assert choose(RuntimeOptions("auto", precision="bf16")) == Choice("openvino", "bf16")


def test_auto_refuses_bf16_where_openvino_is_not_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sealstack.models.runtime.choice._CARDS", ())
    monkeypatch.setattr("sealstack.models.runtime.choice.find_spec", lambda name: None)
    with pytest.raises(DeviceUnavailable, match="only OpenVINO"):
        choose(RuntimeOptions("auto", precision="bf16"))


def test_bf16_is_refused_where_it_cannot_be_had(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sealstack.models.runtime.choice.has_bf16", lambda: False)
    classifier = find_weights().line_classifier
    with pytest.raises(DeviceUnavailable, match="this processor has no instructions"):
        open_session(classifier, RuntimeOptions("openvino", precision="bf16"))
    with pytest.raises(DeviceUnavailable, match="only OpenVINO"):
        open_session(classifier, RuntimeOptions("cpu", precision="bf16"))


def test_a_file_that_is_no_model_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "text.onnx"
    path.write_text("no model", encoding="utf-8")
    with pytest.raises(ValueError, match=r"text\.onnx is not a usable ONNX model"):
        open_session(path, OPENVINO)
