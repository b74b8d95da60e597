"""What may be asked of a runtime."""

from __future__ import annotations

import pytest

from sealstack.models.runtime import RuntimeOptions


@pytest.mark.parametrize(
    ("device", "on_gpu", "index"),
    [("auto", False, 0), ("cpu", False, 0), ("openvino", False, 0), ("gpu", True, 0), ("gpu:3", True, 3)],
)
def test_devices(device: str, on_gpu: bool, index: int) -> None:
    options = RuntimeOptions(device=device)
    assert (options.on_gpu, options.gpu_index) == (on_gpu, index)


@pytest.mark.parametrize("device", ["", "GPU", "gpu:", "gpu:-1", "gpu:x", "cuda", "cpu:0", " cpu", "gpu:1\n"])
def test_other_devices_are_refused(device: str) -> None:
    with pytest.raises(ValueError, match="device must be"):
        RuntimeOptions(device=device)


def test_other_precisions_are_refused() -> None:
    with pytest.raises(ValueError, match="precision must be one of auto, f32, bf16"):
        RuntimeOptions(precision="fp16")


def test_no_threads_are_refused() -> None:
    with pytest.raises(ValueError, match="threads must be at least 1"):
        RuntimeOptions(threads=0)
