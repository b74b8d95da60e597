"""A network's file brought into memory, made ready to be loaded."""

from __future__ import annotations

from pathlib import Path

from sealstack.models.runtime.machine.denormals import without_denormals


def content_of(model: Path | str | bytes) -> tuple[bytes, str]:
    """Read a network, without weights that make processors slow.

    Args:
        model: an ONNX file, or its content.

    Returns:
        The content, and what to call it in messages.

    Raises:
        FileNotFoundError: there is no such file.
    """
    if isinstance(model, bytes):
        return without_denormals(model), "bytes"
    if not Path(model).is_file():
        raise FileNotFoundError(f"there is no model file {model}")
    return without_denormals(Path(model).read_bytes()), str(model)
