"""The custom metadata of an ONNX file, for backends that do not show it."""

from __future__ import annotations

from sealstack.models.runtime.file.protocol_buffer import fields

# of onnx.proto: ModelProto.metadata_props, StringStringEntryProto.key and .value
_METADATA, _KEY, _VALUE = 14, 1, 2


def metadata_of(model: bytes) -> dict[str, str]:
    """Read the custom metadata of a network.

    Args:
        model: the content of an ONNX file.

    Returns:
        The value of each key.

    Raises:
        ValueError: this is no ONNX file.
    """
    found = {}
    for number, begin, end in fields(model, 0, len(model)):
        if number == _METADATA:
            entry = {part: model[first:last].decode() for part, first, last in fields(model, begin, end)}
            found[entry.get(_KEY, "")] = entry.get(_VALUE, "")
    return found
