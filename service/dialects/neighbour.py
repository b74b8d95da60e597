"""What lives at `/` beside the Tencent dialect, and is asked when a request names no Action."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import Request, Response


@dataclass(frozen=True)
class Body:
    """What the body of a request to `/` holds, as far as it was read.

    Attributes:
        document: its JSON object; None when it is none.
        is_empty: whether it has no values at all.
        is_broken: whether it could not be read.
    """

    document: Mapping[str, Any] | None = None
    is_empty: bool = True
    is_broken: bool = False


@dataclass(frozen=True)
class Neighbour:
    """Another dialect that lives at `/`.

    Attributes:
        recognises: whether a request is in that dialect.
        answer: answers it, envelope and all.
        refuses_strangers: whether it answers for a long body in JSON that nobody may send, and nobody reads.
    """

    recognises: Callable[[Request, Body], bool]
    answer: Callable[[Request], Response]
    refuses_strangers: bool = False
