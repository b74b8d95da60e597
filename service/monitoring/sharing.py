"""The folder in which the workers of a service count together."""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import suppress

FOLDER = "PROMETHEUS_MULTIPROC_DIR"
"""The variable by which prometheus_client knows it."""

_PREFIX = "sealstack-metrics-"


def share_metrics() -> str:
    """Let the processes that this one will start count together; before prometheus_client is imported.

    Returns:
        The folder that was made for it; empty when one was named from outside.
    """
    if os.environ.get(FOLDER):
        return ""
    os.environ[FOLDER] = folder = tempfile.mkdtemp(prefix=_PREFIX)
    return folder


def forget_process(number: int) -> None:
    """Leave a process that has ended out of what is reported of those that live; its counts stay."""
    if FOLDER in os.environ:
        from prometheus_client.multiprocess import mark_process_dead

        with suppress(OSError):
            mark_process_dead(number)  # type: ignore[no-untyped-call]


def end_sharing(folder: str) -> None:
    """Remove the folder that was made, if one was."""
    if folder:
        shutil.rmtree(folder, ignore_errors=True)
