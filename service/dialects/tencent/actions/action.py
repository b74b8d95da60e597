"""What an Action is made of, and what it may use."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from marshmallow import Schema

from sealstack.service.intake.decoders import Decoders
from sealstack.service.readers.inference import Inference
from sealstack.service.settings.settings import Settings
from sealstack.service.templates import Templates

Parameters: TypeAlias = Mapping[str, Any]
"""The parameters of a call, checked and given their defaults by the Action's request schema."""

Answer: TypeAlias = Mapping[str, Any]
"""What an Action found, in the names of its response schema."""

VERSION = "2018-11-19"
"""The version of the OCR product's API that every Action here belongs to."""


@dataclass(frozen=True)
class Context:
    """What an Action may use while it answers one call.

    Attributes:
        settings: the service's settings.
        inference: where pictures are read.
        decoders: what decodes them.
        templates: the templates of forms.
        owner: whose templates the caller works with; None when API keys close them and none was sent.
        extras: whether the caller asked for what no cloud gives (`X-Sealstack-Extras: 1`).
        from_form: whether the parameters came URL-encoded.
    """

    settings: Settings
    inference: Inference
    decoders: Decoders
    templates: Templates
    owner: str | None
    extras: bool = False
    from_form: bool = False


@dataclass(frozen=True)
class Action:
    """One operation of the API.

    Attributes:
        name: what clients call it.
        summary: one sentence for the API's description.
        request: the schema of its parameters.
        response: the schema of its answer.
        run: does it; raises `ApiError`.
        rate: calls a second that the cloud lets an account make.
        is_guarded: whether it is more than the reading of a picture. No captured call of another Action may
            pass for one: its body must be signed, and hold nothing that this Action does not know.
        changes: whether it changes what is stored. A signature is good for one such call.
    """

    name: str
    summary: str
    request: type[Schema]
    response: type[Schema]
    run: Callable[[Context, Parameters], Answer]
    rate: int = 5
    is_guarded: bool = False
    changes: bool = False

    @property
    def purpose(self) -> str:
        """What a signature was used for when it was used for this Action.

        Those that only read pictures have one in common: they take the same bodies, and a client that calls
        two of them within one second signs both alike.
        """
        return self.name if self.is_guarded else "reading"
