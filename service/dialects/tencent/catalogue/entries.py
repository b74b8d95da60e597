"""What is known of an error code."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import TypeAlias

from sealstack.service.texts import Parameter, Text

Variants: TypeAlias = Mapping[str, Text]


class Origin(Enum):
    """When a code is answered."""

    SERVED = "served"
    """The service answers it by itself when its cause is there."""

    INJECTED = "injected"
    """A local server has no cause for it: only fault injection answers it."""


@dataclass(frozen=True)
class Entry:
    """What the catalogue knows of one code.

    Attributes:
        text: what its message says.
        cause: when it is answered, or why it never is but by injection; for the compatibility table.
        origin: whether the service has a cause of its own for it.
        example: a value for each place of the text, used by fault injection.
        variants: other sentences for the same code, by name.
    """

    text: Text
    cause: str
    origin: Origin = Origin.SERVED
    example: Mapping[str, Parameter] = field(default_factory=dict)
    variants: Variants = field(default_factory=dict)


def injected(chinese: str, english: str, why_never: str) -> Entry:
    """Make the entry of a code that only fault injection answers.

    Args:
        chinese: its message.
        english: the same.
        why_never: why a local server has no cause for it.
    """
    return Entry(Text(chinese, english), why_never, Origin.INJECTED)


REASON = Text("故障注入。", "Fault injection.")
"""What a message says as its reason when the error was injected."""
