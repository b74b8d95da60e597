"""What is read out of an ONNX file without the package `onnx`, which is the oracle here."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sealstack.models.runtime.file.metadata import metadata_of
from sealstack.models.runtime.file.protocol_buffer import fields, number_at
from tests import needs

onnx = needs.extra("test", "onnx")


@given(st.dictionaries(st.text(max_size=200), st.text(max_size=400), max_size=5))
def test_metadata_are_what_was_written(entries: dict[str, str]) -> None:
    model = onnx.ModelProto(producer_name="tests")
    onnx.helper.set_model_props(model, entries)
    assert metadata_of(model.SerializeToString()) == entries


@given(st.integers(0, 2**63 - 1))
def test_whole_numbers_are_what_was_written(number: int) -> None:
    content = onnx.ModelProto(ir_version=number).SerializeToString()
    ((field, begin, end),) = fields(content, 0, len(content))
    assert field == onnx.ModelProto.IR_VERSION_FIELD_NUMBER
    assert number_at(content, begin, end) == number


@given(st.binary(max_size=60))
def test_of_any_bytes_fields_lie_behind_each_other_or_are_refused(content: bytes) -> None:
    place = 0
    try:
        for _, begin, end in fields(content, 0, len(content)):
            assert place < begin <= end <= len(content)
            place = end
    except ValueError:
        return
    assert place == len(content)


@pytest.mark.parametrize(
    "content",
    [b"\x08", b"\x08\x80", b"\x0a\x05abc", b"\x0b", b"\x08" + b"\xff" * 11],
    ids=lambda one: one.hex(),
)
def test_what_is_cut_short_or_no_protocol_buffer_is_refused(content: bytes) -> None:
    with pytest.raises(ValueError, match=r"number|field"):
        list(fields(content, 0, len(content)))
