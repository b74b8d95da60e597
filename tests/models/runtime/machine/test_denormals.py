"""Denormal weights: gone, and nothing else in the file."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sealstack.models.runtime.backends import load_onnxruntime
from sealstack.models.runtime.machine.denormals import without_denormals
from sealstack.models.text.weights import find_weights

TINY = np.finfo(np.float32).tiny


def field(number: int, content: bytes) -> bytes:
    """A field of a protocol buffer with a length."""
    length, size = b"", len(content)
    while size > 0x7F:
        length += bytes([size & 0x7F | 0x80])
        size >>= 7
    return bytes([number << 3 | 2]) + length + bytes([size]) + content


def model(values: list[float], kind: int = 1) -> bytes:
    """A network with nothing but these weights; kind 1 is float32."""
    raw = np.array(values, np.float32).tobytes()
    tensor = bytes([2 << 3, kind]) + field(8, b"weights") + field(9, raw)
    return field(7, field(5, tensor))


def test_denormal_weights_become_zero_and_others_stay() -> None:
    given_model = model([1.5, 1e-40, -3e-39, 0.0, float(TINY), -2e-30])
    assert without_denormals(given_model) == model([1.5, 0.0, 0.0, 0.0, float(TINY), -2e-30])


def test_other_kinds_of_numbers_stay() -> None:
    integers = model([1e-40, 2e-40], kind=6)
    assert without_denormals(integers) is integers


def test_a_model_without_denormals_is_the_same_object() -> None:
    plain = model([1.0, 2.0])
    assert without_denormals(plain) is plain


@given(st.binary(max_size=80))
def test_what_is_no_model_keeps_its_length(content: bytes) -> None:
    assert len(without_denormals(content)) == len(content)


@pytest.mark.slow
def test_the_detector_computes_exactly_the_same() -> None:
    original = find_weights().detector.read_bytes()
    flushed = without_denormals(original)
    assert flushed != original
    picture = np.random.default_rng(5).uniform(-1, 1, (1, 3, 96, 160)).astype(np.float32)
    outputs = [
        load_onnxruntime()
        .InferenceSession(content, providers=["CPUExecutionProvider"])
        .run(None, {"x": picture})[0]
        for content in (original, flushed)
    ]
    np.testing.assert_allclose(outputs[1], outputs[0], atol=1e-7)
